//! One unit of work: a batch of one institution's events onto one build of a read model.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

use dayek_domain::fact::Fact;
use sqlx::{Connection as _, PgConnection, PgPool, Row as _};
use uuid::Uuid;

use super::DeliveryError;
use super::event::{Author, RecordedEvent};
use super::projection::{ApplyError, Batch, Projection};

/// Events in one transaction: enough to be set-based, few enough to be interrupted.
pub const BATCH: i64 = 5_000;

/// Failed tries after which an event is parked instead of stopping its institution.
const TRIES: i32 = 5;

/// What a step led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The checkpoint now stands here.
    Applied { position: i64, events: usize },
    /// Nothing to do: up to date, or another process is at it.
    Idle,
}

/// Applies the next batch of an institution, up to a position if one is given.
pub async fn step(
    pool: &PgPool,
    projection: &dyn Projection,
    schema: &str,
    institution: Uuid,
    up_to: Option<i64>,
) -> Result<Step, DeliveryError> {
    let mut connection = pool.acquire().await?;
    let mut transaction = connection.begin().await?;
    // Rows and checkpoint are lost together after a crash and made again: no need to wait for the disk.
    sqlx::query("SET LOCAL synchronous_commit = off").execute(&mut *transaction).await?;
    let claimed: Option<(i64, i64, i32)> = sqlx::query_as(
        "SELECT c.position, h.last_position, c.error_count
         FROM projection_checkpoint c JOIN institution_head h ON h.institution_id = c.institution_id
         WHERE c.institution_id = $1 AND c.schema_name = $2 AND h.last_position > c.position
           AND coalesce(c.retry_at, '-infinity') <= now()
         FOR UPDATE OF c SKIP LOCKED",
    )
    .bind(institution)
    .bind(schema)
    .fetch_optional(&mut *transaction)
    .await?;
    let Some((position, head, failures)) = claimed else { return Ok(Step::Idle) };
    let last = (position + BATCH).min(up_to.unwrap_or(i64::MAX)).min(head);
    if last <= position {
        return Ok(Step::Idle);
    }
    match apply(&mut transaction, projection, schema, institution, position, last, failures >= TRIES).await {
        Ok(events) => {
            move_checkpoint(&mut transaction, schema, institution, position, last).await?;
            transaction.commit().await?;
            Ok(Step::Applied { position: last, events })
        }
        Err(error) => {
            transaction.rollback().await?;
            note_failure(pool, schema, institution, position, &error).await?;
            Err(error)
        }
    }
}

async fn apply(
    db: &mut PgConnection,
    projection: &dyn Projection,
    schema: &str,
    institution: Uuid,
    position: i64,
    last: i64,
    one_by_one: bool,
) -> Result<usize, DeliveryError> {
    let rows = sqlx::query(
        "SELECT position, aggregate_type, aggregate_id::uuid, sequence, event_type, event_version, recorded_at,
                CASE WHEN aggregate_type = ANY($4) THEN payload::text END,
                CASE WHEN aggregate_type = ANY($4) THEN metadata::text END
         FROM events WHERE institution_id = $1 AND position > $2 AND position <= $3 ORDER BY position",
    )
    .bind(institution)
    .bind(position)
    .bind(last)
    .bind(projection.streams())
    .fetch_all(&mut *db)
    .await?;
    let cause = |cause| DeliveryError::Apply { projection: projection.name(), institution, cause };
    let mut parked = parked_streams(db, schema, institution).await?;
    let mut author = (String::new(), Arc::<Author>::default());
    let mut events = Vec::with_capacity(rows.len());
    let mut expected = position;
    for row in &rows {
        expected += 1;
        let found: i64 = row.try_get(0)?;
        if found != expected {
            return Err(DeliveryError::Gap { institution, expected, found });
        }
        match read(row, &mut author) {
            Ok(None) => {}
            Ok(Some(event)) if parked.contains(&stream_of(&event)) => {
                park(db, schema, institution, &event, "an earlier event of this stream is parked").await?;
            }
            Ok(Some(event)) => events.push(event),
            Err(error) if one_by_one => {
                park_unread(db, schema, institution, row, &error).await?;
                parked.insert((row.try_get(1)?, row.try_get(2)?));
            }
            Err(error) => return Err(cause(error)),
        }
    }
    if expected != last {
        return Err(DeliveryError::Gap { institution, expected: expected + 1, found: last });
    }
    if one_by_one {
        apply_one_by_one(db, projection, schema, institution, &events).await?;
    } else if !events.is_empty() {
        projection.apply(db, &Batch { schema, institution, events: &events }).await.map_err(cause)?;
    }
    Ok(rows.len())
}

/// After repeated failures: every event for itself, and the streams of those that fail are parked.
async fn apply_one_by_one(
    db: &mut PgConnection,
    projection: &dyn Projection,
    schema: &str,
    institution: Uuid,
    events: &[RecordedEvent],
) -> Result<(), DeliveryError> {
    let mut parked = HashSet::new();
    for event in events {
        if parked.contains(&stream_of(event)) {
            park(db, schema, institution, event, "an earlier event of this stream is parked").await?;
            continue;
        }
        let mut attempt = db.begin().await?;
        let batch = Batch { schema, institution, events: std::slice::from_ref(event) };
        match projection.apply(&mut attempt, &batch).await {
            Ok(()) => attempt.commit().await?,
            Err(error) => {
                attempt.rollback().await?;
                parked.insert(stream_of(event));
                tracing::error!(projection = projection.name(), position = event.position, %error, "an event is parked");
                park(db, schema, institution, event, &error.to_string()).await?;
            }
        }
    }
    Ok(())
}

fn read(
    row: &sqlx::postgres::PgRow,
    author: &mut (String, Arc<Author>),
) -> Result<Option<RecordedEvent>, ApplyError> {
    let Some(payload) = row.try_get::<Option<&str>, _>(7)? else { return Ok(None) };
    let position: i64 = row.try_get(0)?;
    let aggregate_type: String = row.try_get(1)?;
    let metadata: &str = row.try_get(8)?;
    if author.0 != metadata {
        // Events of one command carry the same metadata: read it once.
        *author = (metadata.to_owned(), Arc::new(Author::parse(metadata, position)?));
    }
    let fact = Fact::decode(&aggregate_type, row.try_get(5)?, &without_nul(payload))
        .map_err(|cause| ApplyError::Unreadable { position, cause })?;
    Ok(Some(RecordedEvent {
        position,
        aggregate_type,
        stream_id: row.try_get(2)?,
        sequence: row.try_get(3)?,
        event_type: row.try_get(4)?,
        recorded_at: row.try_get(6)?,
        author: Arc::clone(&author.1),
        fact,
    }))
}

/// A payload whose texts PostgreSQL can hold. An event of an early release may hold the character NUL, which
/// `json` keeps as it is written and no column takes.
fn without_nul(payload: &str) -> Cow<'_, str> {
    const NUL: &str = "\\u0000";
    if !payload.contains(NUL) {
        return Cow::Borrowed(payload);
    }
    let mut clean = String::with_capacity(payload.len());
    let mut rest = payload;
    // A backslash and what it is written for are taken together, so that one that is meant stays.
    while let Some((before, escaped)) = rest.split_once('\\') {
        clean.push_str(before);
        if let Some(after) = escaped.strip_prefix("u0000") {
            clean.push_str("\\ufffd");
            rest = after;
        } else {
            clean.push('\\');
            let mut letters = escaped.chars();
            clean.extend(letters.next());
            rest = letters.as_str();
        }
    }
    clean.push_str(rest);
    Cow::Owned(clean)
}

async fn move_checkpoint(
    db: &mut PgConnection,
    schema: &str,
    institution: Uuid,
    from: i64,
    to: i64,
) -> Result<(), DeliveryError> {
    let moved = sqlx::query(
        "UPDATE projection_checkpoint
         SET position = $4, updated_at = now(), error_count = 0, retry_at = NULL, last_error = NULL
         WHERE institution_id = $1 AND schema_name = $2 AND position = $3",
    )
    .bind(institution)
    .bind(schema)
    .bind(from)
    .bind(to)
    .execute(db)
    .await?;
    if moved.rows_affected() == 1 {
        Ok(())
    } else {
        Err(DeliveryError::Overtaken { schema: schema.to_owned() })
    }
}

async fn note_failure(
    pool: &PgPool,
    schema: &str,
    institution: Uuid,
    position: i64,
    error: &DeliveryError,
) -> Result<(), DeliveryError> {
    sqlx::query(
        "UPDATE projection_checkpoint
         SET error_count = error_count + 1, last_error = $4,
             retry_at = now() + interval '100 ms' * power(2, least(error_count, 8))
         WHERE institution_id = $1 AND schema_name = $2 AND position = $3",
    )
    .bind(institution)
    .bind(schema)
    .bind(position)
    .bind(error.to_string())
    .execute(pool)
    .await?;
    Ok(())
}

/// A person and their membership share an id, so a stream is named by both.
type StreamName = (String, Uuid);

fn stream_of(event: &RecordedEvent) -> StreamName {
    (event.aggregate_type.clone(), event.stream_id)
}

async fn parked_streams(
    db: &mut PgConnection,
    schema: &str,
    institution: Uuid,
) -> Result<HashSet<StreamName>, sqlx::Error> {
    let streams: Vec<StreamName> = sqlx::query_as(
        "SELECT DISTINCT aggregate_type, aggregate_id::uuid FROM projection_dead_letter
         WHERE institution_id = $1 AND schema_name = $2",
    )
    .bind(institution)
    .bind(schema)
    .fetch_all(db)
    .await?;
    Ok(streams.into_iter().collect())
}

const PARK: &str = "INSERT INTO projection_dead_letter
    (institution_id, schema_name, position, aggregate_type, aggregate_id, error) VALUES ($1, $2, $3, $4, $5, $6)";

async fn park(
    db: &mut PgConnection,
    schema: &str,
    institution: Uuid,
    event: &RecordedEvent,
    error: &str,
) -> Result<(), DeliveryError> {
    sqlx::query(PARK)
        .bind(institution)
        .bind(schema)
        .bind(event.position)
        .bind(&event.aggregate_type)
        .bind(event.stream_id.to_string())
        .bind(error)
        .execute(db)
        .await?;
    Ok(())
}

async fn park_unread(
    db: &mut PgConnection,
    schema: &str,
    institution: Uuid,
    row: &sqlx::postgres::PgRow,
    error: &ApplyError,
) -> Result<(), DeliveryError> {
    tracing::error!(schema, %error, "an event is parked");
    sqlx::query(PARK)
        .bind(institution)
        .bind(schema)
        .bind(row.try_get::<i64, _>(0)?)
        .bind(row.try_get::<&str, _>(1)?)
        .bind(row.try_get::<Uuid, _>(2)?.to_string())
        .bind(error.to_string())
        .execute(db)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nul_becomes_the_sign_for_what_is_no_letter_and_nothing_else_changes() {
        for (stored, read) in [
            (r#"{"name":"7А"}"#, r#"{"name":"7А"}"#),
            (r#"{"name":"7\u0000А"}"#, r#"{"name":"7\ufffdА"}"#),
            (r#"{"name":"\u0000\u0000\""}"#, r#"{"name":"\ufffd\ufffd\""}"#),
            (r#"{"name":"\\u0000 as it was typed"}"#, r#"{"name":"\\u0000 as it was typed"}"#),
            (r#"{"name":"\\\u0000"}"#, r#"{"name":"\\\ufffd"}"#),
        ] {
            assert_eq!(without_nul(stored), read);
        }
    }
}
