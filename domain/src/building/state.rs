//! What a building must remember to decide.

use serde::{Deserialize, Serialize};

use super::event::BuildingEvent;

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Building {
    pub(super) entry: Option<Entry>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) address: Option<String>,
}

impl Building {
    pub const fn exists(&self) -> bool {
        self.entry.is_some()
    }

    /// Never fails and never judges: the event has already happened.
    pub(super) fn absorb(&mut self, event: BuildingEvent) {
        self.entry = Some(match event {
            BuildingEvent::BuildingAdded { name, address }
            | BuildingEvent::BuildingChanged { name, address, .. } => Entry { name, address },
        });
    }
}
