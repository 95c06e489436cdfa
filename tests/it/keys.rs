//! The second factor, and the tokens for programs: what counts, how often, and with whose rights.

use axum::http::StatusCode;
use dayek_tests::history::head;
use dayek_tests::journal::{Journal, school};
use dayek_tests::school::{AIGERIM, CONTROL_WORK, LESSON_DAY, SCHOOL};
use dayek_tests::staff::Who;
use dayek_tests::visitor::{Visitor, token_on};
use serde_json::json;

fn roles_of_the_employee() -> String {
    format!("/people/{}/roles", Who::Employee.person())
}

/// Has a visitor make the employee a psychologist.
async fn grant(visitor: &mut Visitor) -> StatusCode {
    visitor.form(&roles_of_the_employee(), &[("role", "psychologist")]).await.status
}

async fn staffed() -> Journal {
    let journal = school().with_staff().open().await;
    journal.caught_up().await;
    journal
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rights_of_an_administrator_count_after_the_second_factor_and_not_before() {
    let journal = staffed().await;
    let mut administrator = journal.visitor(Who::Administrator.person()).await;
    let before = head(journal.pool(), SCHOOL.institution()).await;
    let refused = grant(&mut administrator).await;
    assert!([403, 404].contains(&refused.as_u16()), "{refused}");
    assert_eq!(head(journal.pool(), SCHOOL.institution()).await, before);

    let mut administrator = administrator.with_second_factor().await;
    assert_eq!(grant(&mut administrator).await, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_factor_is_asked_for_once_it_is_on() {
    let journal = staffed().await;
    let administrator = journal.signed_in(Who::Administrator).await;
    let mut later = administrator.elsewhere();
    later.sign_in().await.is(303);
    assert!(!later.is_in().await, "the password alone is not enough");
    later.client().get("/api/v1/me").await.is(401);
    let refused = grant(&mut later).await;
    assert_eq!(refused, 303, "they are sent to the door");
    let code = later.code(1);
    later.form("/sign-in/code", &[("code", &code)]).await.is(303);
    assert!(later.is_in().await);
    assert_eq!(grant(&mut later).await, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_secret_of_a_session_is_a_new_one_after_the_second_factor() {
    let journal = staffed().await;
    let mut weak = journal.visitor(Who::Administrator.person()).await;
    let strong = weak.clone().with_second_factor().await;
    assert_ne!(weak.session(), strong.session());
    assert!(!weak.is_in().await, "the secret from before is worth nothing");

    let mut half = strong.elsewhere();
    half.sign_in().await.is(303);
    let mut whole = half.clone();
    let code = whole.code(1);
    whole.form("/sign-in/code", &[("code", &code)]).await.is(303);
    assert_ne!(half.session(), whole.session());
    assert!(!half.is_in().await);
    assert!(whole.is_in().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_counts_once() {
    let journal = staffed().await;
    let administrator = journal.signed_in(Who::Administrator).await;
    let code = administrator.code(1);
    let mut first = administrator.elsewhere();
    first.sign_in().await.is(303);
    let mut second = administrator.elsewhere();
    second.sign_in().await.is(303);
    first.form("/sign-in/code", &[("code", &code)]).await.is(303);
    second.form("/sign-in/code", &[("code", &code)]).await.is(422);
    assert!(!second.is_in().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn after_five_wrong_codes_the_password_is_asked_for_again() {
    let journal = staffed().await;
    let administrator = journal.signed_in(Who::Administrator).await;
    let mut guesser = administrator.elsewhere();
    guesser.sign_in().await.is(303);
    let wrong = guesser.wrong_code();
    for _ in 0..5 {
        guesser.form("/sign-in/code", &[("code", &wrong)]).await.is(422);
    }
    let right = guesser.code(1);
    let answer = guesser.form("/sign-in/code", &[("code", &right)]).await;
    assert_eq!(answer.is(303).header("location"), Some("/sign-in"));
    assert!(!guesser.is_in().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_factor_is_on_after_a_right_code_and_not_after_a_wrong_one() {
    let journal = staffed().await;
    let mut teacher = journal.visitor(Who::Teacher.person()).await;
    teacher.learn_secret().await;
    let wrong = teacher.wrong_code();
    teacher.form("/account/second-factor", &[("code", &wrong)]).await.is(422);
    let mut later = teacher.elsewhere();
    later.sign_in().await.is(303);
    assert!(later.is_in().await, "no code is asked for");
}

/// A token as its owner makes it on the page.
async fn token(visitor: &mut Visitor, scope: &str) -> String {
    let fields = [("label", "a program"), ("scope", scope), ("days", "30")];
    token_on(&visitor.form("/tokens", &fields).await)
}

fn mark_of_aigerim() -> String {
    format!("/api/v1/assessments/{CONTROL_WORK}/marks/{AIGERIM}")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_for_reading_does_not_write() {
    let journal = staffed().await;
    let mut teacher = journal.signed_in(Who::Teacher).await;
    let mark = json!({ "value": "9", "on": LESSON_DAY });
    let reading = journal.client(&token(&mut teacher, "read").await);
    let before = head(journal.pool(), SCHOOL.institution()).await;
    reading.get("/api/v1/me").await.is(200);
    reading.put(&mark_of_aigerim(), &mark).await.is(403);
    assert_eq!(head(journal.pool(), SCHOOL.institution()).await, before);

    let writing = journal.client(&token(&mut teacher, "read_and_write").await);
    writing.put(&mark_of_aigerim(), &mark).await.is(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_made_without_two_factors_does_not_carry_the_rights_of_an_administrator() {
    let journal = staffed().await;
    let roles = format!("/api/v1/people/{}/roles", Who::Employee.person());
    let mark = json!({ "value": "9", "on": LESSON_DAY });
    let mut administrator = journal.visitor(Who::Administrator.person()).await;
    let weak = journal.client(&token(&mut administrator, "read_and_write").await);
    let mut administrator = administrator.with_second_factor().await;
    let strong = journal.client(&token(&mut administrator, "read_and_write").await);

    let before = head(journal.pool(), SCHOOL.institution()).await;
    weak.get("/api/v1/me").await.is(200);
    let refused = weak.put(&mark_of_aigerim(), &mark).await.status;
    assert!([403, 404].contains(&refused.as_u16()), "{refused}");
    let refused = weak.post(&roles, &json!({ "role": "psychologist" })).await.status;
    assert!([403, 404].contains(&refused.as_u16()), "{refused}");
    assert_eq!(head(journal.pool(), SCHOOL.institution()).await, before);

    strong.post(&roles, &json!({ "role": "psychologist" })).await.succeeds();
    strong.put(&mark_of_aigerim(), &mark).await.is(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_was_revoked_on_the_page_is_none() {
    let journal = staffed().await;
    let mut teacher = journal.signed_in(Who::Teacher).await;
    let text = token(&mut teacher, "read").await;
    let client = journal.client(&text);
    client.get("/api/v1/me").await.is(200);
    let id = text.split('_').nth(2).unwrap();

    let mut other = journal.signed_in(Who::OtherTeacher).await;
    other.form(&format!("/tokens/{id}/revocation"), &[]).await;
    client.get("/api/v1/me").await.is(200);

    teacher.form(&format!("/tokens/{id}/revocation"), &[]).await.is(303);
    client.get("/api/v1/me").await.is(401);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_made_with_a_token_does_not_outlive_it() {
    let journal = staffed().await;
    let mut teacher = journal.signed_in(Who::Teacher).await;
    let parent = journal.client(&token(&mut teacher, "read_and_write").await);
    let child = |days: i64| json!({ "label": "a child", "scope": "read", "days": days });
    let before = head(journal.pool(), SCHOOL.institution()).await;
    for days in [30, 366] {
        let refused = parent.post("/api/v1/tokens", &child(days)).await;
        assert_eq!(refused.is(422).json()["errors"][0]["pointer"], "/days");
    }
    assert_eq!(head(journal.pool(), SCHOOL.institution()).await, before);
    let made = parent.post("/api/v1/tokens", &child(29)).await.is(201).json();
    let made = journal.client(made["token"].as_str().unwrap());
    made.get("/api/v1/me").await.is(200);
    made.post("/api/v1/tokens", &child(1)).await.is(403);

    // A session and a token without an end set no such bound.
    teacher.client().post("/api/v1/tokens", &child(366)).await.is(201);
    let endless = journal.client(&journal.token_of(SCHOOL, Who::Teacher.person()).await);
    endless.post("/api/v1/tokens", &child(366)).await.is(201);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revocation_that_is_refused_stops_no_token() {
    let journal = staffed().await;
    let mut teacher = journal.signed_in(Who::Teacher).await;
    let text = token(&mut teacher, "read").await;
    let client = journal.client(&text);
    let path = format!("/api/v1/tokens/{}/revocation", text.split('_').nth(2).unwrap());
    let out_of_date = teacher.client().with("if-match", "\"999\"");
    out_of_date.post(&path, &json!({})).await.is(412);
    client.get("/api/v1/me").await.is(200);
    teacher.client().post(&path, &json!({})).await.is(200);
    client.get("/api/v1/me").await.is(401);
}
