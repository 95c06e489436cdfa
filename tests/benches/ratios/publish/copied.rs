//! The rows of a publication once more, by one INSERT into a copy of the log's table.

use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use sqlx::{FromRow, PgPool};
use uuid::Uuid;

const INSERT: &str = "INSERT INTO bench.events (aggregate_type, aggregate_id, sequence, event_type, event_version,
      payload, metadata, institution_id, position, event_id, recorded_at, blind, mac)
    SELECT u.aggregate_type, u.aggregate_id, u.sequence, u.event_type, u.event_version, u.payload::json,
      u.metadata::json, $1, u.position, u.event_id, u.recorded_at, u.blind, u.mac
    FROM unnest($2::text[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[], $9::bigint[],
      $10::uuid[], $11::timestamptz[], $12::bytea[], $13::bytea[])
      u(aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata, position, event_id,
        recorded_at, blind, mac)";

pub(super) struct Copied {
    pool: PgPool,
}

#[derive(FromRow)]
struct Event {
    aggregate_type: String,
    aggregate_id: String,
    sequence: i64,
    event_type: String,
    event_version: String,
    payload: String,
    metadata: String,
    position: i64,
    event_id: Uuid,
    recorded_at: DateTime<Utc>,
    blind: Vec<u8>,
    mac: Vec<u8>,
}

/// What one append has written, column by column.
#[derive(Default)]
pub(super) struct Rows {
    school: Uuid,
    aggregate_types: Vec<String>,
    aggregate_ids: Vec<String>,
    sequences: Vec<i64>,
    event_types: Vec<String>,
    event_versions: Vec<String>,
    payloads: Vec<String>,
    metadata: Vec<String>,
    positions: Vec<i64>,
    event_ids: Vec<Uuid>,
    recorded_at: Vec<DateTime<Utc>>,
    blinds: Vec<Vec<u8>>,
    macs: Vec<Vec<u8>>,
}

impl Rows {
    pub(super) fn len(&self) -> u64 {
        self.positions.len() as u64
    }

    pub(super) fn lessons(&self) -> u64 {
        self.event_types.iter().filter(|name| *name == "lesson_scheduled").count() as u64
    }
}

impl Copied {
    pub(super) async fn prepare(pool: PgPool) -> Self {
        let copy = "CREATE SCHEMA bench; CREATE TABLE bench.events (LIKE public.events INCLUDING ALL)";
        sqlx::raw_sql(copy).execute(&pool).await.unwrap();
        Self { pool }
    }

    /// What stands in a school's log from one position to another.
    pub(super) async fn rows(&self, school: Uuid, (first, last): (u64, u64)) -> Rows {
        let events: Vec<Event> = sqlx::query_as(
            "SELECT aggregate_type, aggregate_id, sequence, event_type, event_version, payload::text AS payload,
               metadata::text AS metadata, position, event_id, recorded_at, blind, mac
             FROM events WHERE institution_id = $1 AND position BETWEEN $2 AND $3 ORDER BY position",
        )
        .bind(school)
        .bind(i64::try_from(first).unwrap())
        .bind(i64::try_from(last).unwrap())
        .fetch_all(&self.pool)
        .await
        .unwrap();
        let mut rows = Rows { school, ..Rows::default() };
        for event in events {
            rows.aggregate_types.push(event.aggregate_type);
            rows.aggregate_ids.push(event.aggregate_id);
            rows.sequences.push(event.sequence);
            rows.event_types.push(event.event_type);
            rows.event_versions.push(event.event_version);
            rows.payloads.push(event.payload);
            rows.metadata.push(event.metadata);
            rows.positions.push(event.position);
            rows.event_ids.push(event.event_id);
            rows.recorded_at.push(event.recorded_at);
            rows.blinds.push(event.blind);
            rows.macs.push(event.mac);
        }
        rows
    }

    pub(super) async fn insert(&self, rows: &Rows) -> Duration {
        let start = Instant::now();
        let done = sqlx::query(INSERT)
            .bind(rows.school)
            .bind(&rows.aggregate_types)
            .bind(&rows.aggregate_ids)
            .bind(&rows.sequences)
            .bind(&rows.event_types)
            .bind(&rows.event_versions)
            .bind(&rows.payloads)
            .bind(&rows.metadata)
            .bind(&rows.positions)
            .bind(&rows.event_ids)
            .bind(&rows.recorded_at)
            .bind(&rows.blinds)
            .bind(&rows.macs)
            .execute(&self.pool)
            .await
            .unwrap();
        let elapsed = start.elapsed();
        assert_eq!(done.rows_affected(), rows.len());
        elapsed
    }
}
