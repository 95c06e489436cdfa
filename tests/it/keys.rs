//! The second factor, and the tokens for programs: what counts, how often, and with whose rights.

use axum::http::StatusCode;
use dayek_tests::history::head;
use dayek_tests::journal::{Journal, school};
use dayek_tests::school::{AIGERIM, CONTROL_WORK, LESSON_DAY, SCHOOL};
use dayek_tests::staff::Who;
use dayek_tests::visitor::{PASSWORD, Visitor, token_on};
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

/// Somebody whose password is known elsewhere: signs in there as often as they like.
async fn half_in(owner: &Visitor) -> Visitor {
    let mut guesser = owner.elsewhere();
    guesser.sign_in().await.is(303);
    guesser
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_codes_are_counted_for_the_account_whatever_session_they_come_from() {
    let journal = staffed().await;
    let administrator = journal.signed_in(Who::Administrator).await;
    let wrong = administrator.wrong_code();
    for _ in 0..5 {
        half_in(&administrator).await.form("/sign-in/code", &[("code", &wrong)]).await.is(422);
    }
    let waits = "UPDATE sign_in_failure SET blocked_until = now() + interval '1 hour'
                 WHERE blocked_until IS NOT NULL";
    let waiting = sqlx::query(waits).execute(journal.pool()).await.unwrap();
    assert_eq!(waiting.rows_affected(), 1, "the codes of one account wait, and nothing else");
    let mut owner = half_in(&administrator).await;
    owner.form("/sign-in/code", &[("code", &administrator.code(1))]).await.is(422);
    assert!(!owner.is_in().await);
    // Once the time is over, the right code forgives the wrong ones.
    sqlx::query("UPDATE sign_in_failure SET blocked_until = NULL").execute(journal.pool()).await.unwrap();
    owner.form("/sign-in/code", &[("code", &administrator.code(1))]).await.is(303);
    let counted: i64 =
        sqlx::query_scalar("SELECT count(*) FROM sign_in_failure WHERE failures > 0 AND failures < 300")
            .fetch_one(journal.pool())
            .await
            .unwrap();
    assert_eq!(counted, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_factor_is_turned_on_once_and_ends_the_sessions_begun_without_it() {
    let journal = staffed().await;
    let mut here = journal.visitor(Who::Teacher.person()).await;
    let mut there = half_in(&here).await;
    assert!(there.is_in().await);
    here = here.with_second_factor().await;
    assert!(here.is_in().await);
    assert!(!there.is_in().await);
    let before = head(journal.pool(), SCHOOL.institution()).await;
    let code = here.code(1);
    here.form("/account/second-factor", &[("code", &code)]).await.is(422);
    assert_eq!(head(journal.pool(), SCHOOL.institution()).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_was_seen_and_not_confirmed_is_made_anew() {
    let journal = staffed().await;
    let mut teacher = journal.visitor(Who::Teacher.person()).await;
    teacher.learn_secret().await;
    let seen = teacher.code(0);
    let age = "UPDATE second_factor SET made_at = now() - interval '11 minutes'";
    sqlx::query(age).execute(journal.pool()).await.unwrap();
    teacher.learn_secret().await;
    assert_ne!(teacher.code(0), seen);
    let again = teacher.code(0);
    let fields = [("current", PASSWORD), ("new", "жеті рет өлшеп, бір рет кес")];
    teacher.form("/account/password", &fields).await.is(303);
    teacher.learn_secret().await;
    assert_ne!(teacher.code(0), again);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_was_made_with_a_token_ends_with_it() {
    let journal = staffed().await;
    let mut teacher = journal.signed_in(Who::Teacher).await;
    let text = token(&mut teacher, "read_and_write").await;
    let made_with = async |parent: &str, days: i64| {
        let form = json!({ "label": "a child", "scope": "read_and_write", "days": days });
        let made = journal.client(parent).post("/api/v1/tokens", &form).await.is(201).json();
        made["token"].as_str().unwrap().to_owned()
    };
    let child = made_with(&text, 29).await;
    let grandchild = made_with(&child, 28).await;
    let other = token(&mut teacher, "read").await;
    let id = text.split('_').nth(2).unwrap();
    teacher.form(&format!("/tokens/{id}/revocation"), &[]).await.is(303);
    for ended in [&text, &child, &grandchild] {
        journal.client(ended).get("/api/v1/me").await.is(401);
    }
    journal.client(&other).get("/api/v1/me").await.is(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_tokens_of_a_lost_second_factor_are_lost_with_it() {
    let journal = staffed().await;
    let administrator = journal.signed_in(Who::Administrator).await.client();
    let mut teacher = journal.visitor(Who::Teacher.person()).await;
    let weak = journal.client(&token(&mut teacher, "read").await);
    let mut teacher = teacher.with_second_factor().await;
    let strong = journal.client(&token(&mut teacher, "read").await);
    let path = format!("/api/v1/people/{}/account/second-factor-removal", Who::Teacher.person());
    administrator.post(&path, &json!({})).await.is(200);
    strong.get("/api/v1/me").await.is(401);
    weak.get("/api/v1/me").await.is(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_takes_the_tokens_back_if_that_is_ticked() {
    let journal = staffed().await;
    let mut teacher = journal.signed_in(Who::Teacher).await;
    let program = journal.client(&token(&mut teacher, "read").await);
    let (first, second) = ("жеті рет өлшеп, бір рет кес", "отыз күн ораза тұтқан тау");
    teacher.form("/account/password", &[("current", PASSWORD), ("new", first)]).await.is(303);
    program.get("/api/v1/me").await.is(200);
    let ticked = [("current", first), ("new", second), ("tokens", "true")];
    teacher.form("/account/password", &ticked).await.is(303);
    program.get("/api/v1/me").await.is(401);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_restored_finds_no_token_of_before() {
    let journal = staffed().await;
    let mut teacher = journal.signed_in(Who::Teacher).await;
    let program = journal.client(&token(&mut teacher, "read").await);
    let code = journal.invite(SCHOOL, Who::Teacher.person()).await;
    program.get("/api/v1/me").await.is(200);
    let mut owner = journal.stranger();
    owner.login = "owner".to_owned();
    owner.join(&code).await.is(303);
    program.get("/api/v1/me").await.is(401);
    let held = owner.client().get("/api/v1/tokens").await.is(200).json();
    assert_eq!(held["items"].as_array().unwrap().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn pupils_and_parents_make_tokens_too_and_take_them_back() {
    let journal = staffed().await;
    for who in [Who::Pupil, Who::Parent] {
        let mut visitor = journal.signed_in(who).await;
        let text = token(&mut visitor, "read").await;
        let program = journal.client(&text);
        program.get("/api/v1/me").await.is(200);
        let id = text.split('_').nth(2).unwrap();
        visitor.form(&format!("/tokens/{id}/revocation"), &[]).await.is(303);
        program.get("/api/v1/me").await.is(401);
    }
}
