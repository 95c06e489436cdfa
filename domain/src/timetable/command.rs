//! What can be asked of a timetable.

use super::event::PlannedSlot;
use super::state::TimetablePlace;
use crate::id::SlotId;
use crate::study_year::Days;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TimetableCommand {
    /// Drafts the timetable, or brings its name and bells up to date.
    Draft {
        place: TimetablePlace,
        name: String,
    },
    /// Plans a lesson of the week, or plans it otherwise.
    PlanSlot {
        slot_id: SlotId,
        slot: PlannedSlot,
    },
    RemoveSlot {
        slot_id: SlotId,
    },
    /// Notes that the lessons of some days were made from it.
    NotePublished {
        days: Days,
        lessons: u32,
    },
}
