//! One building of an institution.
//!
//! Invariants
//! 1. A building is added once and has one current name and address.

mod command;
mod error;
mod event;
mod state;
#[cfg(test)]
mod tests;

pub use command::BuildingCommand;
pub use error::BuildingError;
pub use event::BuildingEvent;
pub use state::Building;

use crate::stream::stream;

impl Building {
    /// Decides what a command leads to. Pure: same state and command, same answer.
    pub fn decide(&self, command: BuildingCommand) -> Result<Vec<BuildingEvent>, BuildingError> {
        match command {
            BuildingCommand::Add { name, .. } if name.trim().is_empty() => Err(BuildingError::NameMissing),
            BuildingCommand::Add { name, address } => match &self.entry {
                None => Ok(vec![BuildingEvent::BuildingAdded { name, address }]),
                Some(entry) if entry.name == name && entry.address == address => Ok(vec![]),
                Some(entry) => Ok(vec![BuildingEvent::BuildingChanged {
                    from_name: entry.name.clone(),
                    from_address: entry.address.clone(),
                    name,
                    address,
                }]),
            },
        }
    }
}

stream!(Building, "building", BuildingCommand, BuildingEvent, BuildingError, reads_personal_data: false);
