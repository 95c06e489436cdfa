//! One subject of an institution's directory.
//!
//! Invariants
//! 1. A subject is added once and has one current name and code.

mod command;
mod error;
mod event;
mod state;
#[cfg(test)]
mod tests;

pub use command::SubjectCommand;
pub use error::SubjectError;
pub use event::SubjectEvent;
pub use state::Subject;

use crate::stream::stream;

impl Subject {
    /// Decides what a command leads to. Pure: same state and command, same answer.
    pub fn decide(&self, command: SubjectCommand) -> Result<Vec<SubjectEvent>, SubjectError> {
        match command {
            SubjectCommand::Add { name, .. } if name.trim().is_empty() => Err(SubjectError::NameMissing),
            SubjectCommand::Add { name, code, external_id } => match &self.entry {
                None => Ok(vec![SubjectEvent::SubjectAdded { name, code, external_id }]),
                Some(entry) if entry.name == name && entry.code == code => Ok(vec![]),
                Some(entry) => Ok(vec![SubjectEvent::SubjectRenamed {
                    from: entry.name.clone(),
                    from_code: entry.code.clone(),
                    to: name,
                    to_code: code,
                }]),
            },
        }
    }
}

stream!(Subject, "subject", SubjectCommand, SubjectEvent, SubjectError, reads_personal_data: false);
