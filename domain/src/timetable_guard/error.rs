//! Why the guard refused.

use serde::Serialize;
use strum::VariantNames;

use super::clash::Clash;
use crate::id::ClassId;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, VariantNames, thiserror::Error)]
#[serde(tag = "code", rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum TimetableGuardError {
    #[error("a class, a teacher or a room would be needed at two places at once")]
    Clashes { clashes: Vec<Clash> },
    #[error("days or a lesson would end before they begin")]
    EndsBeforeItBegins,
    #[error("two timetables of one class would hold for the same days")]
    ClassTwice { class_id: ClassId },
    #[error("the lesson stands for another lesson of the timetable, or for none")]
    OtherSlot,
}
