//! What a process remembers is never believed against what the log says.

use dayek::log::{Idempotency, Request};
use dayek::refusal::Refusal;
use dayek::usecases::{ChangeMarks, GrantRole, MarkChange, RevokeRole};
use dayek_domain::access::Role;
use dayek_domain::expected::Expected;
use dayek_domain::points::Points;
use dayek_tests::journal::{Journal, school};
use dayek_tests::school::{AIGERIM, CONTROL_WORK, LESSON_DAY, SCHOOL};

fn set(value: i32, expected: Expected<Points>) -> ChangeMarks {
    let value = Some(Points::whole(value));
    let change = MarkChange { pupil_id: AIGERIM, number: 1, value, expected, reason: None };
    ChangeMarks { assessment_id: CONTROL_WORK, on: LESSON_DAY, changes: vec![change] }
}

/// This process has set 5 and remembers it; meanwhile another has set 7.
async fn another_was_faster() -> Journal {
    let journal = school().open().await;
    journal.run(set(5, Expected::Anything)).await;
    let elsewhere = journal.another_process();
    elsewhere.execute(journal.request(), set(7, Expected::Anything)).await.unwrap();
    journal
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mark_set_by_another_process_is_a_conflict_though_this_one_remembers_the_old() {
    let journal = another_was_faster().await;
    let seen = Expected::Exactly(Some(Points::whole(5)));
    let refused = journal.try_run(set(6, seen)).await.unwrap_err();
    let Refusal::ChangedMeanwhile { current, .. } = refused else { panic!("{refused}") };
    assert_eq!(current.as_deref(), Some("7"));
}

#[tokio::test(flavor = "multi_thread")]
async fn setting_the_remembered_mark_again_is_a_change_when_another_process_has_changed_it() {
    let journal = another_was_faster().await;
    assert!(journal.run(set(5, Expected::Anything)).await.positions.is_some());

    let journal = another_was_faster().await;
    let idempotency = Some(Idempotency { key: "again".to_owned(), request_hash: [1; 32] });
    let request = Request { idempotency, ..journal.request() };
    let receipt = journal.log().execute(request, set(5, Expected::Anything)).await.unwrap();
    assert!(receipt.positions.is_some(), "a receipt of nothing would hide the other's mark");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_right_revoked_or_granted_by_another_process_counts_at_once() {
    let journal = school().open().await;
    let teacher = SCHOOL.algebra_teacher();
    let as_teacher = || journal.request_of(teacher);
    journal.log().execute(as_teacher(), set(5, Expected::Anything)).await.unwrap();
    let elsewhere = journal.another_process();
    let revoke = RevokeRole::of(teacher, Role::Employee);
    elsewhere.execute(journal.request(), revoke).await.unwrap();
    let refused = journal.log().execute(as_teacher(), set(6, Expected::Anything)).await;
    assert!(matches!(refused, Err(Refusal::NotFound)), "{refused:?}");
    let grant = GrantRole::of(teacher, Role::Employee);
    elsewhere.execute(journal.request(), grant).await.unwrap();
    journal.log().execute(as_teacher(), set(6, Expected::Anything)).await.unwrap();
}
