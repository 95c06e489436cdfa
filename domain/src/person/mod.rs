//! One human as one institution knows them, or one program that acts in it.
//!
//! Invariants
//! 1. A person is registered once, as a human or as a program.
//! 2. A guardian is linked once, with one kinship; nobody is their own.
//! 3. What identifies a human stands only in sealed personal data.

mod command;
mod error;
mod event;
mod state;
#[cfg(test)]
mod tests;

pub use command::PersonCommand;
pub use error::PersonError;
pub use event::{Kinship, PersonDetails, PersonEvent};
pub use state::Person;

use state::Who;

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
                match &self.who {
                    Who::Unknown => Ok(vec![PersonEvent::PersonRegistered { details: to }]),
                    Who::Program { .. } => Err(PersonError::IsAProgram),
                    Who::Human { details: Personal::Erased { .. } } => Err(PersonError::Erased),
                    Who::Human { details } if details.of() != Some(person_id) => {
                        Err(PersonError::OtherPerson)
                    }
                    Who::Human { details } if *details == to => Ok(vec![]),
                    Who::Human { details } => {
                        Ok(vec![PersonEvent::PersonalDataAmended { from: Box::new(details.clone()), to }])
                    }
                }
            }
            PersonCommand::RegisterProgram { name } => match &self.who {
                Who::Unknown if name.trim().is_empty() => Err(PersonError::NameMissing),
                Who::Unknown => Ok(vec![PersonEvent::ProgramRegistered { name }]),
                Who::Program { name: known } if *known == name => Ok(vec![]),
                Who::Program { .. } | Who::Human { .. } => Err(PersonError::AlreadyRegistered),
            },
            PersonCommand::LinkGuardian { .. } if !self.is_human() => Err(PersonError::NotAHuman),
            PersonCommand::LinkGuardian { pupil_id, guardian_id, .. } if pupil_id == guardian_id => {
                Err(PersonError::OwnGuardian)
            }
            PersonCommand::LinkGuardian { guardian_id, kinship, .. } => {
                let from = self.kinship(guardian_id);
                if from == Some(kinship) {
                    return Ok(vec![]);
                }
                Ok(vec![PersonEvent::GuardianLinked { guardian_id, from, kinship }])
            }
            PersonCommand::UnlinkGuardian { guardian_id, reason } => match self.kinship(guardian_id) {
                None => Ok(vec![]),
                Some(kinship) => Ok(vec![PersonEvent::GuardianUnlinked { guardian_id, kinship, reason }]),
            },
        }
    }
}

stream!(Person, "person", PersonCommand, PersonEvent, PersonError, reads_personal_data: true);
