//! The one call of `append_events`: sealing, blinding, authenticating, sending.

use std::collections::HashMap;

use dayek_domain::id::{InstitutionId, PersonId};
use sqlx::Row as _;
use uuid::Uuid;

use super::batch::Batch;
use super::request::Idempotency;
use super::{Log, LogError};
use crate::vault::{PersonKey, SealPlace, mac, seal_value, sealed_persons};

/// What became of an append.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The events stand in the log at these positions; `None` when there were none to append.
    Appended { positions: Option<(u64, u64)> },
    /// The idempotency key was used for this same request; this is its receipt.
    Replayed { positions: Option<(u64, u64)>, receipt: String },
    /// The idempotency key was used for another request.
    OtherRequest,
    /// A stream has moved. Every stream's version, in the batch's order.
    Conflict { actual: Vec<u64> },
}

/// Request hash, first and last position, receipt.
type StoredReceipt = (Vec<u8>, Option<i64>, Option<i64>, String);

/// The bytes of an event that its `mac` covers.
pub(super) struct EventBytes<'a> {
    pub(super) institution: InstitutionId,
    pub(super) aggregate_type: &'a str,
    pub(super) aggregate_id: &'a str,
    pub(super) sequence: u64,
    pub(super) event_id: Uuid,
    pub(super) event_type: &'a str,
    pub(super) event_version: &'a str,
    pub(super) payload: &'a str,
    pub(super) metadata: &'a str,
    pub(super) blind: &'a [u8],
}

const CALL: &str = "SELECT outcome, first_position, last_position, receipt, actual \
     FROM append_events($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";

impl Log {
    /// Appends a batch, or learns why not. Sealed anew each time: a sequence is part of what is sealed.
    pub async fn append(
        &self,
        institution: InstitutionId,
        batch: &Batch,
        metadata: &str,
        idempotency: Option<&Idempotency>,
        receipt: &str,
    ) -> Result<Outcome, LogError> {
        let count = batch.events.len();
        let mut random = vec![0; count * 48];
        self.entropy.fill(&mut random)?;
        let keys = self.sealing_keys(institution, batch).await?;

        let mut event_ids = Vec::with_capacity(count);
        let mut event_streams = Vec::with_capacity(count);
        let mut event_types = Vec::with_capacity(count);
        let mut event_versions = Vec::with_capacity(count);
        let mut payloads = Vec::with_capacity(count);
        let mut blinds = Vec::with_capacity(count);
        let mut macs = Vec::with_capacity(count);
        let stream_ids: Vec<String> = batch.streams.iter().map(|(key, _)| key.id.to_string()).collect();
        for (event, random) in batch.events.iter().zip(random.chunks_exact(48)) {
            let (key, _) = &batch.streams[event.stream];
            let stream_id = &stream_ids[event.stream];
            let event_id = random_id(random);
            let blind = &random[16..];
            let payload = if keys.is_empty() {
                event.payload.to_string()
            } else {
                let place = SealPlace {
                    institution,
                    aggregate_type: key.aggregate_type.to_owned(),
                    aggregate_id: stream_id.clone(),
                    sequence: event.sequence,
                    event_type: event.event_type.clone(),
                };
                let mut payload = event.payload.clone();
                seal_value(&mut payload, &place, &keys, self.entropy.as_ref())?;
                payload.to_string()
            };
            macs.push(self.mac_of(&EventBytes {
                institution,
                aggregate_type: key.aggregate_type,
                aggregate_id: stream_id,
                sequence: event.sequence,
                event_id,
                event_type: &event.event_type,
                event_version: &event.event_version,
                payload: &payload,
                metadata,
                blind,
            }));
            event_streams.push(i32::try_from(event.stream + 1).unwrap_or(i32::MAX));
            event_ids.push(event_id);
            event_types.push(event.event_type.as_str());
            event_versions.push(event.event_version.as_str());
            payloads.push(payload);
            blinds.push(blind);
        }
        let stream_types: Vec<&str> = batch.streams.iter().map(|(key, _)| key.aggregate_type).collect();
        let expected: Vec<i64> = batch.streams.iter().map(|(_, version)| to_bigint(*version)).collect();
        let macs: Vec<&[u8]> = macs.iter().map(<[u8; 32]>::as_slice).collect();

        let row = sqlx::query(CALL)
            .bind(institution.0)
            .bind(stream_types)
            .bind(&stream_ids)
            .bind(expected)
            .bind(event_streams)
            .bind(event_ids)
            .bind(event_types)
            .bind(event_versions)
            .bind(payloads)
            .bind(metadata)
            .bind(blinds)
            .bind(macs)
            .bind(idempotency.map(|idempotency| idempotency.key.as_str()))
            .bind(idempotency.map(|idempotency| idempotency.request_hash.as_slice()))
            .bind(receipt)
            .fetch_one(&self.pool)
            .await?;

        let positions = match (row.try_get::<Option<i64>, _>(1)?, row.try_get::<Option<i64>, _>(2)?) {
            (Some(first), Some(last)) => Some((from_bigint(first), from_bigint(last))),
            (None, _) | (_, None) => None,
        };
        match row.try_get::<&str, _>(0)? {
            "appended" => {
                if count > 0 {
                    self.appended.send_modify(|tick| *tick += 1);
                }
                Ok(Outcome::Appended { positions })
            }
            "replayed" => Ok(Outcome::Replayed { positions, receipt: row.try_get(3)? }),
            "other_request" => Ok(Outcome::OtherRequest),
            "conflict" => {
                let actual: Vec<i64> = row.try_get(4)?;
                Ok(Outcome::Conflict { actual: actual.into_iter().map(from_bigint).collect() })
            }
            "unknown" => Err(LogError::UnknownInstitution(institution)),
            other => Err(LogError::UnknownOutcome(other.to_owned())),
        }
    }

    /// The `mac` of an event: what a row put in behind the program's back cannot have.
    pub(super) fn mac_of(&self, event: &EventBytes<'_>) -> [u8; 32] {
        mac(
            &self.mac_key,
            &[
                event.institution.0.as_bytes(),
                event.aggregate_type.as_bytes(),
                event.aggregate_id.as_bytes(),
                &event.sequence.to_be_bytes(),
                event.event_id.as_bytes(),
                event.event_type.as_bytes(),
                event.event_version.as_bytes(),
                event.payload.as_bytes(),
                event.metadata.as_bytes(),
                event.blind,
            ],
        )
    }

    /// The stored answer to an idempotency key, when it was used for this same request.
    pub(super) async fn stored_receipt(
        &self,
        institution: InstitutionId,
        idempotency: &Idempotency,
    ) -> Result<Option<Outcome>, LogError> {
        let row: Option<StoredReceipt> = sqlx::query_as(
            "SELECT request_hash, first_position, last_position, receipt FROM command_log
             WHERE institution_id = $1 AND idempotency_key = $2",
        )
        .bind(institution.0)
        .bind(&idempotency.key)
        .fetch_optional(&self.pool)
        .await?;
        Ok(row.map(|(hash, first, last, receipt)| {
            if hash != idempotency.request_hash {
                return Outcome::OtherRequest;
            }
            let positions = first.zip(last).map(|(first, last)| (from_bigint(first), from_bigint(last)));
            Outcome::Replayed { positions, receipt }
        }))
    }

    async fn sealing_keys(
        &self,
        institution: InstitutionId,
        batch: &Batch,
    ) -> Result<HashMap<PersonId, PersonKey>, LogError> {
        let mut people = Vec::new();
        for event in &batch.events {
            sealed_persons(&event.payload, &mut people);
        }
        people.sort_unstable();
        people.dedup();
        Ok(self.keys.fetch_or_make(&self.pool, institution, &people).await?)
    }
}

fn random_id(random: &[u8]) -> Uuid {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&random[..16]);
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

/// Versions and positions are counted one by one from 1: they cannot reach 2^63.
fn to_bigint(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn from_bigint(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}
