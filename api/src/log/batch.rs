//! Events waiting to be appended together, with the streams they belong to and those they rely on.

use std::collections::HashMap;

use cqrs_es::DomainEvent;
use serde_json::Value;

use super::{LogError, StreamKey, texts};

/// One event that is decided but not yet stored.
#[derive(Debug, Clone)]
pub struct NewEvent {
    /// Its stream's place in the batch.
    pub(super) stream: usize,
    pub(super) sequence: u64,
    pub(super) event_type: String,
    pub(super) event_version: String,
    pub(super) payload: Value,
}

/// What one call of `append_events` carries.
#[derive(Debug, Clone, Default)]
pub struct Batch {
    pub(super) streams: Vec<(StreamKey, u64)>,
    places: HashMap<StreamKey, usize>,
    added: Vec<u64>,
    pub(super) events: Vec<NewEvent>,
}

impl Batch {
    /// Names a stream with the version the decision was made on. Without events of its own it is a guard.
    pub fn stream(&mut self, key: StreamKey, version: u64) -> usize {
        if let Some(place) = self.places.get(&key) {
            return *place;
        }
        let place = self.streams.len();
        self.places.insert(key.clone(), place);
        self.streams.push((key, version));
        self.added.push(0);
        place
    }

    /// Adds an event to a named stream.
    pub fn push<E: DomainEvent>(&mut self, stream: usize, event: &E) -> Result<(), LogError> {
        let unwritable = |cause: String| LogError::Unwritable {
            stream: self.streams.get(stream).map_or_else(String::new, |(key, _)| key.to_string()),
            cause,
        };
        let payload = serde_json::to_value(event).map_err(|error| unwritable(error.to_string()))?;
        if !is_canonical(&payload) {
            return Err(unwritable("it holds a floating point number".to_owned()));
        }
        texts::judge(&payload)?;
        let (Some((_, version)), Some(added)) = (self.streams.get(stream), self.added.get_mut(stream)) else {
            return Err(LogError::Unwritable {
                stream: String::new(),
                cause: "its stream is not named".to_owned(),
            });
        };
        *added += 1;
        self.events.push(NewEvent {
            stream,
            sequence: version + *added,
            event_type: event.event_type(),
            event_version: event.event_version(),
            payload,
        });
        Ok(())
    }

    /// Whether an event could be added; for whoever decides now and appends later.
    pub fn would_take<E: DomainEvent>(event: &E) -> Result<(), LogError> {
        serde_json::to_value(event).map_or(Ok(()), |payload| texts::judge(&payload))
    }

    /// Whether the event that was added last is as short as people should write.
    pub(super) fn judge_length(&self) -> Result<(), LogError> {
        match self.events.last() {
            Some(event) => texts::judge_length(&event.event_type, &event.payload),
            None => Ok(()),
        }
    }

    /// How many events a named stream has in this batch.
    pub fn added_to(&self, stream: usize) -> u64 {
        self.added.get(stream).copied().unwrap_or_default()
    }

    pub fn len(&self) -> usize {
        self.events.len()
    }

    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// Every stream with its version after the append.
    pub(super) fn versions_after(&self) -> impl Iterator<Item = (&StreamKey, u64)> {
        self.streams.iter().zip(&self.added).map(|((key, version), added)| (key, version + added))
    }
}

/// Floats have no canonical form that every reader agrees on, so none may be stored.
fn is_canonical(value: &Value) -> bool {
    match value {
        Value::Number(number) => !number.is_f64(),
        Value::Array(items) => items.iter().all(is_canonical),
        Value::Object(map) => map.values().all(is_canonical),
        Value::Null | Value::Bool(_) | Value::String(_) => true,
    }
}
