//! The weekly timetable of one class or group in one reporting period.
//!
//! Invariants
//! 1. A timetable belongs to one class and one period; its name and its bells may change.
//! 2. At one number of one weekday there is one lesson in every week. Subgroups have timetables of
//!    their own.
//! 3. A lesson may be planned without a teacher, but not published.
//!
//! Whether teachers and rooms are free is decided where all timetables of a period meet, in
//! [`crate::timetable_guard`].

mod command;
mod error;
mod event;
mod load;
mod state;
#[cfg(test)]
mod tests;
mod week;

pub use command::TimetableCommand;
pub use error::TimetableError;
pub use event::{PlannedSlot, TimetableEvent};
pub use load::{Ceiling, ceiling, halves, twice_a_day, weekly_halves};
pub use state::{Timetable, TimetablePlace};
pub use week::{Week, Weekday, first_week, week_of};

use crate::id::SlotId;
use crate::stream::stream;
use crate::study_year::{Days, HIGHEST_NUMBER};

impl Timetable {
    /// Decides what a command leads to. Pure: same state and command, same answer.
    pub fn decide(&self, command: TimetableCommand) -> Result<Vec<TimetableEvent>, TimetableError> {
        match command {
            TimetableCommand::Draft { name, .. } if name.trim().is_empty() => {
                Err(TimetableError::NameMissing)
            }
            TimetableCommand::Draft { place, name } => self.draft(place, name),
            TimetableCommand::PlanSlot { slot_id, slot } => self.plan(slot_id, slot),
            TimetableCommand::RemoveSlot { slot_id } => {
                self.must_exist()?;
                let removed =
                    |slot: &PlannedSlot| TimetableEvent::SlotRemoved { slot_id, slot: slot.clone() };
                Ok(self.slot(slot_id).map(removed).into_iter().collect())
            }
            TimetableCommand::NotePublished { days, .. } if days.first > days.last => {
                Err(TimetableError::EndsBeforeItBegins)
            }
            TimetableCommand::NotePublished { days, lessons } => self.note_published(days, lessons),
        }
    }

    fn draft(&self, place: TimetablePlace, name: String) -> Result<Vec<TimetableEvent>, TimetableError> {
        let TimetablePlace { class_id, study_year_id, period_id, bell_schedule_id } = place;
        let Some(draft) = &self.draft else {
            return Ok(vec![TimetableEvent::TimetableDrafted {
                class_id,
                study_year_id,
                period_id,
                bell_schedule_id,
                name,
            }]);
        };
        let from = draft.place.bell_schedule_id;
        if (TimetablePlace { bell_schedule_id: from, ..place }) != draft.place {
            return Err(TimetableError::OtherPlace);
        }
        let mut events = Vec::new();
        if draft.name != name {
            events.push(TimetableEvent::TimetableRenamed { from: draft.name.clone(), to: name });
        }
        if from != bell_schedule_id {
            events.push(TimetableEvent::BellScheduleReplaced { from, to: bell_schedule_id });
        }
        Ok(events)
    }

    fn plan(&self, slot_id: SlotId, mut slot: PlannedSlot) -> Result<Vec<TimetableEvent>, TimetableError> {
        self.must_exist()?;
        let PlannedSlot { number, weekday, .. } = slot;
        if number > HIGHEST_NUMBER {
            return Err(TimetableError::NumberTooHigh { number, highest: HIGHEST_NUMBER });
        }
        slot.teacher_ids.sort_unstable();
        slot.teacher_ids.dedup();
        if let Some((other, _)) = self.slots().find(|(id, other)| *id != slot_id && other.meets(&slot)) {
            return Err(TimetableError::SlotTaken { slot_id: other, weekday, number });
        }
        Ok(match self.slot(slot_id) {
            None => vec![TimetableEvent::SlotPlanned { slot_id, slot }],
            Some(known) if *known == slot => vec![],
            Some(known) => vec![TimetableEvent::SlotChanged { slot_id, from: known.clone(), to: slot }],
        })
    }

    fn note_published(&self, days: Days, lessons: u32) -> Result<Vec<TimetableEvent>, TimetableError> {
        self.must_exist()?;
        if let Some((slot_id, slot)) = self.slots().find(|(_, slot)| slot.teacher_ids.is_empty()) {
            let PlannedSlot { weekday, number, .. } = *slot;
            return Err(TimetableError::TeacherMissing { slot_id, weekday, number });
        }
        let last = self.published.filter(|publication| !publication.outdated);
        if last.is_some_and(|publication| publication.days == days && publication.lessons == lessons) {
            return Ok(vec![]);
        }
        let slots = u32::try_from(self.slots.len()).unwrap_or(u32::MAX);
        Ok(vec![TimetableEvent::TimetablePublished { days, slots, lessons }])
    }

    fn must_exist(&self) -> Result<(), TimetableError> {
        if self.draft.is_some() { Ok(()) } else { Err(TimetableError::NotDrafted) }
    }
}

stream!(Timetable, "timetable", TimetableCommand, TimetableEvent, TimetableError, reads_personal_data: false);
