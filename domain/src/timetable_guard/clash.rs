//! Who or what would be needed at two places at once.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};
use strum::{AsRefStr, EnumString};
use uuid::Uuid;

use super::command::Taken;
use super::event::{Dated, Occupied};
use super::state::{Stretch, TimetableGuard};
use crate::id::{ClassId, LessonId, PersonId, RoomId};
use crate::school_class::Part;
use crate::timetable::Weekday;

/// So many are told; who plans so much at once begins with these.
const TOLD: usize = 50;

/// Somebody or something needed at two places at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Clash {
    /// Of two lessons of the week.
    pub weekday: Option<Weekday>,
    /// When one of the two is a lesson of one date.
    pub date: Option<NaiveDate>,
    /// When the lesson that was asked for would take place.
    pub begins: NaiveTime,
    pub ends: NaiveTime,
    pub what: Taking,
    /// The class, the teacher or the room.
    pub who: Uuid,
    /// Whose lesson was asked for.
    pub class_id: ClassId,
    /// Whose lesson it meets.
    pub with_class_id: ClassId,
}

/// What a lesson takes for itself.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, AsRefStr, EnumString,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Taking {
    Class,
    Teacher,
    Room,
}

/// What a lesson holds, be it of the week or of a date.
#[derive(Clone, Copy)]
struct Held<'a> {
    class_id: ClassId,
    parts: &'a [Part],
    begins: NaiveTime,
    ends: NaiveTime,
    teacher_ids: &'a [PersonId],
    room_id: Option<RoomId>,
}

/// A lesson of the week in a stretch of days.
#[derive(Clone, Copy)]
struct Weekly<'a> {
    stretch: &'a Stretch,
    slot: &'a Occupied,
    held: Held<'a>,
    asked: bool,
}

impl TimetableGuard {
    /// What would clash if the classes took these timetables.
    pub fn clashes(&self, timetables: &[Taken], first_week: NaiveDate) -> Vec<Clash> {
        let mut after = self.clone();
        for taken in timetables {
            let Taken { class_id, parts, days, slots } = taken.clone();
            after.take(class_id, Stretch { days, first_week, parts, slots });
        }
        let asked = |class_id, stretch: &Stretch| {
            timetables.iter().any(|taken| taken.class_id == class_id && taken.days == stretch.days)
        };
        let weekly = after.all_weekly(asked);
        let mut found = BTreeSet::new();
        for (at, one) in weekly.iter().enumerate().filter(|(_, one)| one.asked) {
            // Of two that were both asked for, the first meets the second.
            let others = weekly.iter().enumerate().filter(|(other, with)| !with.asked || *other > at);
            for (_, with) in others.filter(|(_, with)| with.slot.weekday == one.slot.weekday) {
                let both = shared(&one.held, &with.held);
                if !both.is_empty() && after.ever_meet(one, with) {
                    tell(&mut found, &one.held, &with.held, &both, (Some(one.slot.weekday), None));
                }
            }
            for with in after.lessons.values().filter_map(|lesson| lesson.to.as_ref()) {
                if after.stands(one.stretch, one.slot, with.date) {
                    let with_held = with.held();
                    let both = shared(&one.held, &with_held);
                    tell(&mut found, &one.held, &with_held, &both, (None, Some(with.date)));
                }
            }
        }
        found.into_iter().take(TOLD).collect()
    }

    /// What a lesson that stands elsewhere clashes with.
    pub(super) fn clashes_of(&self, lesson_id: LessonId) -> Vec<Clash> {
        let placed = |id: &LessonId| self.lessons.get(id).and_then(|lesson| lesson.to.as_ref());
        let Some(lesson) = placed(&lesson_id) else { return Vec::new() };
        let (one, when) = (lesson.held(), (None, Some(lesson.date)));
        let mut found = BTreeSet::new();
        for with in self.all_weekly(|_, _| false) {
            if self.stands(with.stretch, with.slot, lesson.date) {
                tell(&mut found, &one, &with.held, &shared(&one, &with.held), when);
            }
        }
        for (other_id, other) in self.lessons.iter().filter(|(other_id, _)| **other_id != lesson_id) {
            let Some(with) = other.to.as_ref().filter(|with| with.date == lesson.date) else { continue };
            if !joined((lesson_id, lesson), (*other_id, with)) {
                let with = with.held();
                tell(&mut found, &one, &with, &shared(&one, &with), when);
            }
        }
        found.into_iter().take(TOLD).collect()
    }

    fn all_weekly(&self, asked: impl Fn(ClassId, &Stretch) -> bool) -> Vec<Weekly<'_>> {
        let mut weekly = Vec::new();
        for (class_id, stretches) in &self.taken {
            for stretch in stretches {
                let asked = asked(*class_id, stretch);
                weekly.extend(stretch.slots.iter().map(|slot| {
                    let Occupied { begins, ends, room_id, .. } = *slot;
                    let (parts, teacher_ids) = (&*stretch.parts, &*slot.teacher_ids);
                    let held = Held { class_id: *class_id, parts, begins, ends, teacher_ids, room_id };
                    Weekly { stretch, slot, held, asked }
                }));
            }
        }
        weekly
    }

    /// Whether there is a date on which both take place. Of the same weekday.
    fn ever_meet(&self, one: &Weekly<'_>, other: &Weekly<'_>) -> bool {
        let Some(days) = one.stretch.days.shared_with(other.stretch.days) else { return false };
        one.slot.weekday.dates_in(days).any(|date| {
            self.stands(one.stretch, one.slot, date) && self.stands(other.stretch, other.slot, date)
        })
    }
}

impl Dated {
    fn held(&self) -> Held<'_> {
        let Self { class_id, begins, ends, room_id, .. } = *self;
        Held { class_id, parts: &self.parts, begins, ends, teacher_ids: &self.teacher_ids, room_id }
    }
}

/// Whether lessons are held together: one with the other, or both with a third.
fn joined((one_id, one): (LessonId, &Dated), (other_id, other): (LessonId, &Dated)) -> bool {
    one.joined_with == Some(other_id)
        || other.joined_with == Some(one_id)
        || (one.joined_with.is_some() && one.joined_with == other.joined_with)
}

/// What both need at the same time by the clock. A lesson that begins when the other ends shares nothing.
fn shared(one: &Held<'_>, other: &Held<'_>) -> Vec<(Taking, Uuid)> {
    if one.begins >= other.ends || other.begins >= one.ends {
        return Vec::new();
    }
    let classes = one.parts.iter().filter(|part| other.parts.iter().any(|others| part.overlaps(others)));
    let teachers = one.teacher_ids.iter().filter(|teacher| other.teacher_ids.contains(teacher));
    let room = one.room_id.filter(|room| other.room_id == Some(*room));
    classes
        .map(|part| (Taking::Class, part.class_id.0))
        .chain(teachers.map(|teacher| (Taking::Teacher, teacher.0)))
        .chain(room.map(|room| (Taking::Room, room.0)))
        .collect()
}

fn tell(
    found: &mut BTreeSet<Clash>,
    one: &Held<'_>,
    with: &Held<'_>,
    both: &[(Taking, Uuid)],
    (weekday, date): (Option<Weekday>, Option<NaiveDate>),
) {
    let Held { class_id, begins, ends, .. } = *one;
    let with_class_id = with.class_id;
    found.extend(both.iter().map(|(what, who)| {
        let (what, who) = (*what, *who);
        Clash { weekday, date, begins, ends, what, who, class_id, with_class_id }
    }));
}
