//! Every route there is: closed to those without a token, and blind to other schools.

use chrono::TimeDelta;
use dayek::clock;
use dayek::tokens::issue;
use dayek_domain::access::Role;
use dayek_tests::client::Answer;
use dayek_tests::history::history;
use dayek_tests::journal::{Journal, school};
use dayek_tests::routes::operations;
use dayek_tests::school::{AIGERIM, OTHER_SCHOOL, SCHOOL, School, give};
use serde_json::Value;

/// Routes that need no token, each with its reason.
const OPEN: [(&str, &str); 4] = [
    ("/livez", "asked by whatever keeps the program running"),
    ("/readyz", "asked by whatever sends requests to it"),
    ("/api/v1/openapi.json", "says how to ask, and nothing of any school"),
    ("/calendar/{file}", "a calendar program has nothing but the secret address"),
];

#[tokio::test(flavor = "multi_thread")]
async fn nobody_gets_anywhere_without_a_token() {
    let journal = school().open().await;
    let before = history(journal.pool(), SCHOOL.institution()).await;
    let operations = operations();
    assert!(operations.len() > 20, "only {} operations were found", operations.len());
    for operation in &operations {
        let answer = operation.ask(&journal.anonymous(), SCHOOL).await;
        let is_open = OPEN.iter().any(|(path, _)| *path == operation.template);
        assert_eq!(answer.status != 401, is_open, "{} {}", operation.method, operation.template);
        if !is_open {
            assert_eq!(answer.header("content-type"), Some("application/problem+json"));
            assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
        }
    }
    for (path, reason) in OPEN {
        assert!(operations.iter().any(|it| it.template == path), "{path} ({reason}) is not needed any more");
    }
    assert_eq!(history(journal.pool(), SCHOOL.institution()).await, before);
}

/// Tokens that look like one of the administrator's and are none.
async fn false_tokens(journal: &Journal, good: &str) -> Vec<String> {
    let parts: Vec<&str> = good.splitn(4, '_').collect();
    let [prefix, institution, id, secret] = parts.as_slice() else {
        panic!("the form of a token has changed")
    };
    let other = OTHER_SCHOOL.institution().0.as_simple().to_string();
    let forged = secret.chars().rev().collect::<String>();
    let entropy = journal.store.entropy.as_ref();
    let (school, person) = (SCHOOL.institution(), SCHOOL.algebra_teacher());
    let an_hour_ago = Some(clock::now() - TimeDelta::hours(1));
    let expired = issue(journal.pool(), entropy, school, person, "test", an_hour_ago).await.unwrap();
    let revoked = issue(journal.pool(), entropy, school, person, "test", None).await.unwrap();
    sqlx::query("UPDATE api_token SET revoked_at = now() WHERE institution_id = $1 AND token_id = $2")
        .bind(school.0)
        .bind(revoked.id)
        .execute(journal.pool())
        .await
        .unwrap();
    vec![
        String::new(),
        "dayek".to_owned(),
        format!("{prefix}_{institution}_{id}_{forged}"),
        format!("{prefix}_{other}_{id}_{secret}"),
        format!("{prefix}_{institution}_{institution}_{secret}"),
        format!("{good}x"),
        expired.text.to_string(),
        revoked.text.to_string(),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_is_forged_expired_or_revoked_is_none() {
    let journal = school().open().await;
    journal.add_school(OTHER_SCHOOL).await;
    let good = journal.token_for(Role::Administrator).await;
    journal.client(&good).get("/api/v1/me").await.is(200);
    for token in false_tokens(&journal, &good).await {
        journal.client(&token).get("/api/v1/me").await.is(401);
    }
    journal.client(&good).with("authorization", &format!("Bearer {good}")).get("/api/v1/me").await.is(401);
}

/// A school that does not exist.
const NOWHERE: School = School::numbered(0x4d);

/// What an answer says, with the ids of the school it was asked about made the same for all.
fn told(answer: &Answer, about: &str) -> Value {
    let text = String::from_utf8_lossy(&answer.body).replace(about, "school");
    let mut told = serde_json::from_str(&text).unwrap_or(Value::String(text));
    if let Some(fields) = told.as_object_mut() {
        fields.remove("request_id");
    }
    told
}

/// Changes that name nothing of any school, each with its reason.
const OWN: [(&str, &str); 10] = [
    ("register_person", "adds somebody to one's own school"),
    ("issue_token", "concerns nobody but the one who asks, in their own school"),
    ("place_institution", "says of one's own school alone under whom it stands"),
    ("change_profile", "says of one's own school how it is reached"),
    ("switch_function", "says which pages one's own school uses"),
    ("switch_mark_kind", "says which marks one's own school gives"),
    ("define_study_year", "makes a study year of one's own school"),
    ("add_subject", "makes a subject of one's own school"),
    ("add_building", "makes a building of one's own school"),
    ("add_room", "makes a room of one's own school"),
];

#[tokio::test(flavor = "multi_thread")]
async fn what_belongs_to_another_school_looks_like_what_is_nowhere() {
    let journal = school().open().await;
    journal.run(give(AIGERIM, 9)).await;
    journal.add_school(OTHER_SCHOOL).await;
    let stranger = journal.client(&journal.token_in(OTHER_SCHOOL, Role::Administrator).await);
    journal.caught_up().await;
    let before = history(journal.pool(), SCHOOL.institution()).await;
    for (name, reason) in OWN {
        assert!(operations().iter().any(|it| it.name == name), "{name} ({reason}) is not needed any more");
    }
    for operation in operations() {
        if OWN.iter().any(|(name, _)| *name == operation.name) {
            continue;
        }
        let route = format!("{} {}", operation.method, operation.template);
        let theirs = operation.ask(&stranger, SCHOOL).await;
        let nowhere = operation.ask(&stranger, NOWHERE).await;
        assert_eq!(theirs.status, nowhere.status, "{route}");
        assert_eq!(told(&theirs, "00000001-"), told(&nowhere, "0000004d-"), "{route}");
        if operation.changes_something() {
            assert!(theirs.status.is_client_error(), "{route}: {}", theirs.status);
        } else if operation.path(SCHOOL) == operation.path(NOWHERE) {
            let text = String::from_utf8_lossy(&theirs.body);
            assert!(!text.contains("00000001-0000"), "{route} shows another school: {text}");
        }
    }
    assert_eq!(history(journal.pool(), SCHOOL.institution()).await, before);
}

/// What the small school has none of, each with its reason.
const ABSENT: [(&str, &str); 11] = [
    ("revoke_token", "a token has an id by chance, which no route can name"),
    ("end_session", "a session has an id by chance too"),
    ("show_network", "a school has no institutions below it"),
    ("edit_building", "the small school has no building"),
    ("edit_room", "it has no room either"),
    ("retire_room", "so none can be retired"),
    ("show_timetable", "it has no timetable yet when it is asked for one"),
    ("preview_timetables", "nor when it is asked what publishing it would lead to"),
    ("publish_timetables", "nor when it is to be published"),
    ("revoke_calendar_feed", "an address of a calendar has an id by chance"),
    ("read_calendar", "and a secret, which no test can guess"),
];

/// Routes of which one of several parameters is needed, so that none is by itself.
const ASKED_TOO_LITTLE: [&str; 1] = ["show_week_xlsx"];

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_gets_through_every_route_of_their_own_school() {
    let journal = school().with_delivery().open().await;
    let administrator = journal.client(&journal.token_for(Role::Administrator).await);
    journal.caught_up().await;
    for (name, reason) in ABSENT {
        assert!(operations().iter().any(|it| it.name == name), "{name} ({reason}) is not needed any more");
    }
    for operation in operations() {
        let answer = operation.ask(&administrator, SCHOOL).await;
        if ABSENT.iter().any(|(name, _)| *name == operation.name) {
            assert_eq!(answer.status, 404, "{} {}", operation.method, operation.template);
            continue;
        }
        if ASKED_TOO_LITTLE.contains(&operation.name.as_str()) {
            assert_eq!(answer.json()["type"], "urn:dayek:problem:invalid-input", "{}", operation.template);
            continue;
        }
        let refused_by_a_rule = answer.status == 422 && answer.json()["type"] == "urn:dayek:problem:rule";
        assert!(
            answer.status.is_success() || refused_by_a_rule,
            "{} {}: {}",
            operation.method,
            operation.template,
            String::from_utf8_lossy(&answer.body)
        );
    }
}
