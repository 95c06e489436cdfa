//! Versions of a read model: their schemas, their tables, and which one is read.

use sqlx::{PgConnection, PgPool};

use super::DeliveryError;
use super::projection::{Projection, Table};

/// The database role that reads read models; the one that keeps them owns them.
pub const READER_ROLE: &str = "dayek_app";

/// The schema of a read model that is read and kept up to date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Active {
    pub schema: String,
    pub version: i32,
}

/// Makes sure that the read model's current version has a schema in use.
///
/// A version that has none is made here only when there is nothing to serve meanwhile; otherwise it is
/// for a rebuild to make it beside the older one. Safe to call from several processes at once.
pub async fn ensure_active(pool: &PgPool, projection: &dyn Projection) -> Result<Active, DeliveryError> {
    if let Some(active) = active(pool, projection.name()).await? {
        return Ok(active);
    }
    let mut transaction = pool.begin().await?;
    // Makes two processes that start together wait for each other.
    sqlx::query("LOCK TABLE projection_version IN SHARE ROW EXCLUSIVE MODE")
        .execute(&mut *transaction)
        .await?;
    if let Some(active) = active(&mut *transaction, projection.name()).await? {
        return Ok(active);
    }
    let schema = create(&mut transaction, projection).await?;
    create_indexes(&mut transaction, projection, &schema).await?;
    put_into_use(&mut transaction, projection, &schema).await?;
    transaction.commit().await?;
    Ok(Active { schema, version: projection.version() })
}

/// The version in use, if there is one.
pub(super) async fn active(
    db: impl sqlx::PgExecutor<'_>,
    name: &str,
) -> Result<Option<Active>, DeliveryError> {
    let row: Option<(String, i32)> = sqlx::query_as(
        "SELECT schema_name, version FROM projection_version WHERE projection = $1 AND state = 'active'",
    )
    .bind(name)
    .fetch_optional(db)
    .await?;
    Ok(row.map(|(schema, version)| Active { schema, version }))
}

/// Makes the schema and tables of a new build, without secondary indexes.
pub(super) async fn create(
    db: &mut PgConnection,
    projection: &dyn Projection,
) -> Result<String, DeliveryError> {
    let (build,): (i32,) = sqlx::query_as(
        "INSERT INTO projection_version (projection, version, build, schema_name, state)
         SELECT $1, $2, b.build, 'proj_' || $1 || '_v' || $2 || '_b' || b.build, 'building'
         FROM (SELECT coalesce(max(build), 0) + 1 AS build FROM projection_version WHERE projection = $1 AND version = $2) b
         RETURNING build",
    )
    .bind(projection.name())
    .bind(projection.version())
    .fetch_one(&mut *db)
    .await?;
    let schema = format!("proj_{}_v{}_b{build}", projection.name(), projection.version());
    run(db, &format!("CREATE SCHEMA {schema}")).await?;
    for table in projection.tables() {
        let Table { name, columns, key, .. } = table;
        run(
            db,
            &format!(
                "CREATE TABLE {schema}.{name} (institution_id uuid NOT NULL, {columns}, PRIMARY KEY (institution_id, {key}))"
            ),
        )
        .await?;
        run(db, &format!("SELECT distribute_by_institution('{schema}.{name}')")).await?;
    }
    Ok(schema)
}

pub(super) async fn create_indexes(
    db: &mut PgConnection,
    projection: &dyn Projection,
    schema: &str,
) -> Result<(), DeliveryError> {
    for table in projection.tables() {
        for columns in table.indexes {
            run(db, &format!("CREATE INDEX ON {schema}.{} (institution_id, {columns})", table.name)).await?;
        }
    }
    Ok(())
}

/// Points the views of the schema `read` at this build and retires the one before it.
pub(super) async fn put_into_use(
    db: &mut PgConnection,
    projection: &dyn Projection,
    schema: &str,
) -> Result<(), DeliveryError> {
    run(db, "SET LOCAL lock_timeout = '2s'").await?;
    let (is_there,): (bool,) =
        sqlx::query_as("SELECT to_regnamespace('read') IS NOT NULL").fetch_one(&mut *db).await?;
    if !is_there {
        run(db, "CREATE SCHEMA read").await?;
        // Once only: two swaps at the same time may not both grant on one schema.
        run(db, &format!("GRANT USAGE ON SCHEMA read TO {READER_ROLE}")).await?;
    }
    for table in projection.tables() {
        // Dropped and made again: a new version may have other columns.
        run(db, &format!("DROP VIEW IF EXISTS read.{}", table.name)).await?;
        run(db, &format!("CREATE VIEW read.{0} AS SELECT * FROM {schema}.{0}", table.name)).await?;
        // The tables stay closed: a view reads them with the rights of its owner.
        run(db, &format!("GRANT SELECT ON read.{} TO {READER_ROLE}", table.name)).await?;
    }
    sqlx::query("UPDATE projection_version SET state = 'retired' WHERE projection = $1 AND state = 'active'")
        .bind(projection.name())
        .execute(&mut *db)
        .await?;
    sqlx::query(
        "UPDATE projection_version SET state = 'active', activated_at = now() WHERE schema_name = $1",
    )
    .bind(schema)
    .execute(&mut *db)
    .await?;
    Ok(())
}

/// Removes a build that is not in use.
pub(super) async fn discard(pool: &PgPool, schema: &str) -> Result<(), DeliveryError> {
    let mut transaction = pool.begin().await?;
    run(&mut transaction, &format!("DROP SCHEMA IF EXISTS {schema} CASCADE")).await?;
    for table in ["projection_checkpoint", "projection_dead_letter", "projection_version"] {
        sqlx::query(&format!("DELETE FROM {table} WHERE schema_name = $1"))
            .bind(schema)
            .execute(&mut *transaction)
            .await?;
    }
    transaction.commit().await?;
    Ok(())
}

/// Schema and table names come from this program's own constants, never from input.
async fn run(db: &mut PgConnection, statement: &str) -> Result<(), DeliveryError> {
    sqlx::query(statement).execute(db).await?;
    Ok(())
}
