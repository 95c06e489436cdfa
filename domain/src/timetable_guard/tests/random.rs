//! Whatever is asked of it, in whatever order: written out day by day, nobody is at two places at once,
//! and nothing is refused that would have been free.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use proptest::collection::vec;
use proptest::option;
use proptest::sample::select;
use proptest::strategy::Strategy;
use proptest::test_runner::{Config, TestCaseError};
use proptest::{prop_assert, prop_assert_eq, prop_oneof, proptest};

use super::{ClassId, Command, Dated, Days, LessonId, Occupied, Part, PersonId, Refusal, RoomId, SlotId};
use super::{SubjectId, Taken, TimetableGuard, Uuid, Week, Weekday};
use super::{clock, first_week};
use crate::school_class::overlap;
use crate::timetable::week_of;

/// What a class takes on one day, as it was last asked for.
type Daily = BTreeMap<(ClassId, NaiveDate), Taken>;
type StandsFor = Option<(SlotId, NaiveDate)>;

/// The same rules as simply as they can be told: by days, with nothing kept short.
#[derive(Clone, Default)]
struct ByDays {
    daily: Daily,
    lessons: BTreeMap<LessonId, (StandsFor, Option<Dated>)>,
}

impl ByDays {
    fn has(&self, slot_id: SlotId, on: NaiveDate) -> bool {
        self.daily.iter().any(|((_, date), taken)| {
            *date == on && taken.slots.iter().any(|slot| slot.slot_id == slot_id && is_on(slot, on))
        })
    }

    fn carry_out(&mut self, command: &Command) {
        match command.clone() {
            Command::Take { timetables, .. } => {
                for taken in timetables {
                    for date in taken.days.first.iter_days().take_while(|date| *date <= taken.days.last) {
                        self.daily.insert((taken.class_id, date), taken.clone());
                    }
                }
                let before = std::mem::take(&mut self.lessons);
                let stays = |(stands_for, to): &(StandsFor, Option<Dated>)| {
                    to.is_some() || stands_for.is_some_and(|(slot_id, on)| self.has(slot_id, on))
                };
                self.lessons = before.into_iter().filter(|(_, lesson)| stays(lesson)).collect();
            }
            Command::Place { lesson_id, slot_id, on, to } => {
                self.lessons.insert(lesson_id, (slot_id.map(|slot_id| (slot_id, on)), Some(to)));
            }
            Command::Free { lesson_id, slot_id, on } => {
                let stands_for = slot_id.map(|slot_id| (slot_id, on));
                if slot_id.is_some_and(|slot_id| self.has(slot_id, on)) {
                    self.lessons.insert(lesson_id, (stands_for, None));
                } else {
                    self.lessons.remove(&lesson_id);
                }
            }
        }
    }

    fn on(&self, date: NaiveDate) -> Vec<(Option<LessonId>, Dated)> {
        let away =
            |slot_id| self.lessons.values().any(|(stands_for, _)| *stands_for == Some((slot_id, date)));
        let mut held = Vec::new();
        for ((class_id, day), taken) in &self.daily {
            let slots =
                taken.slots.iter().filter(|slot| *day == date && is_on(slot, date) && !away(slot.slot_id));
            held.extend(slots.map(|slot| {
                let dated = Dated {
                    date,
                    number: slot.number,
                    begins: slot.begins,
                    ends: slot.ends,
                    class_id: *class_id,
                    parts: taken.parts.clone(),
                    teacher_ids: slot.teacher_ids.clone(),
                    room_id: slot.room_id,
                    joined_with: None,
                };
                (None, dated)
            }));
        }
        let exceptions = self.lessons.iter().filter_map(|(id, (_, to))| Some((Some(*id), to.clone()?)));
        held.extend(exceptions.filter(|(_, to)| to.date == date));
        held
    }

    fn double_booked(&self) -> bool {
        all_days().any(|date| {
            let held = self.on(date);
            held.iter().enumerate().any(|(at, one)| held.iter().skip(at + 1).any(|other| meet(one, other)))
        })
    }
}

fn is_on(slot: &Occupied, date: NaiveDate) -> bool {
    slot.weekday == Weekday::from_date(date)
        && match slot.week {
            Week::Every => true,
            Week::Odd | Week::Even => slot.week == week_of(date, first_week()),
        }
}

fn meet((one_id, one): &(Option<LessonId>, Dated), (other_id, other): &(Option<LessonId>, Dated)) -> bool {
    let joined = (one.joined_with.is_some()
        && (one.joined_with == *other_id || one.joined_with == other.joined_with))
        || (other.joined_with.is_some() && other.joined_with == *one_id);
    let at_once = one.begins < other.ends && other.begins < one.ends;
    let needed_twice = overlap(&one.parts, &other.parts)
        || one.teacher_ids.iter().any(|teacher| other.teacher_ids.contains(teacher))
        || (one.room_id.is_some() && one.room_id == other.room_id);
    !joined && at_once && needed_twice
}

/// Three weeks.
fn all_days() -> impl Iterator<Item = NaiveDate> {
    first_week().iter_days().take(21)
}

fn date() -> impl Strategy<Value = NaiveDate> {
    select(all_days().filter(|date| Weekday::from_date(*date) <= Weekday::Tuesday).collect::<Vec<_>>())
}

fn id<I: From<Uuid> + std::fmt::Debug>(most: u128) -> impl Strategy<Value = I> {
    (0..most).prop_map(|n| I::from(Uuid::from_u128(n + 1)))
}

fn parts(class_id: ClassId, half: Option<u8>) -> Vec<Part> {
    vec![match half {
        None => Part::whole(class_id),
        // Groups of the first class, named like classes of their own.
        Some(half) => Part {
            class_id: ClassId(Uuid::from_u128(1)),
            division: Some("english".to_owned()),
            part: Some(half.to_string()),
        },
    }]
}

/// The clock times of three lesson numbers; the second meets the first, the third neither.
fn times(number: u8) -> (chrono::NaiveTime, chrono::NaiveTime) {
    match number {
        0 => (clock(8, 0), clock(8, 45)),
        1 => (clock(8, 30), clock(9, 15)),
        _ => (clock(9, 15), clock(10, 0)),
    }
}

fn occupied() -> impl Strategy<Value = Occupied> {
    let when =
        (select(vec![Weekday::Monday, Weekday::Tuesday]), select(vec![Week::Every, Week::Odd, Week::Even]));
    (id::<SlotId>(5), when, 0_u8..3, vec(id::<PersonId>(3), 0..2), option::of(id::<RoomId>(3))).prop_map(
        |(slot_id, (weekday, week), number, teacher_ids, room_id)| {
            let (begins, ends) = times(number);
            let subject_id = SubjectId::default();
            Occupied { slot_id, weekday, week, number, begins, ends, subject_id, teacher_ids, room_id }
        },
    )
}

fn wanted() -> impl Strategy<Value = Taken> {
    (id::<ClassId>(4), option::of(1_u8..3), date(), date(), vec(occupied(), 0..4)).prop_map(
        |(class_id, half, first, last, slots)| Taken {
            class_id,
            parts: parts(class_id, half),
            days: Days { first, last },
            // The slots of a class are its own.
            slots: slots.into_iter().map(|slot| of_class(slot, class_id)).collect(),
        },
    )
}

fn of_class(slot: Occupied, class_id: ClassId) -> Occupied {
    let slot_id = SlotId(Uuid::from_u128(slot.slot_id.0.as_u128() + 100 * class_id.0.as_u128()));
    Occupied { slot_id, ..slot }
}

fn dated() -> impl Strategy<Value = Dated> {
    let held = (vec(id::<PersonId>(3), 0..2), option::of(id::<RoomId>(3)));
    let joined_with = option::weighted(0.2, id::<LessonId>(4));
    (id::<ClassId>(4), option::of(1_u8..3), date(), 0_u8..3, held, joined_with).prop_map(
        |(class_id, half, date, number, (teacher_ids, room_id), joined_with)| {
            let ((begins, ends), parts) = (times(number), parts(class_id, half));
            Dated { date, number, begins, ends, class_id, parts, teacher_ids, room_id, joined_with }
        },
    )
}

fn slot_id() -> impl Strategy<Value = Option<SlotId>> {
    option::weighted(
        0.7,
        (1_u128..6, 1_u128..5).prop_map(|(slot, class)| SlotId(Uuid::from_u128(slot + 100 * class))),
    )
}

fn command() -> impl Strategy<Value = Command> {
    prop_oneof![
        3 => vec(wanted(), 1..3).prop_map(|timetables| Command::Take { timetables, first_week: first_week() }),
        3 => (id::<LessonId>(4), slot_id(), date(), dated())
            .prop_map(|(lesson_id, slot_id, on, to)| Command::Place { lesson_id, slot_id, on, to }),
        1 => (id::<LessonId>(4), slot_id(), date())
            .prop_map(|(lesson_id, slot_id, on)| Command::Free { lesson_id, slot_id, on }),
    ]
}

fn agree(guard: &TimetableGuard, by_days: &ByDays) -> Result<(), TestCaseError> {
    for date in all_days() {
        let mut held: Vec<_> =
            guard.occupied_on(date).into_iter().map(|busy| (busy.lesson_id, busy.held)).collect();
        let mut told = by_days.on(date);
        for list in [&mut held, &mut told] {
            list.sort_by_key(|(lesson_id, held)| (*lesson_id, format!("{held:?}")));
        }
        prop_assert_eq!(held, told, "on {}", date);
    }
    Ok(())
}

proptest! {
    #![proptest_config(Config { failure_persistence: None, cases: 512, ..Config::default() })]

    #[test]
    fn nobody_is_at_two_places_at_once_and_nothing_is_refused_without_need(
        commands in vec(command(), 0..25)
    ) {
        let (mut guard, mut by_days) = (TimetableGuard::default(), ByDays::default());
        for command in commands {
            let mut tried = by_days.clone();
            tried.carry_out(&command);
            match guard.decide(command) {
                Ok(events) => {
                    for event in events {
                        guard.absorb(event);
                    }
                    by_days = tried;
                    prop_assert!(!by_days.double_booked(), "accepted");
                    agree(&guard, &by_days)?;
                }
                Err(Refusal::Clashes { clashes }) => {
                    prop_assert!(tried.double_booked(), "refused without need: {:?}", clashes);
                    prop_assert!(!clashes.is_empty());
                }
                Err(Refusal::EndsBeforeItBegins | Refusal::ClassTwice { .. } | Refusal::OtherSlot) => {}
            }
        }
    }
}
