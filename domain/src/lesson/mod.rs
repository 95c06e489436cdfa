//! One dated lesson: when it takes place, who teaches it, and who was there.
//!
//! Invariants
//! 1. A lesson is scheduled once; it may be moved any number of times, cancelled and restored.
//! 2. A cancelled or withdrawn lesson is not moved, taught by others, held elsewhere or together with
//!    another, and takes no attendance.
//! 3. Attendance is recorded for members of the class on that day; a pupil has one code or none.
//! 4. A lesson in which attendance stands is neither cancelled nor withdrawn. A withdrawn one stays so
//!    until the timetable has it again.
//! 5. What was changed by hand stays so when the timetable changes; the timetable's teachers change.
//! 6. The regular teachers stay known while others substitute for them.

mod command;
mod error;
mod event;
mod staff;
mod state;
#[cfg(test)]
mod tests;

pub use command::{LessonCommand, Staffing};
pub use error::LessonError;
pub use event::{AttendanceCode, LessonEvent, Slot, Times};
pub use state::{Lesson, LessonPlace};

use crate::school_class::Enrolment;
use crate::stream::stream;
use state::Scheduled;

impl Lesson {
    /// Decides what a command leads to. Pure: same state and command, same answer.
    pub fn decide(&self, command: LessonCommand) -> Result<Vec<LessonEvent>, LessonError> {
        use LessonCommand as Command;
        use LessonEvent as Event;
        match command {
            Command::Schedule { place, slot, staffing } => self.schedule(place, slot, staffing),
            Command::Move { to, times, reason, expected } => {
                must_have_a_length(times)?;
                let current = self.must_exist()?;
                if current.slot == to && (times.is_none() || times == current.times) {
                    return Ok(vec![]);
                }
                self.must_take_place()?;
                if !expected.agrees_with(Some(&current.slot)) {
                    return Err(LessonError::MovedMeanwhile { current: current.slot });
                }
                Ok(vec![Event::LessonMoved { from: current.slot, to, reason, times }])
            }
            Command::Cancel { reason } => {
                self.must_exist()?;
                if self.cancelled {
                    return Ok(vec![]);
                }
                self.must_take_place()?;
                self.must_be_empty()?;
                Ok(vec![Event::LessonCancelled { reason }])
            }
            Command::RecordAttendance { pupil_id, code, enrolment, expected } => {
                self.must_exist()?;
                let current = self.attendance_of(pupil_id);
                if current == Some(code) {
                    return Ok(vec![]);
                }
                self.must_take_place()?;
                match enrolment {
                    Enrolment::Member => {}
                    Enrolment::OutsideStay | Enrolment::Stranger => {
                        return Err(LessonError::NotAMember { pupil_id });
                    }
                }
                if !expected.agrees_with(current.as_ref()) {
                    return Err(LessonError::ChangedMeanwhile { pupil_id, current });
                }
                Ok(vec![Event::AttendanceRecorded { pupil_id, from: current, to: code }])
            }
            Command::ClearAttendance { pupil_id, expected } => {
                self.must_exist()?;
                let Some(from) = self.attendance_of(pupil_id) else { return Ok(vec![]) };
                if !expected.agrees_with(Some(&from)) {
                    return Err(LessonError::ChangedMeanwhile { pupil_id, current: Some(from) });
                }
                Ok(vec![Event::AttendanceCleared { pupil_id, from }])
            }
            Command::Replan { slot, staffing } => self.replan(slot, staffing),
            Command::SubstituteTeacher { teacher_ids, reason } => self.substitute(teacher_ids, reason),
            Command::EndSubstitution => self.end_substitution(),
            Command::ChangeRoom { room_id: to, reason } => {
                let from = self.must_exist()?.room_id;
                if from == to {
                    return Ok(vec![]);
                }
                self.must_take_place()?;
                Ok(vec![Event::RoomChanged { from, to, reason }])
            }
            Command::Join { with, reason } => {
                self.must_exist()?;
                if self.joined_with() == Some(with) {
                    return Ok(vec![]);
                }
                self.must_take_place()?;
                Ok(vec![Event::LessonJoined { with, reason }])
            }
            Command::Withdraw { reason } => {
                self.must_exist()?;
                if self.withdrawn {
                    return Ok(vec![]);
                }
                self.must_be_empty()?;
                Ok(vec![Event::LessonWithdrawn { reason }])
            }
            Command::Restore { reason } => {
                self.must_exist()?;
                if self.withdrawn {
                    return Err(LessonError::Withdrawn);
                }
                if self.cancelled { Ok(vec![Event::LessonRestored { reason }]) } else { Ok(vec![]) }
            }
        }
    }

    fn schedule(
        &self,
        place: LessonPlace,
        slot: Slot,
        staffing: Staffing,
    ) -> Result<Vec<LessonEvent>, LessonError> {
        must_have_a_length(staffing.times)?;
        let Staffing { teacher_ids, room_id, times, slot_id } = staffing;
        let teacher_ids = staff::in_order(teacher_ids);
        let asked = Scheduled { place, slot, times, room_id, slot_id };
        match self.scheduled {
            None => Ok(vec![LessonEvent::LessonScheduled {
                class_id: place.class_id,
                subject_id: place.subject_id,
                study_year_id: place.study_year_id,
                period_id: place.period_id,
                slot,
                teacher_ids,
                room_id,
                times,
                slot_id,
            }]),
            Some(known) if known == asked && self.regular_teachers() == teacher_ids => Ok(vec![]),
            Some(_) => Err(LessonError::AlreadyScheduled),
        }
    }

    fn replan(&self, slot: Slot, mut staffing: Staffing) -> Result<Vec<LessonEvent>, LessonError> {
        let place = self.must_exist()?.place;
        staffing.teacher_ids = staff::in_order(staffing.teacher_ids);
        if self.withdrawn {
            return Self::default().schedule(place, slot, staffing);
        }
        must_have_a_length(staffing.times)?;
        if *self.planned() == staffing {
            return Ok(vec![]);
        }
        Ok(vec![LessonEvent::LessonReplanned { from: self.planned().clone(), to: staffing }])
    }

    fn must_take_place(&self) -> Result<(), LessonError> {
        if self.withdrawn {
            return Err(LessonError::Withdrawn);
        }
        if self.cancelled { Err(LessonError::Cancelled) } else { Ok(()) }
    }

    fn must_be_empty(&self) -> Result<(), LessonError> {
        if self.has_entries() { Err(LessonError::AttendanceStands) } else { Ok(()) }
    }
}

fn must_have_a_length(times: Option<Times>) -> Result<(), LessonError> {
    match times {
        Some(Times { begins, ends }) if ends <= begins => Err(LessonError::EndsBeforeItBegins),
        Some(_) | None => Ok(()),
    }
}

stream!(Lesson, "lesson", LessonCommand, LessonEvent, LessonError, reads_personal_data: false);
