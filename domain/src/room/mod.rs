//! One room of an institution, in a building or not.
//!
//! Invariants
//! 1. A room is added once and has one current name, building and number of seats.
//! 2. A retired room is not changed; only the day from which on it serves no more may be corrected.

mod command;
mod error;
mod event;
mod state;
#[cfg(test)]
mod tests;

pub use command::RoomCommand;
pub use error::RoomError;
pub use event::RoomEvent;
pub use state::Room;

use crate::stream::stream;

impl Room {
    /// Decides what a command leads to. Pure: same state and command, same answer.
    pub fn decide(&self, command: RoomCommand) -> Result<Vec<RoomEvent>, RoomError> {
        match command {
            RoomCommand::Add { name, .. } if name.trim().is_empty() => Err(RoomError::NameMissing),
            RoomCommand::Add { name, building_id, seats } => match &self.entry {
                None => Ok(vec![RoomEvent::RoomAdded { name, building_id, seats }]),
                Some(entry)
                    if entry.name == name && entry.building_id == building_id && entry.seats == seats =>
                {
                    Ok(vec![])
                }
                Some(_) if self.retired.is_some() => Err(RoomError::Retired),
                Some(entry) => Ok(vec![RoomEvent::RoomChanged {
                    from_name: entry.name.clone(),
                    from_building_id: entry.building_id,
                    from_seats: entry.seats,
                    name,
                    building_id,
                    seats,
                }]),
            },
            RoomCommand::Retire { .. } if self.entry.is_none() => Err(RoomError::NotAdded),
            RoomCommand::Retire { on } if self.retired == Some(on) => Ok(vec![]),
            RoomCommand::Retire { on } => Ok(vec![RoomEvent::RoomRetired { on }]),
        }
    }
}

stream!(Room, "room", RoomCommand, RoomEvent, RoomError, reads_personal_data: false);
