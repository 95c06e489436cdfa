//! One human as one institution knows them, or one program that acts in it.
//!
//! Invariants
//! 1. A person is registered once, as a human or as a program.
//! 2. A guardian is linked once, with one kinship; nobody is their own.
//! 3. What identifies a human stands only in sealed personal data.
//! 4. A human is archived or not; both change nothing about what has happened.
//! 5. A human takes the unified national test of a study year or not.

mod command;
mod error;
mod event;
mod iin;
mod state;
#[cfg(test)]
mod tests;

pub use command::PersonCommand;
pub use error::PersonError;
pub use event::{Kinship, PersonDetails, PersonEvent, Sex, TaughtIn};
pub use iin::{Iin, IinFault};
pub use state::Person;

use state::Who;

use crate::id::PersonId;
use crate::personal::Personal;
use crate::stream::stream;

impl Person {
    /// Decides what a command leads to. Pure: same state and command, same answer.
    pub fn decide(&self, command: PersonCommand) -> Result<Vec<PersonEvent>, PersonError> {
        match command {
            PersonCommand::Register { person_id, details } => self.describe(person_id, details),
            PersonCommand::Record { person_id, details } => {
                let details = match self.details() {
                    Some(known) => details.beside_lists_of(known),
                    None => details,
                };
                self.describe(person_id, details)
            }
            PersonCommand::Supplement { person_id, details } => {
                let details = match self.details() {
                    Some(known) => details.over(known),
                    None => details,
                };
                self.describe(person_id, details)
            }
            PersonCommand::Amend { .. } if !self.is_registered() => Err(PersonError::NotRegistered),
            PersonCommand::Amend { person_id, details } => {
                let details = match self.details() {
                    Some(known) => details.known_elsewhere_as(known),
                    None => details,
                };
                self.describe(person_id, details)
            }
            PersonCommand::Archive { on, reason } => match &self.who {
                Who::Unknown => Err(PersonError::NotRegistered),
                Who::Program { .. } => Err(PersonError::IsAProgram),
                Who::Human { .. } if self.is_archived() => Ok(vec![]),
                Who::Human { .. } => Ok(vec![PersonEvent::PersonArchived { on, reason }]),
            },
            PersonCommand::Restore if !self.is_registered() => Err(PersonError::NotRegistered),
            PersonCommand::Restore if self.is_archived() => Ok(vec![PersonEvent::PersonRestored]),
            PersonCommand::Restore => Ok(vec![]),
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
            PersonCommand::ListForUnt { study_year_id } => match &self.who {
                Who::Unknown => Err(PersonError::NotRegistered),
                Who::Program { .. } => Err(PersonError::IsAProgram),
                Who::Human { .. } if self.takes_unt(study_year_id) => Ok(vec![]),
                Who::Human { .. } => Ok(vec![PersonEvent::UntListed { study_year_id }]),
            },
            PersonCommand::UnlistForUnt { .. } if !self.is_registered() => Err(PersonError::NotRegistered),
            PersonCommand::UnlistForUnt { study_year_id } if self.takes_unt(study_year_id) => {
                Ok(vec![PersonEvent::UntUnlisted { study_year_id }])
            }
            PersonCommand::UnlistForUnt { .. } => Ok(vec![]),
        }
    }

    fn describe(&self, person_id: PersonId, details: PersonDetails) -> Result<Vec<PersonEvent>, PersonError> {
        if details.family_name.trim().is_empty() && details.given_name.trim().is_empty() {
            return Err(PersonError::NameMissing);
        }
        let to = Personal::plain(person_id, details);
        match &self.who {
            Who::Unknown => Ok(vec![PersonEvent::PersonRegistered { details: to }]),
            Who::Program { .. } => Err(PersonError::IsAProgram),
            Who::Human { details } if matches!(**details, Personal::Erased { .. }) => {
                Err(PersonError::Erased)
            }
            Who::Human { details } if details.of() != Some(person_id) => Err(PersonError::OtherPerson),
            Who::Human { details } if **details == to => Ok(vec![]),
            Who::Human { details } => {
                Ok(vec![PersonEvent::PersonalDataAmended { from: Box::new((**details).clone()), to }])
            }
        }
    }
}

stream!(Person, "person", PersonCommand, PersonEvent, PersonError, reads_personal_data: true);
