//! What a timetable must remember to decide.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::event::{PlannedSlot, TimetableEvent};
use crate::id::{BellScheduleId, ClassId, PeriodId, SlotId, StudyYearId};
use crate::study_year::Days;

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Timetable {
    pub(super) draft: Option<Draft>,
    pub(super) slots: BTreeMap<SlotId, PlannedSlot>,
    pub(super) published: Option<Publication>,
}

/// Whose timetable it is, for when, and by which bells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimetablePlace {
    pub class_id: ClassId,
    pub study_year_id: StudyYearId,
    pub period_id: PeriodId,
    pub bell_schedule_id: BellScheduleId,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Draft {
    pub(super) place: TimetablePlace,
    pub(super) name: String,
}

/// The last publication.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Publication {
    pub(super) days: Days,
    pub(super) lessons: u32,
    /// Whether lessons or bells have been planned otherwise since.
    pub(super) outdated: bool,
}

impl Timetable {
    /// Whose it is, once it is drafted.
    pub fn place(&self) -> Option<TimetablePlace> {
        self.draft.as_ref().map(|draft| draft.place)
    }

    pub fn name(&self) -> Option<&str> {
        self.draft.as_ref().map(|draft| draft.name.as_str())
    }

    /// The lessons of the week, in the order of their ids.
    pub fn slots(&self) -> impl Iterator<Item = (SlotId, &PlannedSlot)> {
        self.slots.iter().map(|(slot_id, slot)| (*slot_id, slot))
    }

    pub fn slot(&self, slot_id: SlotId) -> Option<&PlannedSlot> {
        self.slots.get(&slot_id)
    }

    /// Whether lessons were ever made from it.
    pub const fn is_published(&self) -> bool {
        self.published.is_some()
    }

    /// Whether it has been planned otherwise since lessons were made from it.
    pub fn is_outdated(&self) -> bool {
        self.published.is_some_and(|publication| publication.outdated)
    }

    /// Never fails and never judges: the event has already happened.
    pub(super) fn absorb(&mut self, event: TimetableEvent) {
        match event {
            TimetableEvent::TimetableDrafted {
                class_id,
                study_year_id,
                period_id,
                bell_schedule_id,
                name,
            } => {
                let place = TimetablePlace { class_id, study_year_id, period_id, bell_schedule_id };
                self.draft = Some(Draft { place, name });
            }
            TimetableEvent::TimetableRenamed { to, .. } => {
                if let Some(draft) = &mut self.draft {
                    draft.name = to;
                }
            }
            TimetableEvent::BellScheduleReplaced { to, .. } => {
                if let Some(draft) = &mut self.draft {
                    draft.place.bell_schedule_id = to;
                }
                self.outdate();
            }
            TimetableEvent::SlotPlanned { slot_id, slot }
            | TimetableEvent::SlotChanged { slot_id, to: slot, .. } => {
                self.slots.insert(slot_id, slot);
                self.outdate();
            }
            TimetableEvent::SlotRemoved { slot_id, .. } => {
                self.slots.remove(&slot_id);
                self.outdate();
            }
            TimetableEvent::TimetablePublished { days, lessons, .. } => {
                self.published = Some(Publication { days, lessons, outdated: false });
            }
        }
    }

    const fn outdate(&mut self) {
        if let Some(publication) = &mut self.published {
            publication.outdated = true;
        }
    }
}
