//! A class, a group or a subgroup of one study year: its pupils with dates, its teachers by subject.
//!
//! Invariants
//! 1. A class is formed once, inside one study year.
//! 2. A pupil's stays in a class do not overlap, and none ends before it begins.
//! 3. A teacher is assigned to a subject of the class or not.
//! 4. A class has at most one leader and one psychologist.
//! 5. Only a group consists of parts of classes, and it holds none twice.
//! 6. What marks a class has is chosen once. Its reporting periods and its bells may be chosen anew.

mod command;
mod error;
mod event;
mod grade;
mod part;
mod state;
#[cfg(test)]
mod tests;

pub use command::SchoolClassCommand;
pub use error::SchoolClassError;
pub use event::{ClassKind, JournalKind, SchoolClassEvent};
pub use grade::{grade, is_last_grade, next_name};
pub use part::{Part, overlap};
pub use state::{Enrolment, SchoolClass, Stay};

use chrono::NaiveDate;

use crate::id::PersonId;
use crate::membership::Order;
use crate::personal::Personal;
use crate::stream::stream;
use state::Formed;

impl SchoolClass {
    /// Decides what a command leads to. Pure: same state and command, same answer.
    pub fn decide(&self, command: SchoolClassCommand) -> Result<Vec<SchoolClassEvent>, SchoolClassError> {
        use SchoolClassCommand as Command;
        use SchoolClassEvent as Event;
        match command {
            Command::Form { name, .. } if name.trim().is_empty() => Err(SchoolClassError::NameMissing),
            Command::Form { kind: ClassKind::Class, parts, .. } if !parts.is_empty() => {
                Err(SchoolClassError::OnlyGroupsHaveParts)
            }
            Command::Form { study_year_id, kind, name, external_id, parts } => match &self.formed {
                None => {
                    let parts = part::in_order(parts)?;
                    Ok(vec![Event::ClassFormed { study_year_id, kind, name, external_id, parts }])
                }
                Some(formed) if formed.study_year_id != study_year_id => {
                    Err(SchoolClassError::OtherStudyYear)
                }
                Some(formed) if formed.kind != kind => Err(SchoolClassError::OtherKind),
                Some(formed) => {
                    let mut events = Vec::new();
                    if formed.name != name {
                        events.push(Event::ClassRenamed { from: formed.name.clone(), to: name });
                    }
                    if !parts.is_empty() {
                        events.extend(self.compose(parts)?);
                    }
                    Ok(events)
                }
            },
            Command::EnrolPupil { pupil_id, from, order } => {
                self.must_exist()?;
                self.enrol(pupil_id, from, order)
            }
            Command::WithdrawPupil { pupil_id, on, reason, order } => {
                self.must_exist()?;
                match self.stays_of(pupil_id).last() {
                    None => Err(SchoolClassError::NotAMember { pupil_id }),
                    Some(stay) => end(pupil_id, *stay, on, reason, order),
                }
            }
            Command::RecordStay { pupil_id, from, to } => {
                self.must_exist()?;
                let known = self.stays_of(pupil_id).find(|stay| stay.from == from);
                match (known, to) {
                    // A stay that has ended here is not reopened by a record that does not say when it ended.
                    (Some(_), None) => Ok(vec![]),
                    (Some(stay), Some(on)) => end(pupil_id, *stay, on, None, None),
                    (None, None) => self.enrol(pupil_id, from, None),
                    (None, Some(on)) => {
                        let mut events = self.enrol(pupil_id, from, None)?;
                        events.extend(end(pupil_id, Stay { from, to: None }, on, None, None)?);
                        Ok(events)
                    }
                }
            }
            Command::AssignTeacher { teacher_id, subject_id } => {
                self.must_exist()?;
                if self.teaches(teacher_id, subject_id) {
                    return Ok(vec![]);
                }
                Ok(vec![Event::TeacherAssigned { teacher_id, subject_id }])
            }
            Command::UnassignTeacher { teacher_id, subject_id } => {
                self.must_exist()?;
                if !self.teaches(teacher_id, subject_id) {
                    return Ok(vec![]);
                }
                Ok(vec![Event::TeacherUnassigned { teacher_id, subject_id }])
            }
            Command::AppointLeader { leader_id, order } => {
                self.must_exist()?;
                let from = self.leader();
                if from == Some(leader_id) {
                    return Ok(vec![]);
                }
                Ok(vec![Event::LeaderAppointed { from, leader_id, order }])
            }
            Command::DismissLeader { order } => {
                self.must_exist()?;
                let dismissed = |leader_id| Event::LeaderDismissed { leader_id, order };
                Ok(self.leader().map(dismissed).into_iter().collect())
            }
            Command::AssignPsychologist { psychologist_id, order } => {
                self.must_exist()?;
                let from = self.psychologist();
                if from == Some(psychologist_id) {
                    return Ok(vec![]);
                }
                Ok(vec![Event::PsychologistAssigned { from, psychologist_id, order }])
            }
            Command::UnassignPsychologist { order } => {
                self.must_exist()?;
                let unassigned = |psychologist_id| Event::PsychologistUnassigned { psychologist_id, order };
                Ok(self.psychologist().map(unassigned).into_iter().collect())
            }
            Command::ComposeGroup { parts } => match self.must_exist()?.kind {
                ClassKind::Class => Err(SchoolClassError::OnlyGroupsHaveParts),
                ClassKind::Group => self.compose(parts),
            },
            Command::ChooseJournalKind { kind } => {
                self.must_exist()?;
                match self.journal_kind() {
                    None => Ok(vec![Event::JournalKindChosen { from: None, kind }]),
                    Some(chosen) if chosen == kind => Ok(vec![]),
                    Some(_) => Err(SchoolClassError::JournalKindFixed),
                }
            }
            Command::ChoosePeriodSet { set_id: to } => {
                self.must_exist()?;
                let from = self.period_set();
                if from == to { Ok(vec![]) } else { Ok(vec![Event::PeriodSetChosen { from, to }]) }
            }
            Command::ChooseBellSchedule { bell_schedule_id: to } => {
                self.must_exist()?;
                let from = self.bell_schedule();
                if from == Some(to) { Ok(vec![]) } else { Ok(vec![Event::BellScheduleChosen { from, to }]) }
            }
        }
    }

    fn compose(&self, parts: Vec<Part>) -> Result<Vec<SchoolClassEvent>, SchoolClassError> {
        let (from, to) = (self.parts.clone(), part::in_order(parts)?);
        if from == to { Ok(vec![]) } else { Ok(vec![SchoolClassEvent::GroupComposed { from, to }]) }
    }

    fn enrol(
        &self,
        pupil_id: PersonId,
        from: Option<NaiveDate>,
        order: Option<Order>,
    ) -> Result<Vec<SchoolClassEvent>, SchoolClassError> {
        let open = self.open_stay(pupil_id);
        if open.is_some_and(|stay| stay.from == from) {
            return Ok(vec![]);
        }
        let within = |stay: &Stay| stay.to.is_some_and(|to| from.is_none_or(|from| from <= to));
        if self.stays_of(pupil_id).any(within) {
            return Err(SchoolClassError::StaysOverlap { pupil_id });
        }
        Ok(vec![match open {
            Some(stay) => SchoolClassEvent::EnrolmentMoved { pupil_id, from: stay.from, to: from },
            None => SchoolClassEvent::PupilEnrolled { pupil_id, from, order },
        }])
    }

    fn must_exist(&self) -> Result<&Formed, SchoolClassError> {
        self.formed.as_ref().ok_or(SchoolClassError::NotFormed)
    }
}

/// Ends a stay, or corrects its last day.
fn end(
    pupil_id: PersonId,
    stay: Stay,
    on: NaiveDate,
    reason: Option<Personal<String>>,
    order: Option<Order>,
) -> Result<Vec<SchoolClassEvent>, SchoolClassError> {
    if stay.to == Some(on) {
        return Ok(vec![]);
    }
    if stay.from.is_some_and(|from| from > on) {
        return Err(SchoolClassError::LeavesBeforeComing { pupil_id });
    }
    Ok(vec![match stay.to {
        Some(from) => SchoolClassEvent::WithdrawalMoved { pupil_id, from, to: on, reason },
        None => SchoolClassEvent::PupilWithdrawn { pupil_id, on, reason, order },
    }])
}

stream!(SchoolClass, "school_class", SchoolClassCommand, SchoolClassEvent, SchoolClassError, reads_personal_data: false);
