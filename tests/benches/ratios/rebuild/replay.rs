//! The stock way to rebuild: `QueryReplay` over all events of one type into a view of the journal kind,
//! stored as one document for each column of marks.

#![expect(clippy::disallowed_types, reason = "the baseline that is compared against")]

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

use cqrs_es::persist::{GenericQuery, QueryReplay};
use cqrs_es::{EventEnvelope, View};
use dayek_domain::assessment::{AssessmentEvent, AssessmentPlan, PupilStatus};
use dayek_domain::id::PersonId;
use dayek_domain::points::Points;
use postgres_es::{PostgresEventRepository, PostgresViewRepository};
use serde::{Deserialize, Serialize};
use sqlx::PgPool;

use crate::commands::{Column, FRESH, open_stock, write_columns};
use crate::ground::Ground;
use crate::marks::fixed_id;
use crate::timing::per_second;

/// A column of the journal page.
#[derive(Debug, Default, Serialize, Deserialize)]
struct JournalColumn {
    plan: Option<AssessmentPlan>,
    marks: BTreeMap<PersonId, BTreeMap<u8, Cell<Points>>>,
    statuses: BTreeMap<PersonId, Cell<PupilStatus>>,
}

/// A value, who set it, and the event that did.
#[derive(Debug, Serialize, Deserialize)]
struct Cell<T> {
    value: Option<T>,
    set_by: Option<String>,
    revision: usize,
}

impl View<Column> for JournalColumn {
    fn update(&mut self, event: &EventEnvelope<Column>) {
        match &event.payload {
            AssessmentEvent::AssessmentPlanned { plan }
            | AssessmentEvent::AssessmentReplanned { to: plan, .. } => {
                self.plan = Some(plan.clone());
            }
            AssessmentEvent::MarkGiven { pupil_id, number, value, .. }
            | AssessmentEvent::MarkChanged { pupil_id, number, to: value, .. } => {
                self.marks.entry(*pupil_id).or_default().insert(*number, Cell::of(event, Some(*value)));
            }
            AssessmentEvent::MarkWithdrawn { pupil_id, number, .. } => {
                self.marks.entry(*pupil_id).or_default().insert(*number, Cell::of(event, None));
            }
            AssessmentEvent::StatusSet { pupil_id, to, .. } => {
                self.statuses.insert(*pupil_id, Cell::of(event, Some(*to)));
            }
            AssessmentEvent::StatusCleared { pupil_id, .. } => {
                self.statuses.insert(*pupil_id, Cell::of(event, None));
            }
        }
    }
}

impl<T> Cell<T> {
    fn of(event: &EventEnvelope<Column>, value: Option<T>) -> Self {
        Self { value, set_by: event.metadata.get("actor").cloned(), revision: event.sequence }
    }
}

/// The stock store with some columns in it.
pub(super) struct Replay {
    pool: PgPool,
    events: u64,
}

impl Replay {
    pub(super) async fn prepare(ground: &Ground, events: u64) -> Self {
        let pool = ground.scratch("rebuild_stock").await;
        open_stock(&pool).await;
        let columns = (events / FRESH).max(1);
        write_columns(&pool, (0..columns).map(|number| fixed_id(0x20, number))).await;
        ground.settle("rebuild_stock").await;
        Self { pool, events: columns * FRESH }
    }

    /// Replays everything into an empty view. Events per second.
    pub(super) async fn run(&self) -> f64 {
        sqlx::query("TRUNCATE journal_view").execute(&self.pool).await.unwrap();
        let views = PostgresViewRepository::<JournalColumn, Column>::new("journal_view", self.pool.clone());
        let query = GenericQuery::<_, JournalColumn, Column>::new(Arc::new(views));
        let replay = QueryReplay::<_, _, Column>::new(PostgresEventRepository::new(self.pool.clone()), query);
        let start = Instant::now();
        replay.replay_all().await.unwrap();
        let elapsed = start.elapsed();
        // A replay that broke off would have said nothing.
        let (applied,): (i64,) = sqlx::query_as("SELECT coalesce(sum(version), 0)::bigint FROM journal_view")
            .fetch_one(&self.pool)
            .await
            .unwrap();
        assert_eq!(u64::try_from(applied).unwrap(), self.events);
        per_second(self.events, elapsed)
    }

    pub(super) async fn close(self) {
        self.pool.close().await;
    }
}
