//! Where an assessment, a lesson or a timetable belongs, kept from batch to batch.

use std::collections::HashMap;

use chrono::NaiveDate;
use dayek_domain::fact::Fact;
use sqlx::PgConnection;
use uuid::Uuid;

use super::row::Change;
use crate::delivery::{ApplyError, Batch, RecordedEvent};

/// Where an assessment, a lesson or a timetable belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Context {
    pub(super) class_id: Uuid,
    /// `None` for a timetable, as is its day.
    pub(super) subject_id: Option<Uuid>,
    pub(super) period_id: Uuid,
    pub(super) on_day: Option<NaiveDate>,
    pub(super) title: Option<String>,
}

/// A row of the table of contexts.
type StoredContext = (Uuid, Uuid, Option<Uuid>, Uuid, Option<NaiveDate>, Option<String>);

#[derive(Default)]
pub(super) struct Contexts {
    known: HashMap<Uuid, Context>,
    changed: Vec<Uuid>,
}

impl Contexts {
    /// Of every stream of the batch that has one.
    pub(super) async fn read(db: &mut PgConnection, batch: &Batch<'_>) -> Result<Self, ApplyError> {
        let mut streams: Vec<Uuid> = batch
            .events
            .iter()
            .filter(|event| matches!(event.fact, Fact::Lesson(_) | Fact::Assessment(_) | Fact::Timetable(_)))
            .map(|event| event.stream_id)
            .collect();
        streams.sort_unstable();
        streams.dedup();
        if streams.is_empty() {
            return Ok(Self::default());
        }
        let rows: Vec<StoredContext> = sqlx::query_as(&batch.sql(
            "SELECT stream_id, class_id, subject_id, period_id, on_day, title FROM {s}.change_history_context
             WHERE institution_id = $1 AND stream_id = ANY($2)",
        ))
        .bind(batch.institution)
        .bind(&streams)
        .fetch_all(db)
        .await?;
        let known = rows.into_iter().map(|(stream, class_id, subject_id, period_id, on_day, title)| {
            (stream, Context { class_id, subject_id, period_id, on_day, title })
        });
        Ok(Self { known: known.collect(), changed: Vec::new() })
    }

    pub(super) fn set(&mut self, stream: Uuid, context: Context) {
        self.known.insert(stream, context);
        self.changed.push(stream);
    }

    pub(super) fn move_to(&mut self, stream: Uuid, day: NaiveDate) {
        if let Some(context) = self.known.get_mut(&stream) {
            context.on_day = Some(day);
            self.changed.push(stream);
        }
    }

    pub(super) fn rename(&mut self, stream: Uuid, title: &str) {
        if let Some(context) = self.known.get_mut(&stream) {
            context.title = Some(title.to_owned());
            self.changed.push(stream);
        }
    }

    pub(super) fn place(&self, event: &RecordedEvent, mut change: Change) -> Change {
        if let Some(context) = self.known.get(&event.stream_id) {
            change.class_id = Some(context.class_id);
            change.subject_id = context.subject_id;
            change.period_id = Some(context.period_id);
            change.on_day = context.on_day;
            change.title.clone_from(&context.title);
        }
        change
    }

    pub(super) async fn write(mut self, db: &mut PgConnection, batch: &Batch<'_>) -> Result<(), ApplyError> {
        self.changed.sort_unstable();
        self.changed.dedup();
        let changed: Vec<(Uuid, &Context)> =
            self.changed.iter().filter_map(|stream| Some((*stream, self.known.get(stream)?))).collect();
        if changed.is_empty() {
            return Ok(());
        }
        let all = || changed.iter().map(|(_, context)| *context);
        sqlx::query(&batch.sql(
            "INSERT INTO {s}.change_history_context
               (institution_id, stream_id, class_id, subject_id, period_id, on_day, title)
             SELECT $1, u.* FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::date[], $7::text[]) u
             ON CONFLICT (institution_id, stream_id) DO UPDATE SET class_id = excluded.class_id,
               subject_id = excluded.subject_id, period_id = excluded.period_id, on_day = excluded.on_day,
               title = excluded.title",
        ))
        .bind(batch.institution)
        .bind(changed.iter().map(|(stream, _)| *stream).collect::<Vec<Uuid>>())
        .bind(all().map(|context| context.class_id).collect::<Vec<Uuid>>())
        .bind(all().map(|context| context.subject_id).collect::<Vec<Option<Uuid>>>())
        .bind(all().map(|context| context.period_id).collect::<Vec<Uuid>>())
        .bind(all().map(|context| context.on_day).collect::<Vec<Option<NaiveDate>>>())
        .bind(all().map(|context| context.title.as_deref()).collect::<Vec<Option<&str>>>())
        .execute(db)
        .await?;
        Ok(())
    }
}
