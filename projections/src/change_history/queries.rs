//! Writing the rows, and what the report asks of them. Every query is keyed by institution.

use chrono::{DateTime, NaiveDate, Utc};
use futures::stream::BoxStream;
use sqlx::{FromRow, PgConnection, PgPool, Postgres, QueryBuilder};
use uuid::Uuid;

use super::row::Change;
use crate::delivery::{ApplyError, Batch, RecordedEvent};

/// One row of the report. The `…_sealed` fields hold sealed values with their place.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Row {
    pub position: i64,
    pub recorded_at: DateTime<Utc>,
    pub author_id: Option<Uuid>,
    pub author_role: Option<String>,
    pub origin: String,
    pub request_id: Option<Uuid>,
    pub kind: String,
    pub action: String,
    pub stream_id: Uuid,
    pub class_id: Option<Uuid>,
    pub subject_id: Option<Uuid>,
    pub period_id: Option<Uuid>,
    pub person_id: Option<Uuid>,
    pub number: Option<i16>,
    pub on_day: Option<NaiveDate>,
    pub title: Option<String>,
    pub old_value: Option<String>,
    pub new_value: Option<String>,
    pub reason: Option<String>,
    pub old_sealed: Option<String>,
    pub new_sealed: Option<String>,
    pub reason_sealed: Option<String>,
}

/// Journals whose history may be seen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Within {
    /// Pairs of class and subject.
    pub journals: Vec<(Uuid, Uuid)>,
    /// Classes with all their subjects.
    pub classes: Vec<Uuid>,
}

/// What the report is narrowed to. `None` does not narrow.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub class_id: Option<Uuid>,
    pub subject_id: Option<Uuid>,
    pub period_id: Option<Uuid>,
    pub person_id: Option<Uuid>,
    pub author_id: Option<Uuid>,
    /// What was changed; named together with its class, by which it is found.
    pub stream_id: Option<Uuid>,
    pub kind: Option<&'static str>,
    pub action: Option<&'static str>,
    /// Recorded at this moment or later.
    pub from: Option<DateTime<Utc>>,
    /// Recorded before this moment.
    pub to: Option<DateTime<Utc>>,
    /// Only what the reader may see; `None`: everything.
    pub within: Option<Within>,
    /// Only rows before this position: the last one of the page before.
    pub before: Option<i64>,
}

const COLUMNS: &str =
    "position, recorded_at, author_id, author_role, origin, request_id, kind, action, stream_id,
    class_id, subject_id, period_id, person_id, number, on_day, title, old_value, new_value, reason,
    old_sealed, new_sealed, reason_sealed";

/// A page of the report, newest first.
pub async fn list(
    pool: &PgPool,
    institution: Uuid,
    filter: &Filter,
    limit: i64,
) -> Result<Vec<Row>, sqlx::Error> {
    let mut query = QueryBuilder::<Postgres>::new(format!("SELECT {COLUMNS} FROM read.change_history"));
    query.push(" WHERE institution_id = ").push_bind(institution);
    let ids = [
        (" AND class_id = ", filter.class_id),
        (" AND subject_id = ", filter.subject_id),
        (" AND period_id = ", filter.period_id),
        (" AND person_id = ", filter.person_id),
        (" AND author_id = ", filter.author_id),
        (" AND stream_id = ", filter.stream_id),
    ];
    for (condition, id) in ids {
        if let Some(id) = id {
            query.push(condition).push_bind(id);
        }
    }
    for (condition, code) in [(" AND kind = ", filter.kind), (" AND action = ", filter.action)] {
        if let Some(code) = code {
            query.push(condition).push_bind(code);
        }
    }
    for (condition, moment) in [(" AND recorded_at >= ", filter.from), (" AND recorded_at < ", filter.to)] {
        if let Some(moment) = moment {
            query.push(condition).push_bind(moment);
        }
    }
    if let Some(Within { journals, classes }) = &filter.within {
        let (class_ids, subject_ids): (Vec<Uuid>, Vec<Uuid>) = journals.iter().copied().unzip();
        query.push(" AND subject_id IS NOT NULL AND ((class_id, subject_id) IN (SELECT * FROM unnest(");
        query.push_bind(class_ids).push("::uuid[], ").push_bind(subject_ids);
        query.push("::uuid[])) OR class_id = ANY(").push_bind(classes).push("::uuid[]))");
    }
    if let Some(before) = filter.before {
        query.push(" AND position < ").push_bind(before);
    }
    query.push(" ORDER BY position DESC LIMIT ").push_bind(limit);
    query.build_query_as().fetch_all(pool).await
}

/// The classes whose history ever named these people as pupil, teacher or staff, each with the person.
pub async fn classes_of(
    pool: &PgPool,
    institution: Uuid,
    people: &[Uuid],
) -> Result<Vec<(Uuid, Uuid)>, sqlx::Error> {
    sqlx::query_as(
        "SELECT DISTINCT person_id, stream_id FROM read.change_history
         WHERE institution_id = $1 AND person_id = ANY($2) AND kind IN ('teacher', 'roster', 'class_staff')
         ORDER BY person_id, stream_id",
    )
    .bind(institution)
    .bind(people)
    .fetch_all(pool)
    .await
}

/// The pupils whose guardian a person ever was.
pub async fn children_of(pool: &PgPool, institution: Uuid, guardian: Uuid) -> Result<Vec<Uuid>, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT DISTINCT stream_id FROM read.change_history
         WHERE institution_id = $1 AND person_id = $2 AND kind = 'guardian' ORDER BY stream_id",
    )
    .bind(institution)
    .bind(guardian)
    .fetch_all(pool)
    .await
}

/// The whole history of an institution, oldest first, streamed.
pub fn stream_all(pool: &PgPool, institution: Uuid) -> BoxStream<'_, Result<Row, sqlx::Error>> {
    sqlx::query_as(concat_columns()).bind(institution).fetch(pool)
}

const fn concat_columns() -> &'static str {
    "SELECT position, recorded_at, author_id, author_role, origin, request_id, kind, action, stream_id,
        class_id, subject_id, period_id, person_id, number, on_day, title, old_value, new_value, reason,
        old_sealed, new_sealed, reason_sealed
     FROM read.change_history WHERE institution_id = $1 ORDER BY position"
}

pub(super) async fn insert(
    db: &mut PgConnection,
    batch: &Batch<'_>,
    rows: &[(&RecordedEvent, Change)],
) -> Result<(), ApplyError> {
    let events = || rows.iter().map(|(event, _)| *event);
    let changes = || rows.iter().map(|(_, change)| change);
    sqlx::query(&batch.sql(&format!(
        "INSERT INTO {{s}}.change_history (institution_id, {COLUMNS})
         SELECT $1, u.* FROM unnest($2::bigint[], $3::timestamptz[], $4::uuid[], $5::text[], $6::text[], $7::uuid[],
           $8::text[], $9::text[], $10::uuid[], $11::uuid[], $12::uuid[], $13::uuid[], $14::uuid[], $15::smallint[],
           $16::date[], $17::text[], $18::text[], $19::text[], $20::text[], $21::text[], $22::text[], $23::text[]) u"
    )))
    .bind(batch.institution)
    .bind(events().map(|event| event.position).collect::<Vec<i64>>())
    .bind(events().map(|event| event.recorded_at).collect::<Vec<DateTime<Utc>>>())
    .bind(events().map(|event| event.author.person_id).collect::<Vec<Option<Uuid>>>())
    .bind(events().map(|event| event.author.role.as_deref()).collect::<Vec<Option<&str>>>())
    .bind(events().map(|event| event.author.origin.as_str()).collect::<Vec<&str>>())
    .bind(events().map(|event| event.author.request).collect::<Vec<Option<Uuid>>>())
    .bind(changes().map(|change| change.kind.code()).collect::<Vec<&str>>())
    .bind(changes().map(Change::action).collect::<Vec<&str>>())
    .bind(events().map(|event| event.stream_id).collect::<Vec<Uuid>>())
    .bind(changes().map(|change| change.class_id).collect::<Vec<Option<Uuid>>>())
    .bind(changes().map(|change| change.subject_id).collect::<Vec<Option<Uuid>>>())
    .bind(changes().map(|change| change.period_id).collect::<Vec<Option<Uuid>>>())
    .bind(changes().map(|change| change.person_id).collect::<Vec<Option<Uuid>>>())
    .bind(changes().map(|change| change.number).collect::<Vec<Option<i16>>>())
    .bind(changes().map(|change| change.on_day).collect::<Vec<Option<NaiveDate>>>())
    .bind(changes().map(|change| change.title.as_deref()).collect::<Vec<Option<&str>>>())
    .bind(changes().map(|change| change.old.as_deref()).collect::<Vec<Option<&str>>>())
    .bind(changes().map(|change| change.new.as_deref()).collect::<Vec<Option<&str>>>())
    .bind(changes().map(|change| change.reason.as_deref()).collect::<Vec<Option<&str>>>())
    .bind(changes().map(|change| change.old_sealed.as_deref()).collect::<Vec<Option<&str>>>())
    .bind(changes().map(|change| change.new_sealed.as_deref()).collect::<Vec<Option<&str>>>())
    .bind(changes().map(|change| change.reason_sealed.as_deref()).collect::<Vec<Option<&str>>>())
    .execute(db)
    .await?;
    Ok(())
}
