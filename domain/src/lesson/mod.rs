//! One dated lesson: when it takes place and who was there.
//!
//! Invariants
//! 1. A lesson is scheduled once; it may be moved any number of times and cancelled once.
//! 2. A cancelled lesson cannot be moved and takes no attendance.
//! 3. Attendance is recorded for members of the class on that day; a pupil has one code or none.

mod command;
mod error;
mod event;
mod state;
#[cfg(test)]
mod tests;

pub use command::LessonCommand;
pub use error::LessonError;
pub use event::{AttendanceCode, LessonEvent, Slot};
pub use state::{Lesson, LessonPlace};

use crate::school_class::Enrolment;
use crate::stream::stream;

impl Lesson {
    /// Decides what a command leads to. Pure: same state and command, same answer.
    pub fn decide(&self, command: LessonCommand) -> Result<Vec<LessonEvent>, LessonError> {
        use LessonCommand as Command;
        use LessonEvent as Event;
        match command {
            Command::Schedule { place, slot } => match &self.scheduled {
                None => Ok(vec![Event::LessonScheduled {
                    class_id: place.class_id,
                    subject_id: place.subject_id,
                    study_year_id: place.study_year_id,
                    period_id: place.period_id,
                    slot,
                }]),
                Some(known) if known.place == place && known.slot == slot => Ok(vec![]),
                Some(_) => Err(LessonError::AlreadyScheduled),
            },
            Command::Move { to, reason, expected } => {
                let current = self.must_exist()?;
                if current.slot == to {
                    return Ok(vec![]);
                }
                self.must_take_place()?;
                if !expected.agrees_with(Some(&current.slot)) {
                    return Err(LessonError::MovedMeanwhile { current: current.slot });
                }
                Ok(vec![Event::LessonMoved { from: current.slot, to, reason }])
            }
            Command::Cancel { reason } => {
                self.must_exist()?;
                if self.cancelled { Ok(vec![]) } else { Ok(vec![Event::LessonCancelled { reason }]) }
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
        }
    }

    fn must_take_place(&self) -> Result<(), LessonError> {
        if self.cancelled { Err(LessonError::Cancelled) } else { Ok(()) }
    }
}

stream!(Lesson, "lesson", LessonCommand, LessonEvent, LessonError, reads_personal_data: false);
