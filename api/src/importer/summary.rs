//! What an import led to, for people and as JSON.

use std::collections::BTreeMap;

use dayek_domain::assessment::AssessmentEvent;
use dayek_domain::institution::InstitutionEvent;
use dayek_domain::membership::MembershipEvent;
use dayek_domain::person::PersonEvent;
use dayek_domain::school_class::SchoolClassEvent;
use dayek_domain::study_year::StudyYearEvent;
use dayek_domain::subject::SubjectEvent;
use serde::Serialize;
use uuid::Uuid;

use super::resolve::Resolved;
use crate::oneroster::{Refusal, Warning};

/// What became of the rows of one file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    pub created: usize,
    pub changed: usize,
    pub withdrawn: usize,
    /// Left as it was.
    pub unchanged: usize,
}

/// What an import led to.
#[derive(Debug, Clone, Serialize)]
pub struct Summary {
    pub dry_run: bool,
    /// This very bundle was imported to its end before; nothing was looked at again.
    pub imported_before: bool,
    pub source: String,
    pub institutions: Vec<Imported>,
    pub events: u64,
    pub created: usize,
    pub changed: usize,
    pub withdrawn: usize,
    pub unchanged: usize,
    /// Always none here: a bundle with a refusal is not imported at all.
    pub refused: usize,
    pub refusals: Vec<Refusal>,
    pub files: BTreeMap<&'static str, Tally>,
    pub warnings: Vec<Warning>,
}

/// An institution the bundle is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Imported {
    pub id: Uuid,
    pub external_id: String,
    pub name: Option<String>,
}

impl Summary {
    pub(super) fn new(resolved: &Resolved, warnings: Vec<Warning>, dry_run: bool) -> Self {
        let institutions = resolved.schools.iter().map(|school| Imported {
            id: school.id.0,
            external_id: school.external_id.clone(),
            name: school.org.as_ref().map(|org| org.data.name.clone()),
        });
        Self {
            dry_run,
            imported_before: false,
            source: resolved.source.clone(),
            institutions: institutions.collect(),
            events: 0,
            created: 0,
            changed: 0,
            withdrawn: 0,
            unchanged: 0,
            refused: 0,
            refusals: Vec::new(),
            files: BTreeMap::new(),
            warnings,
        }
    }

    pub(super) fn take(&mut self, tallies: BTreeMap<&'static str, Tally>, events: u64) {
        self.created = tallies.values().map(|tally| tally.created).sum();
        self.changed = tallies.values().map(|tally| tally.changed).sum();
        self.withdrawn = tallies.values().map(|tally| tally.withdrawn).sum();
        self.unchanged = tallies.values().map(|tally| tally.unchanged).sum();
        self.files = tallies;
        self.events = events;
    }
}

impl Tally {
    pub(super) const fn count(&mut self, effect: Option<Effect>) {
        match effect {
            None => self.unchanged += 1,
            Some(Effect::Created) => self.created += 1,
            Some(Effect::Changed) => self.changed += 1,
            Some(Effect::Withdrawn) => self.withdrawn += 1,
        }
    }
}

/// What an event does, as far as an import's summary goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    Created,
    Changed,
    Withdrawn,
}

/// Events that an import counts.
pub(super) trait Counted {
    fn effect(&self) -> Effect;
}

impl Counted for InstitutionEvent {
    fn effect(&self) -> Effect {
        match self {
            Self::InstitutionRegistered { .. }
            | Self::CategoryDefined { .. }
            | Self::SubordinateAdmitted { .. } => Effect::Created,
            Self::InstitutionRenamed { .. }
            | Self::InstitutionPlaced { .. }
            | Self::TimeZoneChanged { .. }
            | Self::CategoryChanged { .. }
            | Self::ProfileChanged { .. }
            | Self::FunctionSwitched { .. }
            | Self::MarkKindSwitched { .. } => Effect::Changed,
            Self::SubordinateReleased { .. } => Effect::Withdrawn,
        }
    }
}

impl Counted for StudyYearEvent {
    fn effect(&self) -> Effect {
        match self {
            Self::StudyYearDefined { .. }
            | Self::PeriodDefined { .. }
            | Self::PeriodSetDefined { .. }
            | Self::HolidayDeclared { .. }
            | Self::BellScheduleSet { from: None, .. } => Effect::Created,
            Self::StudyYearChanged { .. }
            | Self::PeriodChanged { .. }
            | Self::PeriodClosed { .. }
            | Self::PeriodReopened { .. }
            | Self::PeriodSetRenamed { .. }
            | Self::HolidayChanged { .. }
            | Self::BellScheduleSet { .. }
            | Self::DayBellsSet { .. } => Effect::Changed,
            Self::HolidayWithdrawn { .. } => Effect::Withdrawn,
        }
    }
}

impl Counted for SubjectEvent {
    fn effect(&self) -> Effect {
        match self {
            Self::SubjectAdded { .. } => Effect::Created,
            Self::SubjectRenamed { .. } => Effect::Changed,
        }
    }
}

impl Counted for PersonEvent {
    fn effect(&self) -> Effect {
        match self {
            Self::PersonRegistered { .. } | Self::ProgramRegistered { .. } | Self::UntListed { .. } => {
                Effect::Created
            }
            Self::GuardianLinked { from: None, .. } => Effect::Created,
            Self::PersonalDataAmended { .. } | Self::GuardianLinked { .. } | Self::PersonRestored => {
                Effect::Changed
            }
            Self::GuardianUnlinked { .. } | Self::PersonArchived { .. } | Self::UntUnlisted { .. } => {
                Effect::Withdrawn
            }
        }
    }
}

impl Counted for MembershipEvent {
    fn effect(&self) -> Effect {
        match self {
            Self::RoleGranted { .. } | Self::SectionOpenedToEditor { from: None, .. } => Effect::Created,
            Self::SectionOpenedToEditor { .. } => Effect::Changed,
            Self::RoleRevoked { .. } | Self::SectionClosedToEditor { .. } => Effect::Withdrawn,
        }
    }
}

impl Counted for SchoolClassEvent {
    fn effect(&self) -> Effect {
        match self {
            Self::ClassFormed { .. } | Self::PupilEnrolled { .. } | Self::TeacherAssigned { .. } => {
                Effect::Created
            }
            Self::LeaderAppointed { from: None, .. } | Self::PsychologistAssigned { from: None, .. } => {
                Effect::Created
            }
            Self::LeaderAppointed { .. } | Self::PsychologistAssigned { .. } => Effect::Changed,
            Self::LeaderDismissed { .. } | Self::PsychologistUnassigned { .. } => Effect::Withdrawn,
            Self::ClassRenamed { .. }
            | Self::EnrolmentMoved { .. }
            | Self::WithdrawalMoved { .. }
            | Self::GroupComposed { .. }
            | Self::JournalKindChosen { .. }
            | Self::PeriodSetChosen { .. }
            | Self::BellScheduleChosen { .. } => Effect::Changed,
            Self::PupilWithdrawn { .. } | Self::TeacherUnassigned { .. } => Effect::Withdrawn,
        }
    }
}

impl Counted for AssessmentEvent {
    fn effect(&self) -> Effect {
        match self {
            Self::AssessmentPlanned { .. } | Self::MarkGiven { .. } => Effect::Created,
            Self::StatusSet { from: None, .. } => Effect::Created,
            Self::AssessmentReplanned { .. } | Self::MarkChanged { .. } | Self::StatusSet { .. } => {
                Effect::Changed
            }
            Self::MarkWithdrawn { .. } | Self::StatusCleared { .. } => Effect::Withdrawn,
        }
    }
}
