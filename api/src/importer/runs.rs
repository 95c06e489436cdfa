//! Which bundles have been imported, and which have begun and not ended.

use dayek_domain::id::InstitutionId;
use sqlx::PgPool;
use uuid::Uuid;

fn ids(schools: &[InstitutionId]) -> Vec<Uuid> {
    schools.iter().map(|school| school.0).collect()
}

/// Whether this very bundle was imported to its end into all of these institutions.
pub(super) async fn all_finished(
    pool: &PgPool,
    schools: &[InstitutionId],
    digest: [u8; 32],
) -> Result<bool, sqlx::Error> {
    let (finished,): (i64,) = sqlx::query_as(
        "SELECT count(*) FROM import_run
         WHERE institution_id = ANY($1) AND bundle_digest = $2 AND finished_at IS NOT NULL",
    )
    .bind(ids(schools))
    .bind(digest.as_slice())
    .fetch_one(pool)
    .await?;
    Ok(!schools.is_empty() && usize::try_from(finished) == Ok(schools.len()))
}

pub(crate) async fn begin(
    pool: &PgPool,
    school: InstitutionId,
    digest: [u8; 32],
    source: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO import_run (institution_id, bundle_digest, source) VALUES ($1, $2, $3)
         ON CONFLICT (institution_id, bundle_digest) DO UPDATE SET finished_at = NULL, started_at = now()",
    )
    .bind(school.0)
    .bind(digest.as_slice())
    .bind(source)
    .execute(pool)
    .await?;
    Ok(())
}

pub(crate) async fn finish(
    pool: &PgPool,
    school: InstitutionId,
    digest: [u8; 32],
    events: u64,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE import_run SET finished_at = now(), events = events + $3
         WHERE institution_id = $1 AND bundle_digest = $2",
    )
    .bind(school.0)
    .bind(digest.as_slice())
    .bind(i64::try_from(events).unwrap_or(i64::MAX))
    .execute(pool)
    .await?;
    Ok(())
}

/// Institutions that bundles of this source were imported into.
pub(super) async fn institutions_of(pool: &PgPool, source: &str) -> Result<Vec<InstitutionId>, sqlx::Error> {
    let rows: Vec<(Uuid,)> =
        sqlx::query_as("SELECT DISTINCT institution_id FROM import_run WHERE source = $1 ORDER BY 1")
            .bind(source)
            .fetch_all(pool)
            .await?;
    Ok(rows.into_iter().map(|(id,)| InstitutionId(id)).collect())
}
