//! One event as a read model meets it.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use dayek_domain::fact::Fact;
use serde::Deserialize;
use uuid::Uuid;

use super::projection::ApplyError;

/// An event with its place in the log. Personal data in it is sealed.
#[derive(Debug, Clone)]
pub struct RecordedEvent {
    pub position: i64,
    pub aggregate_type: String,
    pub stream_id: Uuid,
    pub sequence: i64,
    pub event_type: String,
    pub recorded_at: DateTime<Utc>,
    pub author: Arc<Author>,
    pub fact: Fact,
}

/// Who made a change and through which door, from the event's metadata.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Author {
    /// `None`: the program itself.
    pub person_id: Option<Uuid>,
    pub role: Option<String>,
    pub origin: String,
    pub request: Option<Uuid>,
}

#[derive(Deserialize)]
struct Metadata {
    actor: String,
    origin: String,
    #[serde(default)]
    role: Option<String>,
    #[serde(default)]
    request: Option<Uuid>,
}

impl Author {
    pub(super) fn parse(metadata: &str, position: i64) -> Result<Self, ApplyError> {
        let parsed: Metadata = serde_json::from_str(metadata)
            .map_err(|error| ApplyError::event(position, format!("its metadata does not read: {error}")))?;
        let person_id = match parsed.actor.as_str() {
            "system" => None,
            id => Some(
                id.parse().map_err(|_| ApplyError::event(position, "its actor is not an id".to_owned()))?,
            ),
        };
        Ok(Self { person_id, role: parsed.role, origin: parsed.origin, request: parsed.request })
    }
}

impl RecordedEvent {
    /// A sealed value with its place, as read tables keep it:
    /// `<stream type>/<stream id>/<sequence>/<event type>/<path> <sealed value>`.
    pub fn placed(&self, path: &str, sealed: &str) -> String {
        format!(
            "{}/{}/{}/{}/{path} {sealed}",
            self.aggregate_type, self.stream_id, self.sequence, self.event_type
        )
    }
}
