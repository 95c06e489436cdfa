//! How the log and the read models stand, for people and for monitoring.

use serde::Serialize;
use sqlx::PgPool;
use uuid::Uuid;

use super::DeliveryError;

/// The state of the whole store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Status {
    pub events: i64,
    pub institutions: Vec<InstitutionStatus>,
    pub projections: Vec<ProjectionStatus>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct InstitutionStatus {
    pub id: Uuid,
    pub name: Option<String>,
    pub events: i64,
    /// Whether an import has begun and not ended; its data is not complete until it has.
    pub import_unfinished: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct ProjectionStatus {
    pub name: String,
    pub version: i32,
    pub state: String,
    pub events_behind: i64,
    /// Events set aside because they could not be applied.
    pub parked: i64,
    /// The streams they are of; nothing of these is shown any more.
    pub parked_streams: i64,
    pub last_error: Option<String>,
}

/// Reads the state of the whole store.
pub async fn status(pool: &PgPool) -> Result<Status, DeliveryError> {
    let institutions: Vec<InstitutionStatus> = sqlx::query_as(
        "SELECT h.institution_id AS id, i.name, h.last_position AS events,
                EXISTS (SELECT 1 FROM import_run r WHERE r.institution_id = h.institution_id AND r.finished_at IS NULL)
                  AS import_unfinished
         FROM institution_head h LEFT JOIN read.institution i ON i.institution_id = h.institution_id
         ORDER BY i.name NULLS FIRST, h.institution_id",
    )
    .fetch_all(pool)
    .await?;
    let projections = sqlx::query_as(
        "SELECT v.projection AS name, v.version, v.state,
                coalesce(sum(h.last_position - coalesce(c.position, 0)), 0)::bigint AS events_behind,
                (SELECT count(*) FROM projection_dead_letter d WHERE d.schema_name = v.schema_name) AS parked,
                (SELECT count(DISTINCT (d.institution_id, d.aggregate_type, d.aggregate_id))
                 FROM projection_dead_letter d WHERE d.schema_name = v.schema_name) AS parked_streams,
                max(c.last_error) AS last_error
         FROM projection_version v
         LEFT JOIN institution_head h ON true
         LEFT JOIN projection_checkpoint c ON c.schema_name = v.schema_name AND c.institution_id = h.institution_id
         WHERE v.state IN ('building', 'active')
         GROUP BY v.projection, v.version, v.state, v.schema_name
         ORDER BY v.projection, v.state",
    )
    .fetch_all(pool)
    .await?;
    let events = institutions.iter().map(|institution| institution.events).sum();
    Ok(Status { events, institutions, projections })
}
