//! Marks by the form without a script, and the way from a journal to the history of a mark.

use dayek_domain::id::PersonId;
use dayek_domain::points::Points;
use dayek_tests::client::Answer;
use dayek_tests::history::{head, history, marks_after};
use dayek_tests::journal::{Journal, school};
use dayek_tests::pages::path;
use dayek_tests::school::{AIGERIM, CONTROL_WORK, DAULET, SCHOOL, give};
use dayek_tests::staff::Who;
use dayek_tests::visitor::Visitor;

/// A school in which Aigerim has a 9, and her teacher.
async fn full_school() -> (Journal, Visitor) {
    let journal = school().with_staff().with_delivery().open().await;
    journal.run(give(AIGERIM, 9)).await;
    journal.caught_up().await;
    let teacher = journal.signed_in(Who::Teacher).await;
    (journal, teacher)
}

fn algebra() -> String {
    path("/journals/{class}/{subject}/{period}", SCHOOL)
}

async fn sent(teacher: &mut Visitor, pupil: PersonId, fields: &[(&str, &str)]) -> Answer {
    let (column, pupil) = (CONTROL_WORK.to_string(), pupil.to_string());
    let mut all = vec![("assessment", column.as_str()), ("pupil", pupil.as_str())];
    all.extend(fields);
    teacher.form(&algebra(), &all).await
}

async fn mark_of(journal: &Journal, pupil: PersonId) -> Option<Points> {
    let events = history(journal.pool(), SCHOOL.institution()).await;
    marks_after(&events).get(&(CONTROL_WORK.0, pupil.0, 1)).copied()
}

fn points(text: &str) -> Points {
    text.parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_was_sent_untouched_takes_no_mark_back() {
    let (journal, mut teacher) = full_school().await;
    let before = head(journal.pool(), SCHOOL.institution()).await;
    for fields in [vec![], vec![("value", ""), ("expected", "")], vec![("value", ""), ("expected", "9")]] {
        let refused = sent(&mut teacher, AIGERIM, &fields).await;
        assert!(refused.is(422).text().contains("id=\"value-error\""), "{fields:?}");
    }
    assert_eq!(head(journal.pool(), SCHOOL.institution()).await, before);
    assert_eq!(mark_of(&journal, AIGERIM).await, Some(points("9")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mark_is_replaced_only_by_whoever_saw_it() {
    let (journal, mut teacher) = full_school().await;
    for expected in ["", "8", "nine"] {
        let refused = sent(&mut teacher, AIGERIM, &[("value", "7"), ("expected", expected)]).await;
        assert!(refused.is(422).text().contains("id=\"expected-error\""), "{expected:?}");
        assert_eq!(mark_of(&journal, AIGERIM).await, Some(points("9")), "{expected:?}");
    }
    // As marks are written in the table.
    sent(&mut teacher, AIGERIM, &[("value", "8,5"), ("expected", "9")]).await.is(303);
    assert_eq!(mark_of(&journal, AIGERIM).await, Some(points("8.5")));
    sent(&mut teacher, AIGERIM, &[("value", "7"), ("expected", "8,5")]).await.is(303);
    assert_eq!(mark_of(&journal, AIGERIM).await, Some(points("7")));

    let refused = sent(&mut teacher, DAULET, &[("value", "7"), ("expected", "5")]).await;
    assert!(refused.is(422).text().contains("id=\"expected-error\""));
    sent(&mut teacher, DAULET, &[("value", "7"), ("expected", "")]).await.is(303);
    assert_eq!(mark_of(&journal, DAULET).await, Some(points("7")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mark_is_taken_back_by_a_button_of_its_own() {
    let (journal, mut teacher) = full_school().await;
    assert!(teacher.get(&algebra()).await.is(200).text().contains("name=\"withdraw\""));
    for expected in ["", "8"] {
        sent(&mut teacher, AIGERIM, &[("withdraw", "true"), ("expected", expected)]).await.is(422);
        assert_eq!(mark_of(&journal, AIGERIM).await, Some(points("9")), "{expected:?}");
    }
    sent(&mut teacher, AIGERIM, &[("withdraw", "true"), ("expected", "9"), ("value", "5")]).await.is(303);
    assert_eq!(mark_of(&journal, AIGERIM).await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_only_reads_a_journal_finds_the_history_of_a_mark_if_it_is_open_to_them() {
    let (journal, _teacher) = full_school().await;
    let story = format!("/cells/{CONTROL_WORK}/{AIGERIM}");
    for who in [Who::ClassLeader, Who::Auditor, Who::Director, Who::DeputyDirector, Who::OtherTeacher] {
        let mut reader = journal.signed_in(who).await;
        let page = reader.get(&algebra()).await.is(200).text();
        let (_, hint) = page.split_once("id=\"journal-keys\">").unwrap();
        let (hint, _) = hint.split_once("</p>").unwrap();
        let sees_history = matches!(who, Who::ClassLeader | Who::Auditor);
        assert_eq!(page.contains(&format!("<a href=\"{story}\">")), sees_history, "{}", who.name());
        assert_eq!(hint.contains("Enter"), sees_history, "{}: {hint}", who.name());
        assert_eq!(page.contains("/cells/"), sees_history, "{}", who.name());
        assert!(!page.contains("data-assessment"), "{} can write", who.name());
        reader.get(&story).await.is(if sees_history { 200 } else { 404 });
    }
}
