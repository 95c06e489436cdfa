//! Why may somebody do something: now, and at any moment of the past.

use axum::http::StatusCode;
use chrono::{DateTime, SecondsFormat, Utc};
use dayek::usecases::{GrantRole, RevokeRole};
use dayek_domain::access::Role;
use dayek_tests::client::Client;
use dayek_tests::history::history;
use dayek_tests::journal::{Journal, school};
use dayek_tests::school::{OTHER_SCHOOL, SCHOOL};
use serde_json::{Value, json};

/// Asks about giving marks in the journal of 7А in algebra.
async fn may_give_marks(client: &Client, person: impl std::fmt::Display, at: Option<DateTime<Utc>>) -> Value {
    let (class, subject) = (SCHOOL.class_7a(), SCHOOL.algebra());
    let at = at.map(|at| format!("&at={}", at.to_rfc3339_opts(SecondsFormat::Micros, true)));
    let path = format!(
        "/api/v1/access/explain?person_id={person}&action=give_marks&class_id={class}&subject_id={subject}{}",
        at.unwrap_or_default()
    );
    client.get(&path).await.is(200).json()
}

async fn last_moment(journal: &Journal) -> DateTime<Utc> {
    history(journal.pool(), SCHOOL.institution()).await.last().unwrap().recorded_at
}

#[tokio::test(flavor = "multi_thread")]
async fn a_teacher_may_give_marks_because_of_the_event_that_assigned_them() {
    let journal = school().open().await;
    journal.caught_up().await;
    let administrator = journal.client(&journal.token_for(Role::Administrator).await);
    let answer = may_give_marks(&administrator, SCHOOL.algebra_teacher(), None).await;
    assert_eq!(answer["allowed"], true);
    let reason = &answer["reason"];
    assert_eq!((&reason["role"], &reason["reach"]), (&json!("teacher"), &json!("taught")));
    assert_eq!(reason["seed_lines"], json!([192]));
    assert_eq!(reason["grant_stream"], format!("school_class {}", SCHOOL.class_7a()));

    let other = may_give_marks(&administrator, SCHOOL.history_teacher(), None).await;
    assert_eq!((&other["allowed"], &other["visible"]), (&json!(false), &json!(true)));
    assert_eq!(other["reason"], Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_was_allowed_at_a_moment_of_the_past_is_told_as_it_was() {
    let journal = school().open().await;
    let person = SCHOOL.history_teacher();
    let before = last_moment(&journal).await;
    journal.run(GrantRole::of(person, Role::Administrator)).await;
    let held = last_moment(&journal).await;
    journal.run(GrantRole::of(SCHOOL.algebra_teacher(), Role::Administrator)).await;
    journal.caught_up().await;
    journal.run(RevokeRole::of(person, Role::Administrator)).await;
    journal.caught_up().await;
    let administrator = journal.client(&journal.token_for(Role::Administrator).await);
    for (at, allowed) in [(Some(before), false), (Some(held), true), (None, false)] {
        let answer = may_give_marks(&administrator, person, at).await;
        assert_eq!(answer["allowed"], allowed, "{at:?}");
    }
    let answer = may_give_marks(&administrator, person, Some(held)).await;
    assert_eq!(answer["reason"]["role"], "administrator");
    assert_eq!(answer["reason"]["granted_at"], serde_json::to_value(held).unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_may_see_roles_is_told_why_and_only_of_their_own_school() {
    let journal = school().open().await;
    journal.add_school(OTHER_SCHOOL).await;
    journal.caught_up().await;
    let teacher = SCHOOL.algebra_teacher();
    let path = format!("/api/v1/access/explain?person_id={teacher}&action=give_marks");
    let moderator = journal.client(&journal.token_for(Role::Moderator).await);
    assert_eq!(moderator.get(&path).await.status, StatusCode::NOT_FOUND);
    let oneself = journal.client(&journal.token_of(SCHOOL, teacher).await);
    oneself.get(&path).await.is(200);
    let stranger = journal.client(&journal.token_in(OTHER_SCHOOL, Role::Administrator).await);
    assert_eq!(stranger.get(&path).await.status, StatusCode::NOT_FOUND);
}
