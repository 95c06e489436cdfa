//! How many lessons a week a class has, and how many it may have. Counted in halves, because a lesson of
//! every other week is half a lesson of a week.

use std::collections::{BTreeMap, BTreeSet};

use super::event::PlannedSlot;
use super::week::{Week, Weekday};
use crate::id::SubjectId;

/// The most lessons a week, in halves, by the language of instruction (domain notes 8.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ceiling {
    pub kazakh: u32,
    pub russian: u32,
}

/// The ceiling of a grade, as far as the order names one.
pub const fn ceiling(grade: u32) -> Option<Ceiling> {
    let (kazakh, russian) = match grade {
        1 => (39, 41),
        2 => (48, 48),
        3 => (52, 52),
        4 => (52, 54),
        5 | 6 => (57, 59),
        _ => return None,
    };
    Some(Ceiling { kazakh, russian })
}

/// The lessons a week of a class with its groups, in halves. What groups have at one moment is one lesson
/// of a pupil.
pub fn weekly_halves<'a>(slots: impl IntoIterator<Item = &'a PlannedSlot>) -> u32 {
    let mut held: BTreeMap<_, (bool, bool)> = BTreeMap::new();
    for slot in slots {
        let (odd, even) = held.entry((slot.weekday, slot.number)).or_default();
        *odd |= slot.week.meets(Week::Odd);
        *even |= slot.week.meets(Week::Even);
    }
    held.into_values().map(|(odd, even)| u32::from(odd) + u32::from(even)).sum()
}

/// What a lesson of these weeks is of a weekly load, in halves.
pub const fn halves(week: Week) -> u32 {
    match week {
        Week::Every => 2,
        Week::Odd | Week::Even => 1,
    }
}

/// The subjects that a timetable has at several numbers of one day, in the order of the week.
pub fn twice_a_day<'a>(slots: impl IntoIterator<Item = &'a PlannedSlot>) -> BTreeSet<(Weekday, SubjectId)> {
    let mut numbers: BTreeMap<_, [BTreeSet<u8>; 2]> = BTreeMap::new();
    for slot in slots {
        let [odd, even] = numbers.entry((slot.weekday, slot.subject_id)).or_default();
        if slot.week.meets(Week::Odd) {
            odd.insert(slot.number);
        }
        if slot.week.meets(Week::Even) {
            even.insert(slot.number);
        }
    }
    let repeated = numbers.into_iter().filter(|(_, weeks)| weeks.iter().any(|numbers| numbers.len() > 1));
    repeated.map(|(of, _)| of).collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn slot(weekday: Weekday, number: u8, week: Week) -> PlannedSlot {
        let subject_id = SubjectId(Uuid::from_u128(1));
        PlannedSlot { weekday, number, week, subject_id, teacher_ids: vec![], room_id: None }
    }

    #[test]
    fn a_lesson_of_every_other_week_is_half_a_lesson() {
        let slots = [slot(Weekday::Monday, 1, Week::Every), slot(Weekday::Monday, 2, Week::Odd)];
        assert_eq!(weekly_halves(&slots), 3);
        let both = [slot(Weekday::Monday, 2, Week::Odd), slot(Weekday::Monday, 2, Week::Even)];
        assert_eq!(weekly_halves(&both), 2);
    }

    #[test]
    fn what_two_groups_have_at_one_moment_is_one_lesson() {
        let slots = [slot(Weekday::Friday, 4, Week::Every), slot(Weekday::Friday, 4, Week::Every)];
        assert_eq!(weekly_halves(&slots), 2);
    }

    #[test]
    fn a_subject_at_two_numbers_of_a_day_is_there_twice() {
        let algebra = SubjectId(Uuid::from_u128(1));
        let slots = [
            slot(Weekday::Monday, 1, Week::Every),
            slot(Weekday::Monday, 4, Week::Odd),
            slot(Weekday::Tuesday, 1, Week::Every),
        ];
        assert_eq!(twice_a_day(&slots).into_iter().collect::<Vec<_>>(), [(Weekday::Monday, algebra)]);
    }

    #[test]
    fn a_subject_whose_number_alternates_is_there_once() {
        let slots = [slot(Weekday::Monday, 1, Week::Odd), slot(Weekday::Monday, 2, Week::Even)];
        assert!(twice_a_day(&slots).is_empty());
        assert_eq!(halves(Week::Every), halves(Week::Odd) + halves(Week::Even));
    }

    #[test]
    fn a_class_without_lessons_has_no_load() {
        assert_eq!(weekly_halves(&[]), 0);
    }

    #[test]
    fn the_order_names_a_ceiling_for_grades_1_to_6() {
        assert_eq!(ceiling(1), Some(Ceiling { kazakh: 39, russian: 41 }));
        assert_eq!(ceiling(6), Some(Ceiling { kazakh: 57, russian: 59 }));
        assert_eq!((ceiling(0), ceiling(7)), (None, None));
    }
}
