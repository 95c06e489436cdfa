//! The second line of defence: what each role of the database may not do, tried.

use dayek::store::{APP_ROLE, AUDITOR_ROLE, RUNNER_ROLE, SEALER_ROLE};
use dayek_projections::delivery::{Active, ensure_active, rebuild};
use dayek_tests::journal::{Journal, school};
use dayek_tests::school::{AIGERIM, DAULET, give};
use sqlx::{Connection as _, PgConnection};

/// Tables that hold keys, credentials and other things that only the program works with.
const SECRETS: [&str; 8] = [
    "keys.person_key",
    "credential",
    "second_factor",
    "session",
    "login_name",
    "invitation_code",
    "api_token",
    "calendar_feed",
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
    let is_denied = told
        .as_deref()
        .is_some_and(|told| told.contains("permission denied") || told.contains("must be owner"));
    assert!(is_denied, "{role} may: {statement} ({told:?})");
}

/// A table that the view `read.journal_mark` shows.
async fn table_of_marks(journal: &Journal) -> String {
    let projection = dayek_projections::journal::Journal;
    let Active { schema, .. } = ensure_active(journal.runner_pool(), &projection).await.unwrap();
    format!("{schema}.journal_mark")
}

async fn the_program_reads_read_models_alone(journal: &Journal) {
    assert_eq!(refusal(journal, APP_ROLE, "SELECT * FROM read.journal_mark").await, None);
    let table = table_of_marks(journal).await;
    for statement in [format!("SELECT * FROM {table}"), format!("UPDATE {table} SET value = 10")] {
        must_refuse(journal, APP_ROLE, &statement).await;
    }
    for statement in [
        "UPDATE read.journal_mark SET value = 10",
        "DELETE FROM read.journal_mark",
        "DROP VIEW read.journal_mark",
        "CREATE VIEW read.mine AS SELECT 1",
        "CREATE SCHEMA mine",
        "UPDATE projection_checkpoint SET position = 0",
        "TRUNCATE projection_checkpoint",
        "DELETE FROM projection_version",
        "DELETE FROM projection_dead_letter",
    ] {
        must_refuse(journal, APP_ROLE, statement).await;
    }
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
        must_refuse(&journal, APP_ROLE, statement).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_program_reads_read_models_and_writes_none() {
    let journal = school().open().await;
    journal.run(give(AIGERIM, 9)).await;
    journal.caught_up().await;
    the_program_reads_read_models_alone(&journal).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_keeps_read_models_reads_no_secret_and_adds_nothing_to_the_log() {
    let journal = school().open().await;
    journal.run(give(AIGERIM, 9)).await;
    for table in ["events", "institution_head"] {
        assert_eq!(refusal(&journal, RUNNER_ROLE, &format!("SELECT * FROM {table}")).await, None);
    }
    for table in SECRETS {
        must_refuse(&journal, RUNNER_ROLE, &format!("SELECT * FROM {table}")).await;
    }
    let append = format!("SELECT append_events({})", ["NULL"; 15].join(", "));
    must_refuse(&journal, RUNNER_ROLE, &append).await;
    for statement in [
        "SELECT open_institution(gen_random_uuid())",
        "INSERT INTO events SELECT * FROM events LIMIT 1",
        "UPDATE events SET event_type = 'rained'",
        "DELETE FROM events",
        "TRUNCATE events",
        "ALTER TABLE events DISABLE TRIGGER ALL",
        "UPDATE institution_head SET last_position = 0",
        "SELECT * FROM command_log",
        "SELECT * FROM keys.installation",
        "CREATE TABLE public.mine (n int)",
    ] {
        must_refuse(&journal, RUNNER_ROLE, statement).await;
    }
}

/// Owners and rights as an earlier release left them, when one role did both.
const AS_ONE_ROLE: &str = "
    REASSIGN OWNED BY dayek_runner TO dayek_app;
    REVOKE ALL ON events, institution_head, projection_version, projection_checkpoint, projection_dead_letter
      FROM dayek_runner;
    GRANT INSERT, UPDATE, DELETE ON projection_version, projection_checkpoint TO dayek_app;
    GRANT INSERT, DELETE ON projection_dead_letter TO dayek_app;
    DO $$ BEGIN
      EXECUTE format('GRANT CREATE ON DATABASE %I TO dayek_app', current_database());
      EXECUTE format('REVOKE CREATE ON DATABASE %I FROM dayek_runner', current_database());
    END $$;
    DELETE FROM _sqlx_migrations WHERE version = 13";

#[tokio::test(flavor = "multi_thread")]
async fn read_models_that_an_earlier_release_has_made_pass_to_who_keeps_them_now() {
    let journal = school().open().await;
    journal.run(give(AIGERIM, 9)).await;
    journal.caught_up().await;
    let mut admin = journal.database.admin().await;
    sqlx::raw_sql(AS_ONE_ROLE).execute(&mut admin).await.unwrap();
    admin.close().await.unwrap();
    assert_eq!(refusal(&journal, APP_ROLE, "UPDATE read.journal_mark SET value = 10").await, None);
    must_refuse(&journal, RUNNER_ROLE, "SELECT * FROM events").await;

    journal.database.prepare_again().await;
    the_program_reads_read_models_alone(&journal).await;
    journal.run(give(DAULET, 7)).await;
    journal.caught_up().await;
    let (marks,): (i64,) =
        sqlx::query_as("SELECT count(*) FROM read.journal_mark").fetch_one(journal.pool()).await.unwrap();
    assert_eq!(marks, 2);
    for projection in dayek_projections::all() {
        let built = rebuild(journal.runner_pool(), projection.as_ref(), true, &|_| ()).await.unwrap();
        assert_eq!(built.differences, Some(vec![]), "{}", built.projection);
    }
    the_program_reads_read_models_alone(&journal).await;
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
