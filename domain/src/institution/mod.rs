//! One institution: a school or a governing organisation, its place in the tree, its kinds of work, what it
//! says of itself and what it uses.
//!
//! Invariants
//! 1. An institution is registered once; nothing else happens to one that is not.
//! 2. A category of work has one current title and weight.
//! 3. Only a governing organisation has institutions below it, and none stands below itself.
//! 4. A page or a kind of marks is used until it is switched off. A governing organisation gives no marks.

mod command;
mod error;
mod event;
mod profile;
mod state;
#[cfg(test)]
mod tests;

pub use command::InstitutionCommand;
pub use error::InstitutionError;
pub use event::{InstitutionEvent, InstitutionKind};
pub use profile::{Function, MarkKind, Profile};
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
                let Some(current) = &self.registered else {
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
            InstitutionCommand::Rename { name } => self.rename(&name),
            InstitutionCommand::ChangeProfile { profile } => self.change_profile(profile),
            InstitutionCommand::SwitchFunction { function, on } => {
                if !function.is_for(self.must_be_registered()?) {
                    return Err(InstitutionError::NoSuchFunction);
                }
                let changes = self.has_function(function) != on;
                Ok(changes
                    .then_some(InstitutionEvent::FunctionSwitched { function, on })
                    .into_iter()
                    .collect())
            }
            InstitutionCommand::SwitchMarkKind { kind, on } => {
                if !self.must_be_registered()?.gives_marks() {
                    return Err(InstitutionError::GivesNoMarks);
                }
                let changes = self.gives_marks_of(kind) != on;
                Ok(changes.then_some(InstitutionEvent::MarkKindSwitched { kind, on }).into_iter().collect())
            }
        }
    }

    fn rename(&self, name: &str) -> Result<Vec<InstitutionEvent>, InstitutionError> {
        let Some(current) = &self.registered else { return Err(InstitutionError::NotRegistered) };
        let name = name.trim();
        if name.is_empty() {
            return Err(InstitutionError::NameMissing);
        }
        if current.name == name {
            return Ok(vec![]);
        }
        let from = current.name.clone();
        Ok(vec![InstitutionEvent::InstitutionRenamed { from, to: name.to_owned() }])
    }

    fn change_profile(&self, profile: Profile) -> Result<Vec<InstitutionEvent>, InstitutionError> {
        self.must_exist()?;
        let profile = profile.tidied();
        profile.check()?;
        if self.profile == profile {
            return Ok(vec![]);
        }
        let from = Box::new(self.profile.clone());
        Ok(vec![InstitutionEvent::ProfileChanged { from, to: profile }])
    }

    fn place(
        &self,
        own_id: InstitutionId,
        parent_id: Option<InstitutionId>,
    ) -> Result<Vec<InstitutionEvent>, InstitutionError> {
        let Some(current) = &self.registered else { return Err(InstitutionError::NotRegistered) };
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

    fn must_be_registered(&self) -> Result<InstitutionKind, InstitutionError> {
        self.kind().ok_or(InstitutionError::NotRegistered)
    }

    fn must_exist(&self) -> Result<(), InstitutionError> {
        if self.registered.is_some() { Ok(()) } else { Err(InstitutionError::NotRegistered) }
    }
}

stream!(Institution, "institution", InstitutionCommand, InstitutionEvent, InstitutionError, reads_personal_data: false);
