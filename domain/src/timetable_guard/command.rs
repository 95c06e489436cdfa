//! What can be asked of the guard of a year's timetables.

use chrono::NaiveDate;

use super::event::{Dated, Occupied};
use crate::id::{ClassId, LessonId, SlotId};
use crate::school_class::Part;
use crate::study_year::Days;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TimetableGuardCommand {
    /// Has classes take what their timetables need, all of them or none.
    Take {
        timetables: Vec<Taken>,
        /// The Monday of the study year's first week, which is odd.
        first_week: NaiveDate,
    },
    /// Has one lesson stand elsewhere than its timetable says, or a lesson of no timetable stand somewhere.
    Place {
        lesson_id: LessonId,
        slot_id: Option<SlotId>,
        /// The day on which the timetable has it; that of `to` for a lesson of no timetable.
        on: NaiveDate,
        to: Dated,
    },
    /// Has one lesson hold nobody and nothing any more.
    Free { lesson_id: LessonId, slot_id: Option<SlotId>, on: NaiveDate },
}

/// What one class takes for some days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    pub class_id: ClassId,
    pub parts: Vec<Part>,
    pub days: Days,
    pub slots: Vec<Occupied>,
}
