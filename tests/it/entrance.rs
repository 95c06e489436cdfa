//! Accounts of others and sessions of one's own: who is shut out, who lets them in again, who may do that.

use dayek_domain::id::PersonId;
use dayek_tests::client::{Answer, Client};
use dayek_tests::history::{head, history};
use dayek_tests::journal::{Journal, school};
use dayek_tests::school::{AIGERIM, SCHOOL, YERLAN};
use dayek_tests::staff::Who;
use dayek_tests::visitor::{Visitor, token_on};
use futures::future::join_all;
use serde_json::{Value, json};

async fn staffed() -> Journal {
    let journal = school().with_staff().open().await;
    journal.caught_up().await;
    journal
}

fn account(person: PersonId) -> String {
    format!("/api/v1/people/{person}/account")
}

async fn block(client: &Client, person: PersonId) -> Answer {
    client.post(&format!("{}/block", account(person)), &json!({ "reason": "left the school" })).await
}

async fn unblock(client: &Client, person: PersonId) -> Answer {
    client.post(&format!("{}/unblock", account(person)), &json!({})).await
}

async fn remove_second_factor(client: &Client, person: PersonId) -> Answer {
    client.post(&format!("{}/second-factor-removal", account(person)), &json!({})).await
}

async fn shown(client: &Client, person: PersonId) -> (String, bool) {
    let account = client.get(&account(person)).await.is(200).json();
    (account["state"].as_str().unwrap().to_owned(), account["second_factor"].as_bool().unwrap())
}

/// A token as its owner makes it on the page.
async fn token(visitor: &mut Visitor) -> String {
    let fields = [("label", "a program"), ("scope", "read_and_write"), ("days", "30")];
    token_on(&visitor.form("/tokens", &fields).await)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_teacher_who_is_blocked_is_out_at_once_and_does_not_get_in() {
    let journal = staffed().await;
    let administrator = journal.signed_in(Who::Administrator).await.client();
    let person = Who::Teacher.person();
    let mut teacher = journal.signed_in(Who::Teacher).await;
    let own = journal.client(&token(&mut teacher).await);
    let made_by_the_operator = journal.client(&journal.token_of(SCHOOL, person).await);
    for client in [&teacher.client(), &own, &made_by_the_operator] {
        client.get("/api/v1/me").await.is(200);
    }
    assert_eq!(shown(&administrator, person).await, ("active".to_owned(), false));

    assert_eq!(block(&administrator, person).await.is(200).json()["changed"], true);
    for client in [&teacher.client(), &own, &made_by_the_operator] {
        client.get("/api/v1/me").await.is(401);
    }
    assert!(!teacher.is_in().await);
    for mut browser in [teacher.later(), teacher.elsewhere()] {
        browser.sign_in().await.is(422);
        assert_eq!(browser.session(), None);
    }
    assert_eq!(shown(&administrator, person).await, ("blocked".to_owned(), false));
    assert_eq!(block(&administrator, person).await.is(200).json()["changed"], false);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_unblocked_signs_in_again_and_their_token_stays_dead() {
    let journal = staffed().await;
    let administrator = journal.signed_in(Who::Administrator).await.client();
    let person = Who::Teacher.person();
    let mut teacher = journal.signed_in(Who::Teacher).await;
    let token = journal.client(&token(&mut teacher).await);
    block(&administrator, person).await.is(200);
    assert_eq!(unblock(&administrator, person).await.is(200).json()["changed"], true);
    assert!(!teacher.is_in().await, "the old session is over");
    let mut again = teacher.elsewhere();
    again.sign_in().await.is(303);
    assert!(again.is_in().await);
    token.get("/api/v1/me").await.is(401);
    assert_eq!(shown(&administrator, person).await, ("active".to_owned(), false));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_slips_in_while_they_are_being_blocked() {
    let journal = staffed().await;
    let administrator = journal.signed_in(Who::Administrator).await.client();
    let person = Who::Teacher.person();
    let teacher = journal.signed_in(Who::Teacher).await;
    let attempts: Vec<_> = (0..6)
        .map(|_| {
            let mut browser = teacher.elsewhere();
            tokio::spawn(async move { browser.sign_in().await })
        })
        .collect();
    block(&administrator, person).await.is(200);
    for attempt in join_all(attempts).await {
        attempt.unwrap();
    }
    let open: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM session WHERE institution_id = $1 AND person_id = $2 AND ended_at IS NULL",
    )
    .bind(SCHOOL.institution().0)
    .bind(person.0)
    .fetch_one(journal.pool())
    .await
    .unwrap();
    assert_eq!(open, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_block_that_is_sent_again_after_the_unblocking_shuts_nobody_out() {
    let journal = staffed().await;
    let administrator = journal.signed_in(Who::Administrator).await.client();
    let person = Who::Teacher.person();
    let teacher = journal.signed_in(Who::Teacher).await;
    let keyed = administrator.with("idempotency-key", "block-1");
    block(&keyed, person).await.is(200);
    unblock(&administrator, person).await.is(200);
    let mut again = teacher.elsewhere();
    again.sign_in().await.is(303);
    assert_eq!(block(&keyed, person).await.is(200).header("idempotency-replayed"), Some("true"));
    assert!(again.is_in().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_on_paper_is_worth_nothing_after_its_owner_was_blocked() {
    let journal = staffed().await;
    let administrator = journal.signed_in(Who::Administrator).await.client();
    let code = journal.invite(SCHOOL, AIGERIM).await;
    block(&administrator, AIGERIM).await.is(200);
    let mut guest = journal.stranger();
    guest.login = "aigerim".to_owned();
    guest.join(&code).await.is(422);
    unblock(&administrator, AIGERIM).await.is(200);
    guest.join(&code).await.is(422);
    assert_eq!(shown(&administrator, AIGERIM).await.0, "withdrawn");
    // She can be invited anew.
    let invited = administrator.post("/api/v1/invitations", &json!({ "person_ids": [AIGERIM] })).await;
    let code = invited.is(201).json()["items"][0]["code"].as_str().unwrap().to_owned();
    guest.join(&code).await.is(303);
    assert!(guest.is_in().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_changes_their_own_way_in() {
    let journal = staffed().await;
    let mut administrator = journal.signed_in(Who::Administrator).await;
    let (client, person) = (administrator.client(), Who::Administrator.person());
    let before = head(journal.pool(), SCHOOL.institution()).await;
    for refused in [
        block(&client, person).await,
        unblock(&client, person).await,
        remove_second_factor(&client, person).await,
    ] {
        assert_eq!(refused.is(422).json()["type"], "urn:dayek:problem:rule");
    }
    for form in ["block", "unblock", "second-factor-removal"] {
        administrator.form(&format!("/people/{person}/account/{form}"), &[]).await.is(422);
    }
    assert_eq!(head(journal.pool(), SCHOOL.institution()).await, before);
    assert!(administrator.is_in().await);
    let own_page = administrator.get(&format!("/people/{person}")).await;
    let form = format!("/people/{person}/account/");
    assert!(!own_page.is(200).text().contains(&form), "no such form stands on one's own page");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_administrators_shut_others_out() {
    let journal = staffed().await;
    let person = Who::Employee.person();
    let mut employee = journal.signed_in(Who::Employee).await;
    for (who, status) in [(Who::Director, 403), (Who::Auditor, 403), (Who::Teacher, 404), (Who::Pupil, 404)] {
        let mut visitor = journal.signed_in(who).await;
        let before = head(journal.pool(), SCHOOL.institution()).await;
        let client = visitor.client();
        block(&client, person).await.is(status);
        unblock(&client, person).await.is(status);
        remove_second_factor(&client, person).await.is(status);
        visitor.form(&format!("/people/{person}/account/block"), &[]).await.is(status);
        assert_eq!(head(journal.pool(), SCHOOL.institution()).await, before, "{}", who.name());
    }
    assert!(employee.is_in().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_is_shut_out_and_let_in_again_on_their_page() {
    let journal = staffed().await;
    let mut administrator = journal.signed_in(Who::Administrator).await;
    let person = Who::Teacher.person();
    let mut teacher = journal.signed_in(Who::Teacher).await;
    let page = format!("/people/{person}");
    let (block, unblock) = (format!("{page}/account/block"), format!("{page}/account/unblock"));
    let text = administrator.get(&page).await.is(200).text();
    assert!(text.contains(&format!("action=\"{block}\"")) && !text.contains(&unblock), "{text}");

    let blocked = administrator.form(&block, &[("reason", "left the school")]).await;
    assert_eq!(blocked.is(303).header("location"), Some(format!("{page}?done=blocked").as_str()));
    assert!(!teacher.is_in().await);
    let text = administrator.get(&page).await.is(200).text();
    assert!(text.contains(&format!("action=\"{unblock}\"")), "{text}");
    assert!(!text.contains(&format!("action=\"{block}\"")), "{text}");

    administrator.form(&unblock, &[]).await.is(303);
    teacher.sign_in().await.is(303);
    assert!(teacher.is_in().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_lost_their_telephone_signs_in_with_the_password_alone() {
    let journal = staffed().await;
    let administrator = journal.signed_in(Who::Administrator).await.client();
    let person = Who::Teacher.person();
    let teacher = journal.visitor(person).await.with_second_factor().await;
    let mut later = teacher.elsewhere();
    later.sign_in().await.is(303);
    assert!(!later.is_in().await, "a code is asked for");
    assert_eq!(shown(&administrator, person).await, ("active".to_owned(), true));

    let keyed = administrator.with("idempotency-key", "lost-1");
    assert_eq!(remove_second_factor(&keyed, person).await.is(200).json()["changed"], true);
    assert_eq!(shown(&administrator, person).await, ("active".to_owned(), false));
    let mut again = teacher.elsewhere();
    again.sign_in().await.is(303);
    assert!(again.is_in().await);

    // A new telephone is not lost with the old one, though the old request comes again.
    again.with_second_factor().await;
    remove_second_factor(&keyed, person).await.is(200);
    assert_eq!(shown(&administrator, person).await, ("active".to_owned(), true));
}

async fn sessions(client: &Client) -> Vec<Value> {
    client.get("/api/v1/me/sessions").await.is(200).json()["items"].as_array().unwrap().clone()
}

fn end_of(session: &Value) -> String {
    format!("/api/v1/me/sessions/{}/end", session["session_id"].as_str().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn ones_own_sessions_are_listed_and_ended() {
    let journal = staffed().await;
    let mut here = journal.signed_in(Who::Teacher).await;
    let mut there = here.elsewhere();
    there.sign_in().await.is(303);
    let listed = sessions(&here.client()).await;
    assert_eq!(listed.len(), 2);
    let other = listed.iter().find(|session| session["here"] == false).unwrap();
    here.client().post(&end_of(other), &json!({})).await.is(204);
    assert!(!there.is_in().await);
    assert!(here.is_in().await);
    here.client().post(&end_of(other), &json!({})).await.is(404);
    assert_eq!(sessions(&here.client()).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_of_somebody_else_is_not_there() {
    let journal = staffed().await;
    let mut victim = journal.signed_in(Who::Teacher).await;
    let administrator = journal.signed_in(Who::Administrator).await.client();
    let session = sessions(&victim.client()).await.remove(0);
    administrator.post(&end_of(&session), &json!({})).await.is(404);
    assert!(victim.is_in().await);
    assert!(sessions(&administrator).await.iter().all(|own| own["session_id"] != session["session_id"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_class_leader_restores_the_access_of_a_pupil_of_their_own_class_and_of_no_other() {
    let journal = staffed().await;
    let mut pupil = journal.visitor(AIGERIM).await;
    let leader = journal.signed_in(Who::ClassLeader).await.client();
    let before = history(journal.pool(), SCHOOL.institution()).await;
    leader.post(&format!("{}/restoration", account(YERLAN)), &json!({})).await.is(404);
    assert_eq!(history(journal.pool(), SCHOOL.institution()).await, before);

    let keyed = leader.with("idempotency-key", "restore-1");
    let path = format!("{}/restoration", account(AIGERIM));
    let restored = keyed.post(&path, &json!({})).await.is(201).json();
    // The answer was lost: sent again, the request has the same one.
    assert_eq!(keyed.post(&path, &json!({})).await.is(201).json(), restored);
    let code = restored["code"].as_str().unwrap();
    let mut guest = journal.stranger();
    guest.login = "aigerim-anew".to_owned();
    guest.join(code).await.is(303);
    assert!(guest.is_in().await);
    assert!(!pupil.is_in().await, "whoever had got in before is out");
    // A code that was used is not told again.
    assert_eq!(keyed.post(&path, &json!({})).await.is(201).json()["code"], Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_are_invited_at_once_and_whoever_has_come_is_passed_over() {
    let journal = staffed().await;
    journal.visitor(AIGERIM).await;
    let administrator = journal.signed_in(Who::Administrator).await.client();
    let people = [AIGERIM, SCHOOL.pupil(2), SCHOOL.pupil(3), SCHOOL.pupil(3)];
    let keyed = administrator.with("idempotency-key", "invite-1");
    let invited = keyed.post("/api/v1/invitations", &json!({ "person_ids": people })).await.is(201).json();
    let items = invited["items"].as_array().unwrap();
    assert_eq!(items.len(), 2);
    let codes: Vec<&str> = items.iter().map(|item| item["code"].as_str().unwrap()).collect();
    assert_ne!(codes[0], codes[1]);
    let again = keyed.post("/api/v1/invitations", &json!({ "person_ids": people })).await;
    assert_eq!(again.is(201).json(), invited);
    let mut guest = journal.stranger();
    guest.login = "guest".to_owned();
    guest.join(codes[1]).await.is(303);
    assert!(guest.is_in().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn invitations_for_nobody_too_many_and_strangers_are_refused() {
    let journal = staffed().await;
    let administrator = journal.signed_in(Who::Administrator).await.client();
    let before = head(journal.pool(), SCHOOL.institution()).await;
    let crowd: Vec<PersonId> = (1..=501).map(|number| SCHOOL.pupil(number)).collect();
    for people in [vec![], crowd] {
        let refused = administrator.post("/api/v1/invitations", &json!({ "person_ids": people })).await;
        assert_eq!(refused.is(422).json()["errors"][0]["pointer"], "/person_ids");
    }
    let one_unknown = json!({ "person_ids": [AIGERIM, SCHOOL.pupil(999)] });
    administrator.post("/api/v1/invitations", &one_unknown).await.is(404);
    assert_eq!(head(journal.pool(), SCHOOL.institution()).await, before);
    let director = journal.signed_in(Who::Director).await.client();
    director.post("/api/v1/invitations", &json!({ "person_ids": [AIGERIM] })).await.is(404);
}
