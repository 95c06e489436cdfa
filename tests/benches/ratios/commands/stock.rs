//! The stock framework on the stock store, in a database and a table of its own.

use std::collections::HashMap;

use cqrs_es::event_sink::EventSink;
use cqrs_es::{Aggregate, DomainEvent as _};
use dayek_domain::assessment::{Assessment, AssessmentCommand, AssessmentError, AssessmentEvent};
use postgres_es::{PostgresCqrs, postgres_cqrs};
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use uuid::Uuid;

use super::contestant::Contestant;
use super::made::payload;
use super::streams::{FRESH, Slot};
use crate::marks::{command, event};
use crate::writer::metadata_of_system;

/// The stream of the program, taking several marks in one command, as a teacher gives them.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Column(Assessment);

impl Aggregate for Column {
    const TYPE: &'static str = "assessment";
    type Command = Vec<AssessmentCommand>;
    type Event = AssessmentEvent;
    type Error = AssessmentError;
    type Services = ();

    async fn handle(
        &mut self,
        commands: Vec<AssessmentCommand>,
        (): &(),
        sink: &EventSink<Self>,
    ) -> Result<(), AssessmentError> {
        for command in commands {
            for event in self.0.decide(command)? {
                sink.write(event, self).await;
            }
        }
        Ok(())
    }

    fn apply(&mut self, event: AssessmentEvent) {
        self.0.apply(event);
    }
}

/// The tables that the stock store asks for.
pub(crate) async fn open(pool: &PgPool) {
    sqlx::raw_sql(
        "CREATE TABLE events (
           aggregate_type text NOT NULL, aggregate_id text NOT NULL,
           sequence bigint NOT NULL CHECK (sequence >= 0),
           event_type text NOT NULL, event_version text NOT NULL, payload json NOT NULL, metadata json NOT NULL,
           PRIMARY KEY (aggregate_type, aggregate_id, sequence));
         CREATE TABLE journal_view (
           view_id text NOT NULL PRIMARY KEY, version bigint NOT NULL CHECK (version >= 0), payload json NOT NULL)",
    )
    .execute(pool)
    .await
    .unwrap();
}

/// Writes the first events of columns, all in one statement.
pub(crate) async fn write_columns(pool: &PgPool, ids: impl Iterator<Item = Uuid>) {
    let events: Vec<AssessmentEvent> = (0..FRESH).map(event).collect();
    sqlx::query(
        "INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata)
         SELECT 'assessment', c.id, e.ord, e.event_type, '1', e.payload::json, $4::json
         FROM unnest($1::text[]) c(id)
         CROSS JOIN unnest($2::text[], $3::text[]) WITH ORDINALITY e(event_type, payload, ord)",
    )
    .bind(ids.map(|id| id.to_string()).collect::<Vec<String>>())
    .bind(events.iter().map(AssessmentEvent::event_type).collect::<Vec<String>>())
    .bind(events.iter().map(payload).collect::<Vec<String>>())
    .bind(metadata_of_system(Uuid::nil()))
    .execute(pool)
    .await
    .unwrap();
}

pub(super) struct Stock {
    framework: PostgresCqrs<Column>,
    pool: PgPool,
    metadata: HashMap<String, String>,
}

impl Stock {
    pub(super) async fn open(pool: PgPool) -> Self {
        open(&pool).await;
        let metadata = serde_json::from_str(&metadata_of_system(Uuid::nil())).unwrap();
        Self { framework: postgres_cqrs(pool.clone(), Vec::new(), ()), pool, metadata }
    }
}

impl Contestant for Stock {
    async fn fill(&self, fresh: &[Slot]) {
        if !fresh.is_empty() {
            write_columns(&self.pool, fresh.iter().map(|slot| slot.id)).await;
        }
    }

    async fn act(&self, slot: Slot, events: u64) {
        let commands = (slot.version..slot.version + events).map(command).collect();
        self.framework
            .execute_with_metadata(&slot.id.to_string(), commands, self.metadata.clone())
            .await
            .unwrap();
    }
}
