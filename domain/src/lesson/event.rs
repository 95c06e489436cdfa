//! What has happened to a lesson. Stored for ever: only add variants, or fields with a default.

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};
use strum::{AsRefStr, EnumIter, EnumString, IntoStaticStr};

use super::command::Staffing;
use crate::id::{ClassId, LessonId, PeriodId, PersonId, RoomId, SlotId, StudyYearId, SubjectId};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, IntoStaticStr)]
#[serde(tag = "type", rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum LessonEvent {
    LessonScheduled {
        class_id: ClassId,
        subject_id: SubjectId,
        study_year_id: StudyYearId,
        period_id: PeriodId,
        slot: Slot,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        teacher_ids: Vec<PersonId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        room_id: Option<RoomId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        times: Option<Times>,
        /// The lesson of the weekly timetable it was made from.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        slot_id: Option<SlotId>,
    },
    LessonMoved {
        from: Slot,
        to: Slot,
        reason: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        times: Option<Times>,
    },
    LessonCancelled {
        reason: Option<String>,
    },
    AttendanceRecorded {
        pupil_id: PersonId,
        from: Option<AttendanceCode>,
        to: AttendanceCode,
    },
    AttendanceCleared {
        pupil_id: PersonId,
        from: AttendanceCode,
    },
    TeacherSubstituted {
        from: Vec<PersonId>,
        to: Vec<PersonId>,
        reason: Option<String>,
    },
    /// The regular teacher is back.
    SubstitutionEnded {
        from: Vec<PersonId>,
        to: Vec<PersonId>,
    },
    RoomChanged {
        from: Option<RoomId>,
        to: Option<RoomId>,
        reason: Option<String>,
    },
    /// It is held together with another lesson.
    LessonJoined {
        with: LessonId,
        reason: Option<String>,
    },
    /// A changed timetable has no such lesson, and nothing was written in it.
    LessonWithdrawn {
        reason: Option<String>,
    },
    /// A cancelled lesson takes place after all.
    LessonRestored {
        reason: Option<String>,
    },
    /// A changed timetable has others teach it, elsewhere or at another time of the day.
    LessonReplanned {
        from: Staffing,
        to: Staffing,
    },
}

/// A day and the number of the lesson in the bell schedule of that day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    pub date: NaiveDate,
    pub number: u8,
}

impl std::fmt::Display for Slot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} #{}", self.date, self.number)
    }
}

/// When a lesson begins and ends by the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Times {
    pub begins: NaiveTime,
    pub ends: NaiveTime,
}

/// Why a pupil was not there, or that they came late (domain notes 3.5). Codes are stored; letters
/// are shown in the reader's language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, AsRefStr, EnumString, EnumIter)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum AttendanceCode {
    /// Noted as present, which an empty cell does not say.
    Present,
    /// Without a valid reason.
    Absent,
    /// With a valid reason.
    Excused,
    Ill,
    Late,
}
