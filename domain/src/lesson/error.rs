//! Why a lesson refused. Every variant is a rule a teacher could be told about.

use serde::Serialize;
use strum::VariantNames;

use super::event::{AttendanceCode, Slot};
use crate::id::PersonId;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, VariantNames, thiserror::Error)]
#[serde(tag = "code", rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum LessonError {
    #[error("the lesson is not scheduled")]
    NotScheduled,
    #[error("the lesson is scheduled already, elsewhere or for another class or subject")]
    AlreadyScheduled,
    #[error("the lesson is cancelled")]
    Cancelled,
    #[error("the lesson has been moved meanwhile; it now stands at {current}")]
    MovedMeanwhile { current: Slot },
    #[error("pupil {pupil_id} is not in the class on the day of the lesson")]
    NotAMember { pupil_id: PersonId },
    #[error("the attendance of pupil {pupil_id} has been changed meanwhile")]
    ChangedMeanwhile { pupil_id: PersonId, current: Option<AttendanceCode> },
    #[error("the timetable does not have the lesson any more")]
    Withdrawn,
    #[error("attendance stands in the lesson; clear it first")]
    AttendanceStands,
    #[error("somebody has to teach the lesson")]
    TeacherMissing,
    #[error("the lesson would end before it begins")]
    EndsBeforeItBegins,
}
