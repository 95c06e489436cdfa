//! The log as it stands in the database, read past the program, and what must be true of it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use dayek_domain::assessment::AssessmentEvent;
use dayek_domain::fact::Fact;
use dayek_domain::id::InstitutionId;
use dayek_domain::points::Points;
use serde_json::Value;
use sqlx::{FromRow, PgPool};
use uuid::Uuid;

/// One row of the log.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Stored {
    pub position: i64,
    pub aggregate_type: String,
    pub aggregate_id: String,
    pub sequence: i64,
    pub event_type: String,
    pub event_version: String,
    pub payload: String,
    pub metadata: String,
    pub event_id: Uuid,
    pub recorded_at: DateTime<Utc>,
    pub blind: Vec<u8>,
    pub mac: Vec<u8>,
}

/// assessment, pupil, number
pub type Cell = (Uuid, Uuid, u8);

impl Stored {
    pub fn fact(&self) -> Fact {
        Fact::decode(&self.aggregate_type, &self.event_version, &self.payload).unwrap()
    }

    pub fn stream_id(&self) -> Uuid {
        self.aggregate_id.parse().unwrap()
    }

    /// The request this event came of.
    pub fn request(&self) -> Uuid {
        let metadata: Value = serde_json::from_str(&self.metadata).unwrap();
        metadata["request"].as_str().unwrap().parse().unwrap()
    }
}

/// Everything that has happened in an institution, in order.
pub async fn history(pool: &PgPool, institution: InstitutionId) -> Vec<Stored> {
    sqlx::query_as(
        "SELECT position, aggregate_type, aggregate_id, sequence, event_type, event_version,
                payload::text AS payload, metadata::text AS metadata, event_id, recorded_at, blind, mac
         FROM events WHERE institution_id = $1 ORDER BY position",
    )
    .bind(institution.0)
    .fetch_all(pool)
    .await
    .unwrap()
}

/// The last position of an institution's log, by its head.
pub async fn head(pool: &PgPool, institution: InstitutionId) -> i64 {
    let (position,): (i64,) =
        sqlx::query_as("SELECT last_position FROM institution_head WHERE institution_id = $1")
            .bind(institution.0)
            .fetch_one(pool)
            .await
            .unwrap();
    position
}

/// Positions run from 1 without a gap, and so do the sequences of every stream.
pub fn assert_dense(events: &[Stored]) {
    let mut sequences: BTreeMap<(&str, &str), i64> = BTreeMap::new();
    for (expected, event) in (1_i64..).zip(events) {
        assert_eq!(event.position, expected, "positions have a gap");
        let sequence = sequences.entry((&event.aggregate_type, &event.aggregate_id)).or_default();
        *sequence += 1;
        assert_eq!(event.sequence, *sequence, "{} {} has a gap", event.aggregate_type, event.aggregate_id);
    }
}

/// What every cell holds in the end. Each change must start from what its cell held then: an update
/// that was lost would show as a value that nobody changed.
pub fn marks_after(events: &[Stored]) -> BTreeMap<Cell, Points> {
    let mut cells = BTreeMap::new();
    for event in events {
        let Fact::Assessment(fact) = event.fact() else { continue };
        let assessment = event.stream_id();
        match fact {
            AssessmentEvent::MarkGiven { pupil_id, number, value, .. } => {
                let before = cells.insert((assessment, pupil_id.0, number), value);
                assert_eq!(before, None, "given twice at position {}", event.position);
            }
            AssessmentEvent::MarkChanged { pupil_id, number, from, to, .. } => {
                let before = cells.insert((assessment, pupil_id.0, number), to);
                assert_eq!(before, Some(from), "an update was lost before position {}", event.position);
            }
            AssessmentEvent::MarkWithdrawn { pupil_id, number, from, .. } => {
                let before = cells.remove(&(assessment, pupil_id.0, number));
                assert_eq!(before, Some(from), "an update was lost before position {}", event.position);
            }
            AssessmentEvent::AssessmentPlanned { .. }
            | AssessmentEvent::AssessmentReplanned { .. }
            | AssessmentEvent::StatusSet { .. }
            | AssessmentEvent::StatusCleared { .. } => {}
        }
    }
    cells
}
