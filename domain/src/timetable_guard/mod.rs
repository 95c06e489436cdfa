//! The one place where the clashes of one study year are decided. Its id is that of the year, so that two
//! who publish at once both write here, and one of them is told of the other. Not of a period: periods of
//! different sets, such as quarters and half-years, overlap.
//!
//! Timetables hold classes, teachers and rooms week by week. A lesson that is moved, substituted, added
//! or cancelled is an exception: it takes the place of its timetable's lesson on that one day.
//!
//! Invariants
//! 1. Nobody and nothing is held twice at one moment: no pupils of a class, no teacher, no room. Lessons
//!    that are held together are the only ones that may share.
//! 2. What counts is the clock. A lesson that begins when another ends does not meet it.
//! 3. What a class takes for some days replaces what it took for these days, and for no others.
//! 4. A lesson stands for the same lesson of the timetable always, or for none.
//!
//! Whoever joins lessons places both, so that both are known by their ids. Whoever has a lesson take
//! place after all that was freed places it.

mod clash;
mod command;
mod error;
mod event;
mod state;
#[cfg(test)]
mod tests;

pub use clash::{Clash, Taking};
pub use command::{Taken, TimetableGuardCommand};
pub use error::TimetableGuardError;
pub use event::{Dated, Occupied, TimetableGuardEvent};
pub use state::{Busy, TimetableGuard};

pub use crate::timetable::week_of;

use chrono::NaiveDate;

use crate::id::{LessonId, SlotId};
use crate::stream::stream;
use state::{Exception, Stretch};

impl TimetableGuard {
    /// Decides what a command leads to. Pure: same state and command, same answer.
    pub fn decide(
        &self,
        command: TimetableGuardCommand,
    ) -> Result<Vec<TimetableGuardEvent>, TimetableGuardError> {
        match command {
            TimetableGuardCommand::Take { timetables, first_week } => self.all_take(timetables, first_week),
            TimetableGuardCommand::Place { lesson_id, slot_id, on, to } => {
                self.place(lesson_id, slot_id, on, to)
            }
            TimetableGuardCommand::Free { lesson_id, slot_id, on } => {
                let stands_for = slot_id.map(|slot_id| (slot_id, on));
                let holds = match self.lessons.get(&lesson_id) {
                    Some(known) if known.stands_for != stands_for => {
                        return Err(TimetableGuardError::OtherSlot);
                    }
                    Some(known) => known.to.is_some(),
                    None => slot_id.is_some_and(|slot_id| self.has(slot_id, on)),
                };
                if !holds {
                    return Ok(vec![]);
                }
                Ok(vec![TimetableGuardEvent::LessonFreed { lesson_id, slot_id, on }])
            }
        }
    }

    fn all_take(
        &self,
        timetables: Vec<Taken>,
        first_week: NaiveDate,
    ) -> Result<Vec<TimetableGuardEvent>, TimetableGuardError> {
        for (at, taken) in timetables.iter().enumerate() {
            let reversed = taken.slots.iter().any(|slot| slot.ends <= slot.begins);
            if reversed || taken.days.first > taken.days.last {
                return Err(TimetableGuardError::EndsBeforeItBegins);
            }
            let class_id = taken.class_id;
            let twice =
                |before: &Taken| before.class_id == class_id && before.days.shared_with(taken.days).is_some();
            if timetables.iter().take(at).any(twice) {
                return Err(TimetableGuardError::ClassTwice { class_id });
            }
        }
        must_be_free(self.clashes(&timetables, first_week))?;
        let told_anew = timetables.into_iter().filter(|taken| !self.holds(taken, first_week));
        Ok(told_anew
            .map(|Taken { class_id, parts, days, slots }| TimetableGuardEvent::TimetableTaken {
                class_id,
                parts,
                days,
                first_week,
                slots,
            })
            .collect())
    }

    /// Whether a class has taken just this before.
    fn holds(&self, taken: &Taken, first_week: NaiveDate) -> bool {
        let same = |stretch: &Stretch| {
            stretch.days == taken.days
                && stretch.first_week == first_week
                && stretch.parts == taken.parts
                && stretch.slots == taken.slots
        };
        self.taken.get(&taken.class_id).is_some_and(|stretches| stretches.iter().any(same))
    }

    fn place(
        &self,
        lesson_id: LessonId,
        slot_id: Option<SlotId>,
        on: NaiveDate,
        to: Dated,
    ) -> Result<Vec<TimetableGuardEvent>, TimetableGuardError> {
        if to.ends <= to.begins {
            return Err(TimetableGuardError::EndsBeforeItBegins);
        }
        let stands_for = slot_id.map(|slot_id| (slot_id, on));
        match self.lessons.get(&lesson_id) {
            Some(Exception { stands_for: known, .. }) if *known != stands_for => {
                return Err(TimetableGuardError::OtherSlot);
            }
            Some(Exception { to: Some(known), .. }) if *known == to => return Ok(vec![]),
            Some(_) | None => {}
        }
        let placed = TimetableGuardEvent::LessonPlaced { lesson_id, slot_id, on, to };
        let mut after = self.clone();
        after.absorb(placed.clone());
        must_be_free(after.clashes_of(lesson_id))?;
        Ok(vec![placed])
    }
}

fn must_be_free(clashes: Vec<Clash>) -> Result<(), TimetableGuardError> {
    if clashes.is_empty() { Ok(()) } else { Err(TimetableGuardError::Clashes { clashes }) }
}

stream!(
    TimetableGuard,
    "timetable_guard",
    TimetableGuardCommand,
    TimetableGuardEvent,
    TimetableGuardError,
    reads_personal_data: false
);
