//! What can be asked of a room.

use chrono::NaiveDate;

use crate::id::BuildingId;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RoomCommand {
    /// Adds the room, or brings it up to date when it is there.
    Add { name: String, building_id: Option<BuildingId>, seats: Option<u16> },
    /// Has the room serve no more from a day on, or corrects that day.
    Retire { on: NaiveDate },
}
