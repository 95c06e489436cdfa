//! What an assessment must remember to decide.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::error::AssessmentError;
use super::event::{AssessmentEvent, AssessmentPlan, PupilStatus};
use crate::id::PersonId;
use crate::points::Points;

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Assessment {
    pub(super) plan: Option<AssessmentPlan>,
    marks: BTreeMap<PersonId, BTreeMap<u8, Points>>,
    statuses: BTreeMap<PersonId, PupilStatus>,
}

impl Assessment {
    /// Where it belongs and how it is marked, once it is planned.
    pub const fn plan(&self) -> Option<&AssessmentPlan> {
        self.plan.as_ref()
    }

    pub fn mark(&self, pupil_id: PersonId, number: u8) -> Option<Points> {
        self.marks.get(&pupil_id)?.get(&number).copied()
    }

    pub fn status(&self, pupil_id: PersonId) -> Option<PupilStatus> {
        self.statuses.get(&pupil_id).copied()
    }

    /// Whether any mark or status stands in it.
    pub fn has_marks(&self) -> bool {
        self.marks.values().any(|cell| !cell.is_empty()) || !self.statuses.is_empty()
    }

    pub(super) fn marks(&self) -> impl Iterator<Item = Points> + '_ {
        self.marks.values().flat_map(|cell| cell.values().copied())
    }

    pub(super) fn must_exist(&self) -> Result<&AssessmentPlan, AssessmentError> {
        self.plan.as_ref().ok_or(AssessmentError::NotPlanned)
    }

    /// Never fails and never judges: the event has already happened.
    pub(super) fn absorb(&mut self, event: AssessmentEvent) {
        match event {
            AssessmentEvent::AssessmentPlanned { plan }
            | AssessmentEvent::AssessmentReplanned { to: plan, .. } => {
                self.plan = Some(plan);
            }
            AssessmentEvent::MarkGiven { pupil_id, number, value, .. }
            | AssessmentEvent::MarkChanged { pupil_id, number, to: value, .. } => {
                self.marks.entry(pupil_id).or_default().insert(number, value);
            }
            AssessmentEvent::MarkWithdrawn { pupil_id, number, .. } => {
                if let Some(cell) = self.marks.get_mut(&pupil_id) {
                    cell.remove(&number);
                    if cell.is_empty() {
                        self.marks.remove(&pupil_id);
                    }
                }
            }
            AssessmentEvent::StatusSet { pupil_id, to, .. } => {
                self.statuses.insert(pupil_id, to);
            }
            AssessmentEvent::StatusCleared { pupil_id, .. } => {
                self.statuses.remove(&pupil_id);
            }
        }
    }
}
