//! One institution: a school or a governing organisation, its place in the tree, its kinds of work.
//!
//! Invariants
//! 1. An institution is registered once; nothing else happens to one that is not.
//! 2. A category of work has one current title and weight.
//! 3. Only a governing organisation has institutions below it, and none stands below itself.

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

use crate::id::InstitutionId;
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
                events.extend(current.placed(parent_id));
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
            InstitutionCommand::PlaceUnder { own_id, parent_id } => self.place(own_id, parent_id),
            InstitutionCommand::AdmitSubordinate { own_id, institution_id } => {
                self.admit(own_id, institution_id)
            }
            InstitutionCommand::ReleaseSubordinate { institution_id } => {
                self.must_govern()?;
                if self.subordinates.contains(&institution_id) {
                    Ok(vec![InstitutionEvent::SubordinateReleased { institution_id }])
                } else {
                    Ok(vec![])
                }
            }
        }
    }

    fn place(
        &self,
        own_id: InstitutionId,
        parent_id: Option<InstitutionId>,
    ) -> Result<Vec<InstitutionEvent>, InstitutionError> {
        let Some(current) = &self.profile else { return Err(InstitutionError::NotRegistered) };
        if parent_id == Some(own_id) {
            return Err(InstitutionError::BelowItself);
        }
        Ok(current.placed(parent_id).into_iter().collect())
    }

    fn admit(
        &self,
        own_id: InstitutionId,
        institution_id: InstitutionId,
    ) -> Result<Vec<InstitutionEvent>, InstitutionError> {
        self.must_govern()?;
        if institution_id == own_id {
            return Err(InstitutionError::BelowItself);
        }
        if self.subordinates.contains(&institution_id) {
            return Ok(vec![]);
        }
        Ok(vec![InstitutionEvent::SubordinateAdmitted { institution_id }])
    }

    fn must_govern(&self) -> Result<(), InstitutionError> {
        match self.kind() {
            Some(InstitutionKind::Governing) => Ok(()),
            Some(
                InstitutionKind::General
                | InstitutionKind::Vocational
                | InstitutionKind::Preschool
                | InstitutionKind::Additional,
            ) => Err(InstitutionError::NotGoverning),
            None => Err(InstitutionError::NotRegistered),
        }
    }

    fn must_exist(&self) -> Result<(), InstitutionError> {
        if self.profile.is_some() { Ok(()) } else { Err(InstitutionError::NotRegistered) }
    }
}

stream!(Institution, "institution", InstitutionCommand, InstitutionEvent, InstitutionError, reads_personal_data: false);
