//! One human as one institution knows them, or one program that acts in it.
//!
//! Invariants
//! 1. A person is registered once, as a human or as a program.
//! 2. What identifies a human stands only in sealed personal data.

mod command;
mod error;
mod event;
mod state;
#[cfg(test)]
mod tests;

pub use command::PersonCommand;
pub use error::PersonError;
pub use event::{PersonDetails, PersonEvent};
pub use state::Person;

use crate::personal::Personal;
use crate::stream::stream;

impl Person {
    /// Decides what a command leads to. Pure: same state and command, same answer.
    pub fn decide(&self, command: PersonCommand) -> Result<Vec<PersonEvent>, PersonError> {
        match command {
            PersonCommand::Register { person_id, details } => {
                if details.family_name.trim().is_empty() && details.given_name.trim().is_empty() {
                    return Err(PersonError::NameMissing);
                }
                let to = Personal::plain(person_id, details);
                match self {
                    Self::Unknown => Ok(vec![PersonEvent::PersonRegistered { details: to }]),
                    Self::Program { .. } => Err(PersonError::IsAProgram),
                    Self::Human { details: Personal::Erased { .. } } => Err(PersonError::Erased),
                    Self::Human { details } if details.of() != Some(person_id) => {
                        Err(PersonError::OtherPerson)
                    }
                    Self::Human { details } if *details == to => Ok(vec![]),
                    Self::Human { details } => {
                        Ok(vec![PersonEvent::PersonalDataAmended { from: Box::new(details.clone()), to }])
                    }
                }
            }
            PersonCommand::RegisterProgram { name } => match self {
                Self::Unknown if name.trim().is_empty() => Err(PersonError::NameMissing),
                Self::Unknown => Ok(vec![PersonEvent::ProgramRegistered { name }]),
                Self::Program { name: known } if *known == name => Ok(vec![]),
                Self::Program { .. } | Self::Human { .. } => Err(PersonError::AlreadyRegistered),
            },
        }
    }
}

stream!(Person, "person", PersonCommand, PersonEvent, PersonError, reads_personal_data: true);
