//! What a room must remember to decide.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::event::RoomEvent;
use crate::id::BuildingId;

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Room {
    pub(super) entry: Option<Entry>,
    pub(super) retired: Option<NaiveDate>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) building_id: Option<BuildingId>,
    pub(super) seats: Option<u16>,
}

impl Room {
    pub const fn exists(&self) -> bool {
        self.entry.is_some()
    }

    /// Whether lessons may take place in it on a day.
    pub fn serves_on(&self, day: NaiveDate) -> bool {
        self.exists() && self.retired.is_none_or(|retired| day < retired)
    }

    pub fn building_id(&self) -> Option<BuildingId> {
        self.entry.as_ref()?.building_id
    }

    /// Never fails and never judges: the event has already happened.
    pub(super) fn absorb(&mut self, event: RoomEvent) {
        match event {
            RoomEvent::RoomAdded { name, building_id, seats }
            | RoomEvent::RoomChanged { name, building_id, seats, .. } => {
                self.entry = Some(Entry { name, building_id, seats });
            }
            RoomEvent::RoomRetired { on } => self.retired = Some(on),
        }
    }
}
