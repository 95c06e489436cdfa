//! The second line of defence: what each role of the database may not do, tried.

use dayek::store::{APP_ROLE, AUDITOR_ROLE, SEALER_ROLE};
use dayek_tests::journal::{Journal, school};
use dayek_tests::school::{AIGERIM, give};
use sqlx::{Connection as _, PgConnection};

/// Tables that hold keys, credentials and other things that only the program works with.
const SECRETS: [&str; 7] = [
    "keys.person_key",
    "credential",
    "second_factor",
    "session",
    "login_name",
    "invitation_code",
    "api_token",
];

/// What the database answers a role to a statement; `None`: it was carried out.
async fn refusal(journal: &Journal, role: &str, statement: &str) -> Option<String> {
    let mut connection = journal.database.admin().await;
    let mut attempt = connection.begin().await.unwrap();
    sqlx::raw_sql(&format!("SET LOCAL ROLE {role}")).execute(&mut *attempt).await.unwrap();
    let answer = sqlx::raw_sql(statement).execute(&mut *attempt).await;
    let refusal = answer.err().map(|error| error.to_string());
    attempt.rollback().await.unwrap();
    PgConnection::close(connection).await.unwrap();
    refusal
}

async fn must_refuse(journal: &Journal, role: &str, statement: &str) {
    let told = refusal(journal, role, statement).await;
    let is_denied = told.as_deref().is_some_and(|told| told.contains("permission denied"));
    assert!(is_denied, "{role} may: {statement} ({told:?})");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_program_writes_events_through_the_function_alone() {
    let journal = school().open().await;
    journal.run(give(AIGERIM, 9)).await;
    for statement in [
        "INSERT INTO events SELECT * FROM events LIMIT 1",
        "UPDATE events SET event_type = 'rained'",
        "DELETE FROM events",
        "TRUNCATE events",
        "UPDATE institution_head SET last_position = 0",
        "INSERT INTO institution_head (institution_id) VALUES (gen_random_uuid())",
        "DELETE FROM command_log",
        "DELETE FROM keys.person_key",
        "UPDATE keys.person_key SET wrapped = NULL",
        "ALTER TABLE events DISABLE TRIGGER ALL",
        "CREATE TABLE public.mine (n int)",
    ] {
        let told = refusal(&journal, APP_ROLE, statement).await;
        let is_denied = told
            .as_deref()
            .is_some_and(|told| told.contains("permission denied") || told.contains("must be owner"));
        assert!(is_denied, "the program may: {statement} ({told:?})");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_reads_the_log_from_outside_reads_nothing_else_and_writes_nothing() {
    let journal = school().open().await;
    journal.run(give(AIGERIM, 9)).await;
    for role in [AUDITOR_ROLE, SEALER_ROLE] {
        for table in ["events", "institution_head"] {
            assert_eq!(refusal(&journal, role, &format!("SELECT * FROM {table}")).await, None);
        }
        for table in SECRETS {
            must_refuse(&journal, role, &format!("SELECT * FROM {table}")).await;
        }
        must_refuse(&journal, role, "SELECT open_institution(gen_random_uuid())").await;
        must_refuse(&journal, role, "INSERT INTO events SELECT * FROM events LIMIT 1").await;
        must_refuse(&journal, role, "SELECT * FROM read.person").await;
    }
}
