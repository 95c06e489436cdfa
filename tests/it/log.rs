//! The log: append-only, dense, all or nothing, and answering the same question once.

use dayek::log::{Batch, Idempotency, LogError, Outcome, Request, StreamKey, UseCase, Work};
use dayek::refusal::Refusal;
use dayek::usecases::{AddSubject, PlanAssessment};
use dayek_domain::assessment::{Assessment, AssessmentCommand, AssessmentEvent, Circumstances};
use dayek_domain::expected::Expected;
use dayek_domain::points::Points;
use dayek_domain::school_class::{Enrolment, SchoolClass};
use dayek_domain::subject::{Subject, SubjectEvent};
use dayek_tests::history::{assert_dense, head, history};
use dayek_tests::journal::{Journal, school};
use dayek_tests::school::{
    AIGERIM, CONTROL_WORK, DAULET, ESSAY, LESSON_DAY, OTHER_SCHOOL, SCHOOL, School, give, mark, mark_over,
    marks,
};
use dayek_tests::wait::within;
use futures::poll;
use sqlx::PgConnection;

async fn refused_with(statement: &str, db: &mut PgConnection) -> String {
    let error = sqlx::raw_sql(statement).execute(db).await.expect_err(statement);
    error.as_database_error().unwrap().code().unwrap().into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_program_itself_may_not_touch_what_is_recorded() {
    let journal = school().open().await;
    let before = history(journal.pool(), SCHOOL.institution()).await;
    let mut connection = journal.pool().acquire().await.unwrap();
    for statement in [
        "UPDATE events SET event_type = 'nothing'",
        "DELETE FROM events",
        "TRUNCATE events",
        "INSERT INTO events SELECT * FROM events",
        "UPDATE institution_head SET last_position = 0",
        "INSERT INTO institution_head (institution_id) VALUES ('00000000-0000-0000-0000-0000000000ff')",
        "DELETE FROM command_log",
        "DELETE FROM keys.person_key",
        "UPDATE keys.person_key SET wrapped = NULL",
        "ALTER TABLE events DISABLE TRIGGER ALL",
    ] {
        assert_eq!(refused_with(statement, &mut connection).await, "42501", "{statement}");
    }
    assert_eq!(history(journal.pool(), SCHOOL.institution()).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn not_even_a_superuser_who_replays_as_a_replica_changes_an_event() {
    let journal = school().open().await;
    let before = history(journal.pool(), SCHOOL.institution()).await;
    let mut admin = journal.database.admin().await;
    sqlx::raw_sql("SET session_replication_role = replica").execute(&mut admin).await.unwrap();
    for statement in ["UPDATE events SET event_type = 'nothing'", "DELETE FROM events", "TRUNCATE events"] {
        assert_eq!(refused_with(statement, &mut admin).await, "42501", "{statement}");
    }
    assert_eq!(history(journal.pool(), SCHOOL.institution()).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_institution_counts_its_own_events_from_one_without_a_gap() {
    let journal = school().open().await;
    journal.add_school(OTHER_SCHOOL).await;
    journal.run(give(AIGERIM, 9)).await;
    for school in [SCHOOL, OTHER_SCHOOL] {
        let events = history(journal.pool(), school.institution()).await;
        assert_dense(&events);
        assert_eq!(i64::try_from(events.len()).unwrap(), head(journal.pool(), school.institution()).await);
        assert!(events.is_sorted_by_key(|event| event.recorded_at), "time runs against the positions");
    }
}

fn renaming(batch: &mut Batch, version: u64) {
    let place = batch.stream(StreamKey::of::<Subject>(SCHOOL.algebra()), version);
    let event = SubjectEvent::SubjectRenamed {
        from: "Алгебра".to_owned(),
        from_code: None,
        to: "Математика".to_owned(),
        to_code: None,
    };
    batch.push(place, &event).unwrap();
}

async fn append(journal: &Journal, batch: &Batch) -> Outcome {
    let metadata = r#"{"actor":"system","origin":"system"}"#;
    journal.log().append(SCHOOL.institution(), batch, metadata, None, "").await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conflict_says_where_every_stream_really_stands_and_leaves_nothing_behind() {
    let journal = school().open().await;
    let before = history(journal.pool(), SCHOOL.institution()).await;
    // One event of algebra; the class was formed and took in five pupils and a teacher.
    for (algebra, class) in [(0, 7), (2, 7), (1, 6), (1, 8), (9, 9)] {
        let mut batch = Batch::default();
        renaming(&mut batch, algebra);
        batch.stream(StreamKey::of::<SchoolClass>(SCHOOL.class_7a()), class);
        assert_eq!(append(&journal, &batch).await, Outcome::Conflict { actual: vec![1, 7] });
    }
    assert_eq!(history(journal.pool(), SCHOOL.institution()).await, before);

    let mut batch = Batch::default();
    renaming(&mut batch, 1);
    batch.stream(StreamKey::of::<SchoolClass>(SCHOOL.class_7a()), 7);
    let next = u64::try_from(before.len()).unwrap() + 1;
    assert_eq!(append(&journal, &batch).await, Outcome::Appended { positions: Some((next, next)) });
}

#[tokio::test(flavor = "multi_thread")]
async fn an_institution_that_is_not_open_takes_no_event() {
    let journal = school().open().await;
    let subject = AddSubject { subject_id: SCHOOL.algebra(), name: "Алгебра".to_owned(), code: None };
    let refusal = journal.log().execute(journal.request_in(OTHER_SCHOOL), subject).await.unwrap_err();
    assert!(matches!(refusal, Refusal::Log(LogError::UnknownInstitution(_))), "{refusal}");
    assert!(history(journal.pool(), OTHER_SCHOOL.institution()).await.is_empty());
}

fn keyed(journal: &Journal, key: &str, request_hash: [u8; 32]) -> Request {
    Request { idempotency: Some(Idempotency { key: key.to_owned(), request_hash }), ..journal.request() }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_under_a_key_is_answered_once_and_then_from_its_receipt() {
    let journal = school().open().await;
    let first = journal.log().execute(keyed(&journal, "k", [1; 32]), give(AIGERIM, 9)).await.unwrap();
    assert!(!first.replayed && first.positions.is_some());
    journal.run(give(AIGERIM, 4)).await;
    let before = history(journal.pool(), SCHOOL.institution()).await;

    let again = journal.log().execute(keyed(&journal, "k", [1; 32]), give(AIGERIM, 9)).await.unwrap();
    assert!(again.replayed);
    assert_eq!((again.positions, &again.streams), (first.positions, &first.streams));

    let other = journal.log().execute(keyed(&journal, "k", [2; 32]), give(DAULET, 3)).await;
    assert!(matches!(other, Err(Refusal::KeyReused)), "{other:?}");
    assert_eq!(history(journal.pool(), SCHOOL.institution()).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_changed_nothing_has_a_receipt_too() {
    let journal = school().open().await;
    journal.run(give(AIGERIM, 9)).await;
    let before = history(journal.pool(), SCHOOL.institution()).await;
    let first = journal.log().execute(keyed(&journal, "k", [1; 32]), give(AIGERIM, 9)).await.unwrap();
    assert_eq!((first.positions, first.replayed), (None, false));
    assert_eq!(history(journal.pool(), SCHOOL.institution()).await, before);

    // Carried out anew it would change the mark back; it stays the repeat that it is.
    journal.run(give(AIGERIM, 2)).await;
    let again = journal.log().execute(keyed(&journal, "k", [1; 32]), give(AIGERIM, 9)).await.unwrap();
    assert_eq!((again.positions, again.replayed), (None, true));
    assert_eq!(again.streams, first.streams);
    assert_eq!(history(journal.pool(), SCHOOL.institution()).await.len(), before.len() + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_was_carried_out_is_answered_even_when_it_would_be_refused_now() {
    let journal = school().open().await;
    let seen = |value| marks(CONTROL_WORK, vec![mark_over(AIGERIM, None, value)]);
    let first = journal.log().execute(keyed(&journal, "k", [1; 32]), seen(9)).await.unwrap();
    journal.run(give(AIGERIM, 4)).await;
    let again = journal.log().execute(keyed(&journal, "k", [1; 32]), seen(9)).await.unwrap();
    assert!(again.replayed);
    assert_eq!(again.positions, first.positions);
    assert!(matches!(journal.try_run(seen(9)).await, Err(Refusal::ChangedMeanwhile { .. })));
}

/// One mark in each of two columns, decided together.
struct TwoColumns {
    second: i32,
}

impl UseCase for TwoColumns {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Assessment>(CONTROL_WORK), StreamKey::of::<Assessment>(ESSAY)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        let circumstances =
            Circumstances { enrolment: Enrolment::Member, period_closed: false, by_import: false };
        for (column, value) in [(CONTROL_WORK, 9), (ESSAY, self.second)] {
            let command = AssessmentCommand::SetMark {
                pupil_id: AIGERIM,
                number: 1,
                value: Points::whole(value),
                on: LESSON_DAY,
                expected: Expected::Anything,
                reason: None,
                circumstances,
            };
            work.handle::<Assessment>(column, command).await?;
        }
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_decided_together_is_recorded_together_or_not_at_all() {
    let journal = school().open().await;
    let before = history(journal.pool(), SCHOOL.institution()).await.len();
    let refusal = journal.try_run(TwoColumns { second: 11 }).await.unwrap_err();
    assert!(matches!(refusal, Refusal::Rule(_)), "{refusal}");
    assert_eq!(history(journal.pool(), SCHOOL.institution()).await.len(), before);

    let receipt = journal.run(TwoColumns { second: 8 }).await;
    let first = u64::try_from(before).unwrap() + 1;
    assert_eq!(receipt.positions, Some((first, first + 1)));
    let after = history(journal.pool(), SCHOOL.institution()).await;
    assert_dense(&after);
    let columns: Vec<String> = after[before..].iter().map(|event| event.aggregate_id.clone()).collect();
    assert_eq!(columns, [CONTROL_WORK.to_string(), ESSAY.to_string()]);

    // The second stream has moved: the first one takes nothing either.
    let mut batch = Batch::default();
    for (column, version) in [(CONTROL_WORK, 2), (ESSAY, 1)] {
        let place = batch.stream(StreamKey::of::<Assessment>(column), version);
        let withdrawn = AssessmentEvent::MarkWithdrawn {
            pupil_id: AIGERIM,
            number: 1,
            from: Points::whole(9),
            reason: None,
        };
        batch.push(place, &withdrawn).unwrap();
    }
    assert_eq!(append(&journal, &batch).await, Outcome::Conflict { actual: vec![2, 2] });
    assert_eq!(history(journal.pool(), SCHOOL.institution()).await, after);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_is_carried_out_to_its_end_when_whoever_asked_has_gone() {
    let journal = school().open().await;
    let before = history(journal.pool(), SCHOOL.institution()).await.len();
    let mut appended = journal.log().appended();
    appended.mark_unchanged();
    {
        let mut asked = Box::pin(journal.log().execute(journal.request(), give(AIGERIM, 9)));
        assert!(poll!(&mut asked).is_pending(), "it ended before anybody could leave");
    }
    within("the mark is given", appended.changed()).await.unwrap();
    assert_eq!(history(journal.pool(), SCHOOL.institution()).await.len(), before + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_column_is_planned_for_the_class_and_the_period_that_exist() {
    let journal = school().open().await;
    let plan = |number: u128, school: School| PlanAssessment {
        assessment_id: SCHOOL.assessment(number),
        plan: school.algebra_plan("БЖБ"),
    };
    assert!(journal.try_run(plan(7, OTHER_SCHOOL)).await.is_err());
    assert!(journal.try_run(plan(7, SCHOOL)).await.unwrap().positions.is_some());
    assert!(journal.try_run(marks(SCHOOL.assessment(8), vec![mark(AIGERIM, 5)])).await.is_err());
}
