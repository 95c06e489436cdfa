//! One institution: a school or a governing organisation, its place in the tree, its kinds of work.
//!
//! Invariants
//! 1. An institution is registered once; nothing else happens to one that is not.
//! 2. A category of work has one current title and weight.

mod command;
mod error;
mod event;
mod state;
#[cfg(test)]
mod tests;

pub use command::InstitutionCommand;
pub use error::InstitutionError;
pub use event::{InstitutionEvent, InstitutionKind};
pub use state::{Category, Institution};

use crate::stream::stream;

impl Institution {
    /// Decides what a command leads to. Pure: same state and command, same answer.
    pub fn decide(&self, command: InstitutionCommand) -> Result<Vec<InstitutionEvent>, InstitutionError> {
        match command {
            InstitutionCommand::Register { kind, name, parent_id, time_zone, external_id } => {
                if time_zone.trim().is_empty() {
                    return Err(InstitutionError::TimeZoneMissing);
                }
                if name.trim().is_empty() {
                    return Err(InstitutionError::NameMissing);
                }
                let Some(current) = &self.profile else {
                    return Ok(vec![InstitutionEvent::InstitutionRegistered {
                        kind,
                        name,
                        parent_id,
                        time_zone,
                        external_id,
                    }]);
                };
                if current.kind != kind {
                    return Err(InstitutionError::AlreadyRegistered);
                }
                let mut events = Vec::new();
                if current.name != name {
                    events
                        .push(InstitutionEvent::InstitutionRenamed { from: current.name.clone(), to: name });
                }
                if current.parent_id != parent_id {
                    events
                        .push(InstitutionEvent::InstitutionPlaced { from: current.parent_id, to: parent_id });
                }
                if current.time_zone != time_zone {
                    let from = current.time_zone.clone();
                    events.push(InstitutionEvent::TimeZoneChanged { from, to: time_zone });
                }
                Ok(events)
            }
            InstitutionCommand::DefineCategory { category_id, title, weight } => {
                self.must_exist()?;
                if title.trim().is_empty() {
                    return Err(InstitutionError::CategoryTitleMissing);
                }
                match self.categories.get(&category_id) {
                    Some(known) if known.title == title && known.weight == weight => Ok(vec![]),
                    Some(known) => Ok(vec![InstitutionEvent::CategoryChanged {
                        category_id,
                        from_title: known.title.clone(),
                        from_weight: known.weight,
                        title,
                        weight,
                    }]),
                    None => Ok(vec![InstitutionEvent::CategoryDefined { category_id, title, weight }]),
                }
            }
        }
    }

    fn must_exist(&self) -> Result<(), InstitutionError> {
        if self.profile.is_some() { Ok(()) } else { Err(InstitutionError::NotRegistered) }
    }
}

stream!(Institution, "institution", InstitutionCommand, InstitutionEvent, InstitutionError, reads_personal_data: false);
