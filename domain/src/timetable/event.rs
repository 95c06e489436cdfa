//! What has happened to a timetable. Stored for ever: only add variants, or fields with a default.

use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;

use super::week::{Week, Weekday};
use crate::id::{BellScheduleId, ClassId, PeriodId, PersonId, RoomId, SlotId, StudyYearId, SubjectId};
use crate::study_year::Days;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, IntoStaticStr)]
#[serde(tag = "type", rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum TimetableEvent {
    TimetableDrafted {
        class_id: ClassId,
        study_year_id: StudyYearId,
        period_id: PeriodId,
        bell_schedule_id: BellScheduleId,
        name: String,
    },
    TimetableRenamed {
        from: String,
        to: String,
    },
    BellScheduleReplaced {
        from: BellScheduleId,
        to: BellScheduleId,
    },
    SlotPlanned {
        slot_id: SlotId,
        slot: PlannedSlot,
    },
    SlotChanged {
        slot_id: SlotId,
        from: PlannedSlot,
        to: PlannedSlot,
    },
    SlotRemoved {
        slot_id: SlotId,
        slot: PlannedSlot,
    },
    TimetablePublished {
        days: Days,
        /// How many lessons of a week it had then.
        slots: u32,
        /// How many dated lessons were made of them.
        lessons: u32,
    },
}

/// One lesson of the week as it is planned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedSlot {
    pub weekday: Weekday,
    /// Number in the bell schedule.
    pub number: u8,
    pub week: Week,
    pub subject_id: SubjectId,
    /// In the order of their ids, none twice.
    pub teacher_ids: Vec<PersonId>,
    pub room_id: Option<RoomId>,
}

impl PlannedSlot {
    /// Whether both would take place at once.
    pub(super) fn meets(&self, other: &Self) -> bool {
        self.weekday == other.weekday && self.number == other.number && self.week.meets(other.week)
    }
}
