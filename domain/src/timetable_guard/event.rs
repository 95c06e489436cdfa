//! What is held in a period. Stored for ever: only add variants, or fields with a default.

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;

use crate::id::{ClassId, LessonId, PersonId, RoomId, SlotId, SubjectId};
use crate::school_class::Part;
use crate::study_year::Days;
use crate::timetable::{Week, Weekday};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, IntoStaticStr)]
#[serde(tag = "type", rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum TimetableGuardEvent {
    /// What a class takes for these days, instead of anything it took for them before.
    TimetableTaken {
        class_id: ClassId,
        parts: Vec<Part>,
        days: Days,
        first_week: NaiveDate,
        slots: Vec<Occupied>,
    },
    LessonPlaced {
        lesson_id: LessonId,
        slot_id: Option<SlotId>,
        on: NaiveDate,
        to: Dated,
    },
    LessonFreed {
        lesson_id: LessonId,
        slot_id: Option<SlotId>,
        on: NaiveDate,
    },
}

/// What a lesson of the week holds, by the clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Occupied {
    pub slot_id: SlotId,
    pub weekday: Weekday,
    pub week: Week,
    pub number: u8,
    pub begins: NaiveTime,
    pub ends: NaiveTime,
    pub subject_id: SubjectId,
    pub teacher_ids: Vec<PersonId>,
    pub room_id: Option<RoomId>,
}

/// What a lesson holds on one date, by the clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dated {
    pub date: NaiveDate,
    pub number: u8,
    pub begins: NaiveTime,
    pub ends: NaiveTime,
    pub class_id: ClassId,
    pub parts: Vec<Part>,
    pub teacher_ids: Vec<PersonId>,
    pub room_id: Option<RoomId>,
    /// The lesson it is held together with.
    pub joined_with: Option<LessonId>,
}
