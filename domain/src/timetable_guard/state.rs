//! What is held in a study year: by the weekly timetables, and by lessons that stand elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::event::{Dated, Occupied, TimetableGuardEvent};
use crate::id::{ClassId, LessonId, SlotId};
use crate::school_class::Part;
use crate::study_year::Days;
use crate::timetable::{Weekday, week_of};

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TimetableGuard {
    /// Of each class, stretches of days in their order; no day lies in two of them.
    pub(super) taken: BTreeMap<ClassId, Vec<Stretch>>,
    pub(super) lessons: BTreeMap<LessonId, Exception>,
    /// On which days a slot's lesson stands elsewhere or does not take place.
    away: BTreeSet<(SlotId, NaiveDate)>,
}

/// What a class holds week by week for some days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stretch {
    pub(super) days: Days,
    pub(super) first_week: NaiveDate,
    pub(super) parts: Vec<Part>,
    pub(super) slots: Vec<Occupied>,
}

/// A lesson for which the timetable does not speak.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Exception {
    /// The lesson of the timetable whose place it takes.
    pub(super) stands_for: Option<(SlotId, NaiveDate)>,
    /// `None`: it holds nothing.
    pub(super) to: Option<Dated>,
}

/// A lesson that holds its class, its teachers and its room on a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Busy {
    /// `None` for a lesson of no timetable.
    pub slot_id: Option<SlotId>,
    /// `None` for a lesson that stands where its timetable has it.
    pub lesson_id: Option<LessonId>,
    pub held: Dated,
}

impl TimetableGuard {
    /// Everything held on a date, in the order of the clock.
    pub fn occupied_on(&self, date: NaiveDate) -> Vec<Busy> {
        let mut busy: Vec<Busy> = self
            .lessons
            .iter()
            .filter_map(|(lesson_id, lesson)| {
                let held = lesson.to.clone().filter(|held| held.date == date)?;
                let slot_id = lesson.stands_for.map(|(slot_id, _)| slot_id);
                Some(Busy { slot_id, lesson_id: Some(*lesson_id), held })
            })
            .collect();
        for (class_id, stretches) in &self.taken {
            for stretch in stretches {
                let weekly = stretch.slots.iter().filter(|slot| self.stands(stretch, slot, date));
                busy.extend(weekly.map(|slot| Busy {
                    slot_id: Some(slot.slot_id),
                    lesson_id: None,
                    held: slot.dated(*class_id, &stretch.parts, date),
                }));
            }
        }
        busy.sort_by_key(|busy| (busy.held.begins, busy.held.class_id, busy.slot_id, busy.lesson_id));
        busy
    }

    /// Every lesson that the timetables of a class have in some days, each with its date.
    pub fn planned(&self, class_id: ClassId, days: Days) -> Vec<(&Occupied, NaiveDate)> {
        let mut planned = Vec::new();
        for stretch in self.taken.get(&class_id).into_iter().flatten() {
            let Some(shared) = stretch.days.shared_with(days) else { continue };
            for slot in &stretch.slots {
                let dates = slot.weekday.dates_in(shared).filter(|date| stretch.has(slot, *date));
                planned.extend(dates.map(|date| (slot, date)));
            }
        }
        planned
    }

    /// The lessons of the week that the timetables of a class have in some days.
    pub fn weekly_in(&self, class_id: ClassId, days: Days) -> impl Iterator<Item = &Occupied> {
        let stretches = self.taken.get(&class_id).into_iter().flatten();
        let of_days = stretches.filter(move |stretch| stretch.days.shared_with(days).is_some());
        of_days.flat_map(|stretch| &stretch.slots)
    }

    /// Every lesson of the week that a class has had in the year.
    pub fn weekly(&self, class_id: ClassId) -> impl Iterator<Item = &Occupied> {
        self.taken.get(&class_id).into_iter().flatten().flat_map(|stretch| &stretch.slots)
    }

    /// Whether a lesson is held by itself, or is known not to take place.
    pub fn knows(&self, lesson_id: LessonId) -> bool {
        self.lessons.contains_key(&lesson_id)
    }

    /// Whether the lesson of a slot stands elsewhere on a day, or does not take place.
    pub fn is_away(&self, slot_id: SlotId, on: NaiveDate) -> bool {
        self.away.contains(&(slot_id, on))
    }

    /// Whether a lesson of the week takes place on a date, where the timetable has it.
    pub(super) fn stands(&self, stretch: &Stretch, slot: &Occupied, date: NaiveDate) -> bool {
        stretch.has(slot, date) && !self.is_away(slot.slot_id, date)
    }

    /// Whether a timetable has a slot on a day.
    pub(super) fn has(&self, slot_id: SlotId, on: NaiveDate) -> bool {
        let has = |stretch: &Stretch| {
            stretch.slots.iter().any(|slot| slot.slot_id == slot_id && stretch.has(slot, on))
        };
        self.taken.values().flatten().any(has)
    }

    /// Never fails and never judges: the event has already happened.
    pub(super) fn absorb(&mut self, event: TimetableGuardEvent) {
        match event {
            TimetableGuardEvent::TimetableTaken { class_id, parts, days, first_week, slots } => {
                self.take(class_id, Stretch { days, first_week, parts, slots });
            }
            TimetableGuardEvent::LessonPlaced { lesson_id, slot_id, on, to } => {
                let stands_for = slot_id.map(|slot_id| (slot_id, on));
                self.away.extend(stands_for);
                self.lessons.insert(lesson_id, Exception { stands_for, to: Some(to) });
            }
            TimetableGuardEvent::LessonFreed { lesson_id, slot_id, on } => match slot_id {
                Some(slot_id) if self.has(slot_id, on) => {
                    let stands_for = Some((slot_id, on));
                    self.away.extend(stands_for);
                    self.lessons.insert(lesson_id, Exception { stands_for, to: None });
                }
                Some(_) | None => {
                    self.lessons.remove(&lesson_id);
                    self.note_who_is_away();
                }
            },
        }
    }

    pub(super) fn take(&mut self, class_id: ClassId, stretch: Stretch) {
        let stretches = self.taken.entry(class_id).or_default();
        let replaced: BTreeSet<SlotId> =
            stretches.iter().flat_map(|known| &known.slots).map(|slot| slot.slot_id).collect();
        let mut now: Vec<Stretch> =
            stretches.drain(..).flat_map(|known| known.without(stretch.days)).collect();
        now.push(stretch);
        now.sort_by_key(|stretch| stretch.days.first);
        *stretches = now;

        // A lesson that does not take place leaves a gap only as long as its timetable has it there.
        // Otherwise the gap would hide what is planned there later.
        let gone: BTreeSet<LessonId> = self
            .lessons
            .iter()
            .filter(|(_, lesson)| lesson.to.is_none())
            .filter_map(|(lesson_id, lesson)| lesson.stands_for.map(|stands_for| (*lesson_id, stands_for)))
            .filter(|(_, (slot_id, on))| replaced.contains(slot_id) && !self.has(*slot_id, *on))
            .map(|(lesson_id, _)| lesson_id)
            .collect();
        if !gone.is_empty() {
            self.lessons.retain(|lesson_id, _| !gone.contains(lesson_id));
            self.note_who_is_away();
        }
    }

    fn note_who_is_away(&mut self) {
        self.away = self.lessons.values().filter_map(|lesson| lesson.stands_for).collect();
    }
}

impl Stretch {
    fn has(&self, slot: &Occupied, date: NaiveDate) -> bool {
        self.days.contain(date)
            && slot.weekday == Weekday::from_date(date)
            && slot.week.meets(week_of(date, self.first_week))
    }

    /// What is left of it outside some days: before them, after them, both or nothing.
    fn without(self, days: Days) -> impl Iterator<Item = Self> {
        let before = days.first.pred_opt().map(|last| Days { last: last.min(self.days.last), ..self.days });
        let after = days.last.succ_opt().map(|first| Days { first: first.max(self.days.first), ..self.days });
        let left = before.into_iter().chain(after).filter(|days| days.first <= days.last);
        left.map(move |days| Self { days, ..self.clone() })
    }
}

impl Occupied {
    fn dated(&self, class_id: ClassId, parts: &[Part], date: NaiveDate) -> Dated {
        Dated {
            date,
            number: self.number,
            begins: self.begins,
            ends: self.ends,
            class_id,
            parts: parts.to_vec(),
            teacher_ids: self.teacher_ids.clone(),
            room_id: self.room_id,
            joined_with: None,
        }
    }
}
