//! What a person's stream must remember to decide.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::event::{Kinship, PersonDetails, PersonEvent};
use crate::access::{Grant, Over, Role, Standing};
use crate::id::{ClassId, PersonId, StudyYearId};
use crate::personal::Personal;

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Person {
    pub(super) who: Who,
    /// Each with the sequence of the event that links them.
    guardians: BTreeMap<PersonId, (Kinship, u64)>,
    archived: bool,
    /// The study years of whose national test they are a taker.
    unt: BTreeSet<StudyYearId>,
    seen: u64,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) enum Who {
    #[default]
    Unknown,
    Human {
        details: Box<Personal<PersonDetails>>,
    },
    Program {
        name: String,
    },
}

impl Person {
    pub const fn is_registered(&self) -> bool {
        !matches!(self.who, Who::Unknown)
    }

    pub const fn is_human(&self) -> bool {
        matches!(self.who, Who::Human { .. })
    }

    /// Whether they are of the institution no more.
    pub const fn is_archived(&self) -> bool {
        self.archived
    }

    /// Whether they take the unified national test of a study year.
    pub fn takes_unt(&self, study_year_id: StudyYearId) -> bool {
        self.unt.contains(&study_year_id)
    }

    /// What is known of a human, if it is still there and was opened.
    pub fn details(&self) -> Option<&PersonDetails> {
        match &self.who {
            Who::Human { details } => details.value(),
            Who::Unknown | Who::Program { .. } => None,
        }
    }

    /// What a guardian is to this pupil.
    pub fn kinship(&self, guardian_id: PersonId) -> Option<Kinship> {
        self.guardians.get(&guardian_id).map(|(kinship, _)| *kinship)
    }

    /// Everybody who is a guardian of this pupil.
    pub fn guardians(&self) -> impl Iterator<Item = (PersonId, Kinship)> + '_ {
        self.guardians.iter().map(|(guardian, (kinship, _))| (*guardian, *kinship))
    }

    /// Adds to a guardian's standing that this pupil, who is in these classes, is their child.
    pub fn add_to(&self, standing: &mut Standing, pupil_id: PersonId, classes: Vec<ClassId>) {
        if let Some((_, sequence)) = self.guardians.get(&standing.person()) {
            let grant = Grant { stream: "person", id: pupil_id.0, sequence: *sequence };
            standing.add(Role::Parent, Over::Child { pupil_id, classes }, grant);
        }
    }

    /// Never fails and never judges: the event has already happened.
    pub(super) fn absorb(&mut self, event: PersonEvent) {
        self.seen += 1;
        match event {
            PersonEvent::PersonRegistered { details }
            | PersonEvent::PersonalDataAmended { to: details, .. } => {
                self.who = Who::Human { details: Box::new(details) };
            }
            PersonEvent::ProgramRegistered { name } => self.who = Who::Program { name },
            PersonEvent::GuardianLinked { guardian_id, kinship, .. } => {
                self.guardians.insert(guardian_id, (kinship, self.seen));
            }
            PersonEvent::GuardianUnlinked { guardian_id, .. } => {
                self.guardians.remove(&guardian_id);
            }
            PersonEvent::PersonArchived { .. } => self.archived = true,
            PersonEvent::PersonRestored => self.archived = false,
            PersonEvent::UntListed { study_year_id } => {
                self.unt.insert(study_year_id);
            }
            PersonEvent::UntUnlisted { study_year_id } => {
                self.unt.remove(&study_year_id);
            }
        }
    }
}
