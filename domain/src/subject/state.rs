//! What a subject must remember to decide.

use serde::{Deserialize, Serialize};

use super::event::SubjectEvent;

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Subject {
    pub(super) entry: Option<Entry>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) code: Option<String>,
}

impl Subject {
    pub const fn exists(&self) -> bool {
        self.entry.is_some()
    }

    /// Never fails and never judges: the event has already happened.
    pub(super) fn absorb(&mut self, event: SubjectEvent) {
        self.entry = Some(match event {
            SubjectEvent::SubjectAdded { name, code, .. }
            | SubjectEvent::SubjectRenamed { to: name, to_code: code, .. } => Entry { name, code },
        });
    }
}
