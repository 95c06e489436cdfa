//! What has happened to a lesson. Stored for ever: only add variants, or fields with a default.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use strum::{AsRefStr, EnumIter, EnumString, IntoStaticStr};

use crate::id::{ClassId, PeriodId, PersonId, StudyYearId, SubjectId};

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
    },
    LessonMoved {
        from: Slot,
        to: Slot,
        reason: Option<String>,
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
