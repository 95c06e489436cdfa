//! What can be asked of a lesson.

use super::event::{AttendanceCode, Slot};
use super::state::LessonPlace;
use crate::expected::Expected;
use crate::id::PersonId;
use crate::school_class::Enrolment;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LessonCommand {
    Schedule {
        place: LessonPlace,
        slot: Slot,
    },
    Move {
        to: Slot,
        reason: Option<String>,
        expected: Expected<Slot>,
    },
    Cancel {
        reason: Option<String>,
    },
    RecordAttendance {
        pupil_id: PersonId,
        code: AttendanceCode,
        /// What the class says of the pupil on the day of the lesson.
        enrolment: Enrolment,
        expected: Expected<AttendanceCode>,
    },
    ClearAttendance {
        pupil_id: PersonId,
        expected: Expected<AttendanceCode>,
    },
}
