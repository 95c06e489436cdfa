//! What has happened to a room. Stored for ever: only add variants, or fields with a default.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;

use crate::id::BuildingId;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, IntoStaticStr)]
#[serde(tag = "type", rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum RoomEvent {
    RoomAdded {
        name: String,
        building_id: Option<BuildingId>,
        seats: Option<u16>,
    },
    RoomChanged {
        from_name: String,
        from_building_id: Option<BuildingId>,
        from_seats: Option<u16>,
        name: String,
        building_id: Option<BuildingId>,
        seats: Option<u16>,
    },
    /// From that day on the room serves no more.
    RoomRetired {
        on: NaiveDate,
    },
}
