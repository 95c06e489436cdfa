//! The ceiling: the same rows by one INSERT into a copy of the table, without reading the column,
//! checking its version or giving dense positions.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use sqlx::PgPool;

use super::contestant::Contestant;
use super::made::{Made, new_events};
use super::streams::Slot;

const INSERT: &str = "INSERT INTO bench.events (aggregate_type, aggregate_id, sequence, event_type, event_version,
      payload, metadata, institution_id, position, event_id, recorded_at, blind, mac)
    SELECT 'assessment', $1, $2 + u.ord, u.event_type, u.event_version, u.payload::json, $3::json, $4, $5 + u.ord,
      u.event_id, clock_timestamp(), u.blind, u.mac
    FROM unnest($6::text[], $7::text[], $8::text[], $9::uuid[], $10::bytea[], $11::bytea[])
      WITH ORDINALITY u(event_type, event_version, payload, event_id, blind, mac, ord)";

pub(super) struct Plain {
    pool: PgPool,
    made: Arc<Made>,
    /// Positions, unique in the whole copy.
    given: AtomicI64,
}

impl Plain {
    pub(super) async fn open(pool: PgPool, made: Arc<Made>) -> Self {
        let copy = "CREATE SCHEMA bench; CREATE TABLE bench.events (LIKE public.events INCLUDING ALL)";
        sqlx::raw_sql(copy).execute(&pool).await.unwrap();
        Self { pool, made, given: AtomicI64::new(0) }
    }
}

impl Contestant for Plain {
    fn fill(&self, _: &[Slot]) -> impl Future<Output = ()> + Send {
        std::future::ready(())
    }

    async fn act(&self, slot: Slot, events: u64) {
        let made = &self.made;
        let range = new_events(slot.version, events);
        let count = i64::try_from(events).unwrap();
        let done = sqlx::query(INSERT)
            .bind(slot.id.to_string())
            .bind(i64::try_from(slot.version).unwrap())
            .bind(&made.metadata)
            .bind(slot.institution.0)
            .bind(self.given.fetch_add(count, Ordering::Relaxed))
            .bind(&made.event_types[range.clone()])
            .bind(&made.event_versions[range.clone()])
            .bind(&made.payloads[range.clone()])
            .bind(&made.event_ids[range.clone()])
            .bind(&made.blinds[range.clone()])
            .bind(&made.macs[range])
            .execute(&self.pool)
            .await
            .unwrap();
        assert_eq!(done.rows_affected(), events);
    }
}
