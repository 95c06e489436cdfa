//! What is checked before a store is used.

use sqlx::PgPool;

use super::StoreError;
use super::provision::MIGRATIONS;
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
pub(super) async fn not_superuser(pool: &PgPool) -> Result<(), StoreError> {
    let (superuser, user): (bool, String) =
        sqlx::query_as("SELECT rolsuper, rolname::text FROM pg_roles WHERE rolname = current_user")
            .fetch_one(pool)
            .await?;
    if superuser {
        return Err(StoreError::Refused(format!(
            "the program refuses to connect as the superuser \"{user}\"; give that connection to \
             `dayek migrate --admin-url` once, and connect as dayek_app"
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
