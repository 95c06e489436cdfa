//! What can be asked of a lesson.

use serde::{Deserialize, Serialize};

use super::event::{AttendanceCode, Slot, Times};
use super::state::LessonPlace;
use crate::expected::Expected;
use crate::id::{LessonId, PersonId, RoomId, SlotId};
use crate::school_class::Enrolment;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LessonCommand {
    Schedule {
        place: LessonPlace,
        slot: Slot,
        staffing: Staffing,
    },
    Move {
        to: Slot,
        /// `None`: not known.
        times: Option<Times>,
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
    /// What a changed timetable says of it; a withdrawn lesson is there again.
    Replan {
        slot: Slot,
        staffing: Staffing,
    },
    /// Has others teach this one lesson; those who teach it regularly end a substitution.
    SubstituteTeacher {
        teacher_ids: Vec<PersonId>,
        reason: Option<String>,
    },
    EndSubstitution,
    ChangeRoom {
        room_id: Option<RoomId>,
        reason: Option<String>,
    },
    /// Has the lesson held together with another.
    Join {
        with: LessonId,
        reason: Option<String>,
    },
    /// Takes back a lesson that a changed timetable does not have.
    Withdraw {
        reason: Option<String>,
    },
    /// Has a cancelled lesson take place after all.
    Restore {
        reason: Option<String>,
    },
}

/// Who teaches a lesson, where, when by the clock, and from which timetable it comes. Records from
/// elsewhere say nothing of it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Staffing {
    pub teacher_ids: Vec<PersonId>,
    pub room_id: Option<RoomId>,
    pub times: Option<Times>,
    pub slot_id: Option<SlotId>,
}
