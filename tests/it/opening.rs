//! A store that would put the record at risk is not opened, and the refusal says what to do.

use std::fs;
use std::path::Path;

use dayek::entropy::SystemEntropy;
use dayek::store::{APP_ROLE, DATABASE, Location, RUNNER_ROLE, Store, password};
use dayek::vault::RootKey;
use dayek_tests::guardian::Guarded;
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions as _, Executor as _, PgConnection};

const SUPERUSER: &str = "dayek_admin";

/// Of the log's role and of the read models' role.
type Addresses = (Option<String>, Option<String>);

const EMBEDDED: Addresses = (None, None);

async fn open(data_dir: &Path, (database_url, runner_url): Addresses) -> Result<Store, String> {
    let location = Location { data_dir: Some(data_dir.to_owned()), database_url, runner_url };
    Store::open(&location, &|_| {}).await.map_err(|error| error.to_string())
}

async fn refusal(data_dir: &Path, addresses: Addresses) -> String {
    match open(data_dir, addresses).await {
        Err(refusal) => refusal,
        Ok(_) => panic!("it was opened"),
    }
}

fn root_of(data_dir: &Path) -> RootKey {
    RootKey::open_or_make(&data_dir.join("keys/root.key"), &SystemEntropy).unwrap().0
}

fn options(data_dir: &Path, role: &str, secret: &str, database: &str) -> PgConnectOptions {
    let secret = password(&root_of(data_dir), secret);
    let socket = data_dir.join("run");
    PgConnectOptions::new_without_pgpass().socket(socket).username(role).password(&secret).database(database)
}

/// The address with which a role signs in.
fn url(data_dir: &Path, role: &str, database: &str) -> String {
    let secret = if role == SUPERUSER { "superuser" } else { role };
    options(data_dir, role, secret, database).to_url_lossy().to_string()
}

/// Both roles as they should be.
fn both(data_dir: &Path, database: &str) -> Addresses {
    (Some(url(data_dir, APP_ROLE, database)), Some(url(data_dir, RUNNER_ROLE, database)))
}

async fn superuser(data_dir: &Path, database: &str) -> PgConnection {
    options(data_dir, SUPERUSER, "superuser", database).connect().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_would_put_the_record_at_risk_is_not_opened() {
    let guarded = Guarded::new();
    let data_dir = guarded.data_dir();
    let store = open(&data_dir, EMBEDDED).await.unwrap();

    let (app, runner) = both(&data_dir, DATABASE);
    let refused = refusal(&data_dir, (Some(url(&data_dir, SUPERUSER, DATABASE)), runner)).await;
    assert!(refused.contains("refuses to connect as the superuser"), "{refused}");
    let refused = refusal(&data_dir, (app, Some(url(&data_dir, SUPERUSER, DATABASE)))).await;
    assert!(refused.contains("refuses to connect as the superuser"), "{refused}");

    superuser(&data_dir, "postgres").await.execute("CREATE DATABASE empty").await.unwrap();
    let refused = refusal(&data_dir, both(&data_dir, "empty")).await;
    assert!(refused.contains("no tables of dayek yet") && refused.contains("dayek migrate"), "{refused}");

    let mut admin = superuser(&data_dir, DATABASE).await;
    admin.execute("UPDATE _sqlx_migrations SET version = version + 1000 WHERE version = 9").await.unwrap();
    let refused = refusal(&data_dir, both(&data_dir, DATABASE)).await;
    assert!(refused.contains("lacks migration 9"), "{refused}");
    admin.execute("UPDATE _sqlx_migrations SET version = 9 WHERE version = 1009").await.unwrap();

    admin.execute("ALTER ROLE dayek_app SET synchronous_commit = off").await.unwrap();
    let refused = refusal(&data_dir, both(&data_dir, DATABASE)).await;
    assert!(refused.contains("synchronous_commit = off"), "{refused}");
    admin.execute("ALTER ROLE dayek_app RESET synchronous_commit").await.unwrap();

    let elsewhere = guarded.folder().join("other");
    let refused = refusal(&elsewhere, both(&data_dir, DATABASE)).await;
    assert!(refused.contains("not the one this database was made with"), "{refused}");

    drop(admin);
    open(&data_dir, both(&data_dir, DATABASE)).await.unwrap().close().await.unwrap();
    store.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_writes_the_log_and_whoever_keeps_read_models_must_be_two() {
    let guarded = Guarded::new();
    let data_dir = guarded.data_dir();
    let store = open(&data_dir, EMBEDDED).await.unwrap();
    let (app, runner) = both(&data_dir, DATABASE);

    for alone in [(app.clone(), None), (None, runner)] {
        let refused = refusal(&data_dir, alone).await;
        assert!(refused.contains("takes two addresses") && refused.contains("dayek migrate"), "{refused}");
    }

    let refused = refusal(&data_dir, (app.clone(), app.clone())).await;
    assert!(refused.contains("may also read keys or write the log"), "{refused}");

    let mut admin = superuser(&data_dir, DATABASE).await;
    admin.execute("CREATE DATABASE empty").await.unwrap();
    let refused = refusal(&data_dir, (app, Some(url(&data_dir, RUNNER_ROLE, "empty")))).await;
    assert!(refused.contains("leads to another database"), "{refused}");

    for (given, taken, reason) in [
        (
            "GRANT UPDATE ON projection_checkpoint TO dayek_app",
            "REVOKE UPDATE ON projection_checkpoint FROM dayek_app",
            "may also write read models",
        ),
        (
            "GRANT USAGE ON SCHEMA keys TO dayek_runner",
            "REVOKE USAGE ON SCHEMA keys FROM dayek_runner",
            "may also read keys or write the log",
        ),
        (
            "REVOKE UPDATE ON projection_checkpoint FROM dayek_runner",
            "GRANT UPDATE ON projection_checkpoint TO dayek_runner",
            "may not make or write them",
        ),
    ] {
        admin.execute(given).await.unwrap();
        let refused = refusal(&data_dir, both(&data_dir, DATABASE)).await;
        assert!(refused.contains(reason), "{given}: {refused}");
        admin.execute(taken).await.unwrap();
    }

    drop(admin);
    open(&data_dir, both(&data_dir, DATABASE)).await.unwrap().close().await.unwrap();
    store.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_data_folder_whose_root_key_is_lost_or_another_is_not_opened_and_gets_no_new_key() {
    let guarded = Guarded::new();
    let data_dir = guarded.data_dir();
    open(&data_dir, EMBEDDED).await.unwrap().close().await.unwrap();
    let (key, aside) = (data_dir.join("keys/root.key"), data_dir.join("keys/aside"));

    fs::rename(&key, &aside).unwrap();
    let refused = refusal(&data_dir, EMBEDDED).await;
    assert!(refused.contains("has a database but no root key"), "{refused}");
    assert!(!key.exists(), "a new key would only hide the loss");

    RootKey::open_or_make(&key, &SystemEntropy).unwrap();
    let refused = refusal(&data_dir, EMBEDDED).await;
    assert!(refused.contains("not the one this database was made with"), "{refused}");

    fs::rename(&aside, &key).unwrap();
    open(&data_dir, EMBEDDED).await.unwrap().close().await.unwrap();
}
