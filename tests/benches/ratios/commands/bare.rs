//! The two statements of a command with nothing around them: the column is read and its events are
//! appended, with arguments that were made beforehand.

use std::sync::Arc;

use sqlx::{PgPool, Row as _};

use super::contestant::Contestant;
use super::made::{Made, new_events};
use super::program::Program;
use super::streams::Slot;
use crate::marks::place;

const READ: &str = "SELECT sequence, event_type, event_version, payload::text FROM events
    WHERE institution_id = $1 AND aggregate_type = $2 AND aggregate_id = $3 ORDER BY sequence";

const APPEND: &str = "SELECT outcome, first_position, last_position, receipt, actual \
     FROM append_events($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";

pub(super) struct Bare {
    pool: PgPool,
    made: Arc<Made>,
    /// Both write the same columns, so the program fills them for both.
    program: Arc<Program>,
}

impl Bare {
    pub(super) const fn new(pool: PgPool, made: Arc<Made>, program: Arc<Program>) -> Self {
        Self { pool, made, program }
    }
}

impl Contestant for Bare {
    async fn fill(&self, fresh: &[Slot]) {
        self.program.fill(fresh).await;
    }

    async fn act(&self, slot: Slot, events: u64) {
        let id = slot.id.to_string();
        let rows = sqlx::query(READ)
            .bind(slot.institution.0)
            .bind("assessment")
            .bind(&id)
            .fetch_all(&self.pool)
            .await
            .unwrap();
        assert_eq!(rows.len(), place(slot.version));

        let made = &self.made;
        let range = new_events(slot.version, events);
        let row = sqlx::query(APPEND)
            .bind(slot.institution.0)
            .bind(vec!["assessment"])
            .bind(vec![id])
            .bind(vec![i64::try_from(slot.version).unwrap()])
            .bind(&made.streams[range.clone()])
            .bind(&made.event_ids[range.clone()])
            .bind(&made.event_types[range.clone()])
            .bind(&made.event_versions[range.clone()])
            .bind(&made.payloads[range.clone()])
            .bind(&made.metadata)
            .bind(&made.blinds[range.clone()])
            .bind(&made.macs[range])
            .bind(None::<&str>)
            .bind(None::<&[u8]>)
            .bind(&made.receipt)
            .fetch_one(&self.pool)
            .await
            .unwrap();
        assert_eq!(row.get::<&str, _>(0), "appended");
    }
}
