//! Ready-made arguments: all that the program puts together for an append, put together beforehand.

use std::ops::Range;

use cqrs_es::DomainEvent as _;
use dayek::entropy::{Entropy as _, SystemEntropy, new_id};
use dayek_domain::assessment::AssessmentEvent;
use uuid::Uuid;

use super::streams::FRESH;
use crate::marks::{event, place};
use crate::writer::metadata_of_system;

/// The longest a column may get, with some room.
const EVENTS: u64 = 200;

/// The n-th element belongs to the n-th event of every column.
pub(super) struct Made {
    pub(super) streams: Vec<i32>,
    pub(super) event_ids: Vec<Uuid>,
    pub(super) event_types: Vec<String>,
    pub(super) event_versions: Vec<String>,
    pub(super) payloads: Vec<String>,
    pub(super) blinds: Vec<Vec<u8>>,
    pub(super) macs: Vec<Vec<u8>>,
    pub(super) metadata: String,
    pub(super) receipt: String,
}

impl Made {
    pub(super) fn new() -> Self {
        let events: Vec<AssessmentEvent> = (0..EVENTS).map(event).collect();
        let receipt =
            format!(r#"{{"streams":[{{"stream":"assessment","id":"{}","version":{FRESH}}}]}}"#, Uuid::nil());
        Self {
            streams: events.iter().map(|_| 1).collect(),
            event_ids: events.iter().map(|_| new_id(&SystemEntropy).unwrap()).collect(),
            event_types: events.iter().map(AssessmentEvent::event_type).collect(),
            event_versions: events.iter().map(AssessmentEvent::event_version).collect(),
            payloads: events.iter().map(payload).collect(),
            blinds: events.iter().map(|_| random_bytes()).collect(),
            macs: events.iter().map(|_| random_bytes()).collect(),
            metadata: metadata_of_system(Uuid::nil()),
            receipt,
        }
    }
}

/// The text that the program stores.
pub(super) fn payload(event: &AssessmentEvent) -> String {
    serde_json::to_value(event).unwrap().to_string()
}

/// Where the new events of a column of this version stand.
pub(super) fn new_events(version: u64, events: u64) -> Range<usize> {
    place(version)..place(version + events)
}

fn random_bytes() -> Vec<u8> {
    let mut bytes = vec![0; 32];
    SystemEntropy.fill(&mut bytes).unwrap();
    bytes
}
