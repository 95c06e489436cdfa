//! Reading streams: always keyed by institution, type and id, several in one round trip.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use dayek_domain::fact;
use dayek_domain::id::{InstitutionId, PersonId};
use dayek_domain::stream::Stream;
use serde_json::Value;
use sqlx::Row as _;
use uuid::Uuid;

use super::append::EventBytes;
use super::{Log, LogError, StreamKey};
use crate::vault::{PersonKey, SealPlace, open_value, sealed_persons};

/// One event as it stands in a stream.
#[derive(Debug, Clone)]
pub struct StoredEvent {
    pub sequence: u64,
    pub event_type: String,
    pub event_version: String,
    pub payload: String,
}

#[derive(sqlx::FromRow)]
struct Authenticated {
    sequence: i64,
    event_id: Uuid,
    event_type: String,
    event_version: String,
    payload: String,
    metadata: String,
    blind: Vec<u8>,
    mac: Vec<u8>,
}

/// A stream's events, in order, without a gap.
#[derive(Debug, Clone, Default)]
pub struct History {
    pub events: Vec<StoredEvent>,
}

impl History {
    /// The sequence of the last event; 0 for a stream that has none.
    pub fn version(&self) -> u64 {
        self.events.last().map_or(0, |event| event.sequence)
    }
}

#[derive(sqlx::FromRow)]
struct GroundRow {
    position: i64,
    rule: Option<String>,
    grant: Option<String>,
    stream: String,
}

/// The ground an event was written on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WrittenGround {
    /// The action that was allowed.
    pub rule: Option<String>,
    /// The event that gave the right.
    pub grant: Option<WrittenGrant>,
}

/// The event that gave a right, as the metadata of another event names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenGrant {
    pub stream: String,
    /// `None`: of the membership of whoever wrote the event.
    pub id: Option<Uuid>,
    pub sequence: u64,
}

impl Log {
    /// The events of one stream.
    pub async fn read(&self, institution: InstitutionId, key: &StreamKey) -> Result<History, LogError> {
        let rows = sqlx::query(
            "SELECT sequence, event_type, event_version, payload::text FROM events
             WHERE institution_id = $1 AND aggregate_type = $2 AND aggregate_id = $3 ORDER BY sequence",
        )
        .bind(institution.0)
        .bind(key.aggregate_type)
        .bind(key.id.to_string())
        .fetch_all(&self.pool)
        .await?;
        let mut history = History::default();
        for row in &rows {
            push(&mut history, key, row, 0)?;
        }
        Ok(history)
    }

    /// The events of several streams, in one round trip; a stream without events has an empty history.
    pub async fn read_many(
        &self,
        institution: InstitutionId,
        keys: &[StreamKey],
    ) -> Result<HashMap<StreamKey, History>, LogError> {
        if let [key] = keys {
            return Ok(HashMap::from([(key.clone(), self.read(institution, key).await?)]));
        }
        self.read_until(institution, keys, None).await
    }

    /// The same as it stood at a moment; without one, as it stands now.
    pub async fn read_until(
        &self,
        institution: InstitutionId,
        keys: &[StreamKey],
        until: Option<DateTime<Utc>>,
    ) -> Result<HashMap<StreamKey, History>, LogError> {
        let types: Vec<&str> = keys.iter().map(|key| key.aggregate_type).collect();
        let ids: Vec<String> = keys.iter().map(|key| key.id.to_string()).collect();
        let rows = sqlx::query(
            "SELECT s.ord, e.sequence, e.event_type, e.event_version, e.payload::text
             FROM unnest($2::text[], $3::text[]) WITH ORDINALITY s(stream_type, stream_id, ord)
             CROSS JOIN LATERAL (
               SELECT sequence, event_type, event_version, payload FROM events
               WHERE institution_id = $1 AND aggregate_type = s.stream_type AND aggregate_id = s.stream_id
                 AND recorded_at <= coalesce($4, 'infinity')
               ORDER BY sequence OFFSET 0) e
             ORDER BY s.ord, e.sequence",
        )
        .bind(institution.0)
        .bind(&types)
        .bind(&ids)
        .bind(until)
        .fetch_all(&self.pool)
        .await?;
        let mut histories = vec![History::default(); keys.len()];
        for row in &rows {
            let place = usize::try_from(row.try_get::<i64, _>(0)?).unwrap_or_default().wrapping_sub(1);
            if let (Some(history), Some(key)) = (histories.get_mut(place), keys.get(place)) {
                push(history, key, row, 1)?;
            }
        }
        Ok(keys.iter().cloned().zip(histories).collect())
    }

    /// The sequences of a stream's events whose `mac` is not this program's.
    pub async fn unauthentic(
        &self,
        institution: InstitutionId,
        key: &StreamKey,
    ) -> Result<Vec<u64>, LogError> {
        let rows: Vec<Authenticated> = sqlx::query_as(
            "SELECT sequence, event_id, event_type, event_version, payload::text AS payload, metadata::text AS metadata,
                    blind, mac
             FROM events WHERE institution_id = $1 AND aggregate_type = $2 AND aggregate_id = $3 ORDER BY sequence",
        )
        .bind(institution.0)
        .bind(key.aggregate_type)
        .bind(key.id.to_string())
        .fetch_all(&self.pool)
        .await?;
        let mut wrong = Vec::new();
        for row in rows {
            let sequence = u64::try_from(row.sequence).unwrap_or_default();
            let expected = self.mac_of(&EventBytes {
                institution,
                aggregate_type: key.aggregate_type,
                aggregate_id: &key.id.to_string(),
                sequence,
                event_id: row.event_id,
                event_type: &row.event_type,
                event_version: &row.event_version,
                payload: &row.payload,
                metadata: &row.metadata,
                blind: &row.blind,
            });
            if row.mac != expected {
                wrong.push(sequence);
            }
        }
        Ok(wrong)
    }

    /// When an event was recorded; `None`: there is no such event.
    pub async fn recorded_at(
        &self,
        institution: InstitutionId,
        aggregate_type: &str,
        id: Uuid,
        sequence: u64,
    ) -> Result<Option<DateTime<Utc>>, LogError> {
        let moment = sqlx::query_scalar(
            "SELECT recorded_at FROM events
             WHERE institution_id = $1 AND aggregate_type = $2 AND aggregate_id = $3 AND sequence = $4",
        )
        .bind(institution.0)
        .bind(aggregate_type)
        .bind(id.to_string())
        .bind(i64::try_from(sequence).unwrap_or(i64::MAX))
        .fetch_optional(&self.pool)
        .await?;
        Ok(moment)
    }

    /// By what right the events at these positions were written, as their metadata says.
    pub async fn grounds(
        &self,
        institution: InstitutionId,
        positions: &[i64],
    ) -> Result<HashMap<i64, WrittenGround>, LogError> {
        let rows: Vec<GroundRow> = sqlx::query_as(
            "SELECT position, metadata->>'rule' AS rule, metadata->>'grant' AS \"grant\",
                    coalesce(metadata->>'grant_stream', 'membership') AS stream
             FROM events WHERE institution_id = $1 AND position = ANY($2)",
        )
        .bind(institution.0)
        .bind(positions)
        .fetch_all(&self.pool)
        .await?;
        let ground = |row: GroundRow| {
            let (stream, id) = row.stream.split_once(' ').unwrap_or((row.stream.as_str(), ""));
            let sequence = row.grant.and_then(|sequence| sequence.parse().ok());
            let grant = sequence.map(|sequence| WrittenGrant {
                stream: stream.to_owned(),
                id: id.parse().ok(),
                sequence,
            });
            (row.position, WrittenGround { rule: row.rule, grant })
        };
        Ok(rows.into_iter().map(ground).collect())
    }

    /// Every stream of a type in an institution. For types of which an institution has few.
    pub async fn streams_of(
        &self,
        institution: InstitutionId,
        aggregate_type: &str,
    ) -> Result<Vec<Uuid>, LogError> {
        let rows: Vec<(Uuid,)> = sqlx::query_as(
            "SELECT aggregate_id::uuid FROM events
             WHERE institution_id = $1 AND aggregate_type = $2 AND sequence = 1 ORDER BY position",
        )
        .bind(institution.0)
        .bind(aggregate_type)
        .fetch_all(&self.pool)
        .await?;
        Ok(rows.into_iter().map(|(id,)| id).collect())
    }

    /// Which of these streams have events.
    pub async fn existing(
        &self,
        institution: InstitutionId,
        aggregate_type: &str,
        ids: &[Uuid],
    ) -> Result<HashSet<Uuid>, LogError> {
        let ids: Vec<String> = ids.iter().map(Uuid::to_string).collect();
        let rows: Vec<(Uuid,)> = sqlx::query_as(
            "SELECT aggregate_id::uuid FROM events
             WHERE institution_id = $1 AND aggregate_type = $2 AND aggregate_id = ANY($3) AND sequence = 1",
        )
        .bind(institution.0)
        .bind(aggregate_type)
        .bind(&ids)
        .fetch_all(&self.pool)
        .await?;
        Ok(rows.into_iter().map(|(id,)| id).collect())
    }

    /// The data keys of everybody whose sealed data stands in these histories.
    pub async fn keys_of(
        &self,
        institution: InstitutionId,
        histories: impl Iterator<Item = &History>,
    ) -> Result<HashMap<PersonId, PersonKey>, LogError> {
        let mut people = Vec::new();
        for event in histories.flat_map(|history| &history.events) {
            if let Ok(value) = serde_json::from_str::<Value>(&event.payload) {
                sealed_persons(&value, &mut people);
            }
        }
        people.sort_unstable();
        people.dedup();
        Ok(self.keys.fetch(&self.pool, institution, &people).await?)
    }

    /// Folds a history into a stream's state; personal data is opened only for streams that read it.
    pub fn fold<A: Stream>(
        &self,
        institution: InstitutionId,
        id: Uuid,
        history: &History,
        keys: &HashMap<PersonId, PersonKey>,
    ) -> Result<A, LogError> {
        let mut state = A::default();
        for event in &history.events {
            state.apply(Self::decode::<A>(institution, id, event, keys)?);
        }
        Ok(state)
    }

    pub(super) fn decode<A: Stream>(
        institution: InstitutionId,
        id: Uuid,
        event: &StoredEvent,
        keys: &HashMap<PersonId, PersonKey>,
    ) -> Result<A::Event, LogError> {
        let unreadable = |cause| LogError::Unreadable {
            stream: StreamKey::of::<A>(id).to_string(),
            sequence: event.sequence,
            cause,
        };
        if !A::READS_PERSONAL_DATA {
            return fact::read::<A>(&event.event_version, &event.payload).map_err(unreadable);
        }
        let mut value: Value = serde_json::from_str(&event.payload)
            .map_err(|cause| unreadable(fact::NotAFact::Unreadable { stream: A::TYPE.to_owned(), cause }))?;
        let place = SealPlace {
            institution,
            aggregate_type: A::TYPE.to_owned(),
            aggregate_id: id.to_string(),
            sequence: event.sequence,
            event_type: event.event_type.clone(),
        };
        open_value(&mut value, &place, keys)?;
        fact::read::<A>(&event.event_version, &value.to_string()).map_err(unreadable)
    }
}

fn push(
    history: &mut History,
    key: &StreamKey,
    row: &sqlx::postgres::PgRow,
    first: usize,
) -> Result<(), LogError> {
    let sequence: i64 = row.try_get(first)?;
    let expected = history.version() + 1;
    let gap = || LogError::Gap { stream: key.to_string(), sequence: expected };
    let sequence = u64::try_from(sequence).map_err(|_| gap())?;
    if sequence != expected {
        return Err(gap());
    }
    history.events.push(StoredEvent {
        sequence,
        event_type: row.try_get(first + 1)?,
        event_version: row.try_get(first + 2)?,
        payload: row.try_get(first + 3)?,
    });
    Ok(())
}
