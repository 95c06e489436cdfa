//! One column of marks: an answer at a lesson, a control work, a summative work, an imported line item.
//!
//! Invariants
//! 1. An assessment is planned for one class, subject and study year; its period may be corrected.
//! 2. A mark belongs to (assessment, pupil, number) and lies between the assessment's least and most.
//! 3. The old value stands in the event; the same value again changes nothing.
//! 4. A closed period takes no change of marks, except an import's, which acts under its own right.
//! 5. A pupil may have a status in an assessment, such as exempt, with or without a mark.

mod command;
mod error;
mod event;
mod state;
#[cfg(test)]
mod tests;

pub use command::{AssessmentCommand, Circumstances};
pub use error::AssessmentError;
pub use event::{AssessmentEvent, AssessmentPlan, PupilStatus};
pub use state::Assessment;

use crate::expected::Expected;
use crate::id::PersonId;
use crate::points::Points;
use crate::school_class::Enrolment;
use crate::stream::stream;

impl Assessment {
    /// Decides what a command leads to. Pure: same state and command, same answer.
    pub fn decide(&self, command: AssessmentCommand) -> Result<Vec<AssessmentEvent>, AssessmentError> {
        use AssessmentCommand as Command;
        use AssessmentEvent as Event;
        match command {
            Command::Plan { plan, period_closed, by_import } => {
                self.decide_plan(plan, period_closed && !by_import)
            }
            Command::SetMark { pupil_id, number, value, on, expected, reason, circumstances } => {
                let plan = self.must_exist()?;
                let current = self.mark(pupil_id, number);
                if current == Some(value) {
                    return Ok(vec![]);
                }
                circumstances.must_allow(pupil_id)?;
                if !(1..=MARKS_IN_A_CELL).contains(&number) {
                    return Err(AssessmentError::NoSuchNumber { number });
                }
                if value < plan.least || value > plan.most {
                    return Err(AssessmentError::OutOfRange { least: plan.least, most: plan.most, value });
                }
                must_be_as_seen(pupil_id, number, &expected, current)?;
                Ok(vec![match current {
                    None => Event::MarkGiven { pupil_id, number, value, on, reason },
                    Some(from) => Event::MarkChanged { pupil_id, number, from, to: value, on, reason },
                }])
            }
            Command::WithdrawMark { pupil_id, number, expected, reason, circumstances } => {
                self.must_exist()?;
                let Some(from) = self.mark(pupil_id, number) else { return Ok(vec![]) };
                circumstances.must_be_open()?;
                must_be_as_seen(pupil_id, number, &expected, Some(from))?;
                Ok(vec![Event::MarkWithdrawn { pupil_id, number, from, reason }])
            }
            Command::SetStatus { pupil_id, status, circumstances } => {
                self.must_exist()?;
                let current = self.status(pupil_id);
                if current == Some(status) {
                    return Ok(vec![]);
                }
                circumstances.must_allow(pupil_id)?;
                Ok(vec![Event::StatusSet { pupil_id, from: current, to: status }])
            }
            Command::ClearStatus { pupil_id, circumstances } => {
                self.must_exist()?;
                let Some(from) = self.status(pupil_id) else { return Ok(vec![]) };
                circumstances.must_be_open()?;
                Ok(vec![Event::StatusCleared { pupil_id, from }])
            }
        }
    }

    fn decide_plan(
        &self,
        plan: AssessmentPlan,
        closed: bool,
    ) -> Result<Vec<AssessmentEvent>, AssessmentError> {
        if plan.title.trim().is_empty() {
            return Err(AssessmentError::TitleMissing);
        }
        if plan.least > plan.most {
            return Err(AssessmentError::BoundsReversed);
        }
        if self.plan.as_ref() == Some(&plan) {
            return Ok(vec![]);
        }
        if closed {
            return Err(AssessmentError::PeriodClosed);
        }
        let Some(known) = &self.plan else { return Ok(vec![AssessmentEvent::AssessmentPlanned { plan }]) };
        let place = |plan: &AssessmentPlan| (plan.class_id, plan.subject_id, plan.study_year_id);
        if place(known) != place(&plan) {
            return Err(AssessmentError::OtherJournal);
        }
        if let Some(value) = self.marks().find(|value| *value < plan.least || *value > plan.most) {
            return Err(AssessmentError::OutOfRange { least: plan.least, most: plan.most, value });
        }
        Ok(vec![AssessmentEvent::AssessmentReplanned { from: Box::new(known.clone()), to: plan }])
    }
}

impl Circumstances {
    fn must_be_open(self) -> Result<(), AssessmentError> {
        if self.period_closed && !self.by_import { Err(AssessmentError::PeriodClosed) } else { Ok(()) }
    }

    /// An import keeps marks of pupils who came or left at other times: the record says so, and a
    /// record from elsewhere is not ours to correct.
    fn must_allow(self, pupil_id: PersonId) -> Result<(), AssessmentError> {
        self.must_be_open()?;
        match self.enrolment {
            Enrolment::Member => Ok(()),
            Enrolment::OutsideStay | Enrolment::Stranger if self.by_import => Ok(()),
            Enrolment::OutsideStay | Enrolment::Stranger => Err(AssessmentError::NotAMember { pupil_id }),
        }
    }
}

fn must_be_as_seen(
    pupil_id: PersonId,
    number: u8,
    expected: &Expected<Points>,
    current: Option<Points>,
) -> Result<(), AssessmentError> {
    if expected.agrees_with(current.as_ref()) {
        Ok(())
    } else {
        Err(AssessmentError::ChangedMeanwhile { pupil_id, number, current })
    }
}

/// A cell takes a second mark, as in «5/4», and no third.
const MARKS_IN_A_CELL: u8 = 2;

stream!(Assessment, "assessment", AssessmentCommand, AssessmentEvent, AssessmentError, reads_personal_data: false);
