//! What is checked before a store is used.

use sqlx::PgPool;

use super::StoreError;
use super::provision::{APP_ROLE, MIGRATIONS, RUNNER_ROLE};
use crate::vault::RootKey;

pub(super) const OTHER_ROOT_KEY: &str = "the root key file is not the one this database was made with; put the right keys/root.key back. \
     With a wrong one no name could be read and no event could be authenticated";

/// A log that can lose acknowledged marks is no record.
pub(super) async fn durable(pool: &PgPool) -> Result<(), StoreError> {
    for setting in ["fsync", "full_page_writes", "synchronous_commit"] {
        let (value,): (String,) =
            sqlx::query_as("SELECT current_setting($1)").bind(setting).fetch_one(pool).await?;
        if value == "off" {
            return Err(StoreError::Refused(format!(
                "the database server runs with {setting} = off and can lose marks it has confirmed; switch it on"
            )));
        }
    }
    Ok(())
}

/// A superuser could change events; the program must not be able to.
pub(super) async fn not_superuser(pool: &PgPool, role: &str) -> Result<(), StoreError> {
    let (superuser, user): (bool, String) =
        sqlx::query_as("SELECT rolsuper, rolname::text FROM pg_roles WHERE rolname = current_user")
            .fetch_one(pool)
            .await?;
    if superuser {
        return Err(StoreError::Refused(format!(
            "the program refuses to connect as the superuser \"{user}\"; give that connection to \
             `dayek migrate --admin-url` once, and connect as {role}"
        )));
    }
    Ok(())
}

/// Tables of another release are left alone.
pub(super) async fn migrated(pool: &PgPool) -> Result<(), StoreError> {
    let advice = "run `dayek migrate --admin-url URL` as a superuser of that server";
    let (exists,): (bool,) =
        sqlx::query_as("SELECT to_regclass('public._sqlx_migrations') IS NOT NULL").fetch_one(pool).await?;
    if !exists {
        return Err(StoreError::Refused(format!("this database has no tables of dayek yet; {advice}")));
    }
    let applied: Vec<(i64, Vec<u8>)> =
        sqlx::query_as("SELECT version, checksum FROM _sqlx_migrations WHERE success ORDER BY version")
            .fetch_all(pool)
            .await?;
    for migration in MIGRATIONS.iter() {
        match applied.iter().find(|(version, _)| *version == migration.version) {
            None => {
                return Err(StoreError::Refused(format!(
                    "this database lacks migration {} of this release; {advice}",
                    migration.version
                )));
            }
            Some((_, checksum)) if *checksum != *migration.checksum => {
                return Err(StoreError::Refused(format!(
                    "migration {} of this database is not the one of this release; use the release it was made with",
                    migration.version
                )));
            }
            Some(_) => {}
        }
    }
    let newest = MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or_default();
    match applied.iter().find(|(version, _)| *version > newest) {
        None => Ok(()),
        Some((version, _)) => Err(StoreError::Refused(format!(
            "this database was brought up to migration {version} by a newer release; use that release"
        ))),
    }
}

/// Whoever adds to the log keeps no read model; whoever keeps read models reads no key and adds nothing.
pub(super) async fn apart(app: &PgPool, runner: &PgPool) -> Result<(), StoreError> {
    let refuse = |reason: &str| {
        Err(StoreError::Refused(format!(
            "{reason}; run `dayek migrate --admin-url URL` as a superuser of that server, and connect as {APP_ROLE} \
             with --database-url and as {RUNNER_ROLE} with --runner-url"
        )))
    };
    if place(app).await? != place(runner).await? {
        return refuse("the address for read models leads to another database than that of the log");
    }
    let (app_keeps,): (bool,) = sqlx::query_as(
        "SELECT has_table_privilege('public.projection_checkpoint', 'UPDATE')
             OR has_database_privilege(current_database(), 'CREATE')",
    )
    .fetch_one(app)
    .await?;
    if app_keeps {
        return refuse("the role that writes the log may also write read models");
    }
    let (opens, adds, keeps): (bool, bool, bool) = sqlx::query_as(
        "SELECT has_schema_privilege('keys', 'USAGE'),
                EXISTS (SELECT 1 FROM pg_proc p
                        WHERE p.proname = 'append_events' AND has_function_privilege(p.oid, 'EXECUTE')),
                has_table_privilege('public.projection_checkpoint', 'UPDATE')
                  AND has_database_privilege(current_database(), 'CREATE')",
    )
    .fetch_one(runner)
    .await?;
    match (opens || adds, keeps) {
        (true, _) => refuse("the role that keeps read models may also read keys or write the log"),
        (false, false) => refuse("the role that is to keep read models may not make or write them"),
        (false, true) => Ok(()),
    }
}

/// Which database of which server this is.
async fn place(pool: &PgPool) -> Result<(String, String), sqlx::Error> {
    sqlx::query_as("SELECT current_database()::text, extract(epoch FROM pg_postmaster_start_time())::text")
        .fetch_one(pool)
        .await
}

/// The first start notes which root key the database belongs to; every later one compares.
pub(super) async fn root_key(pool: &PgPool, root: &RootKey) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO keys.installation (root_key_check) VALUES ($1) ON CONFLICT DO NOTHING")
        .bind(root.check().as_slice())
        .execute(pool)
        .await?;
    let (noted,): (Vec<u8>,) =
        sqlx::query_as("SELECT root_key_check FROM keys.installation").fetch_one(pool).await?;
    if noted == root.check() { Ok(()) } else { Err(StoreError::Refused(OTHER_ROOT_KEY.to_owned())) }
}
