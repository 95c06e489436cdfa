//! Why a timetable refused. Every variant is a rule that whoever plans it could be told about.

use serde::Serialize;
use strum::VariantNames;

use super::week::Weekday;
use crate::id::SlotId;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, VariantNames, thiserror::Error)]
#[serde(tag = "code", rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum TimetableError {
    #[error("a timetable needs a name")]
    NameMissing,
    #[error("the timetable is not drafted")]
    NotDrafted,
    #[error("the timetable belongs to another class or another reporting period")]
    OtherPlace,
    #[error("lesson {number} cannot stand in a timetable; the numbers go from 0 to {highest}")]
    NumberTooHigh { number: u8, highest: u8 },
    #[error("the class has another lesson {number} on {} in the same week", weekday.as_ref())]
    SlotTaken { slot_id: SlotId, weekday: Weekday, number: u8 },
    #[error("lesson {number} on {} has no teacher", weekday.as_ref())]
    TeacherMissing { slot_id: SlotId, weekday: Weekday, number: u8 },
    #[error("the timetable would be published for days that end before they begin")]
    EndsBeforeItBegins,
}
