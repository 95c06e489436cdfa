//! Who and what is taken at an hour of a day, by the clock.

use std::collections::BTreeSet;

use chrono::NaiveTime;
use dayek_projections::directory::{BellScheduleRow, TeachingRow};
use dayek_projections::timetable::LessonRow;
use uuid::Uuid;

/// From when to when by the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Hour {
    pub(crate) begins: NaiveTime,
    pub(crate) ends: NaiveTime,
}

/// A lesson number of a day. It may stand for several hours: in two shifts, or where classes ring apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Moment {
    pub(crate) number: i16,
    pub(crate) hours: Vec<Hour>,
}

/// Who and what is taken.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Occupied {
    pub(crate) teachers: BTreeSet<Uuid>,
    pub(crate) rooms: BTreeSet<Uuid>,
}

/// Somebody who could give a lesson in the place of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Substitute {
    pub(crate) teacher: Uuid,
    /// Whether they teach the subject anywhere.
    pub(crate) knows_subject: bool,
    /// How many lessons they give on the day already.
    pub(crate) lessons: usize,
}

fn hour_of(row: &LessonRow) -> Option<Hour> {
    row.begins.zip(row.ends).map(|(begins, ends)| Hour { begins, ends })
}

impl Moment {
    /// When a number rings: as the lessons of the day have it; without any, as the bells do.
    pub(crate) fn of_number(number: i16, day: &[LessonRow], bells: &[BellScheduleRow]) -> Self {
        let of_lessons = day.iter().filter(|row| row.number == number).filter_map(hour_of);
        let mut hours: BTreeSet<Hour> = of_lessons.collect();
        if hours.is_empty() {
            let all = bells.iter().flat_map(|schedule| &schedule.bells);
            let rung = all.filter(|bell| bell.number == number);
            hours = rung.map(|bell| Hour { begins: bell.begins, ends: bell.ends }).collect();
        }
        Self { number, hours: hours.into_iter().collect() }
    }

    /// When a lesson takes place.
    pub(crate) fn of_lesson(row: &LessonRow) -> Self {
        Self { number: row.number, hours: hour_of(row).into_iter().collect() }
    }

    /// Whether a lesson of the same day takes place in it. Of one without clock times only the number is
    /// known. A lesson that begins when the other ends does not meet it.
    fn meets(&self, row: &LessonRow) -> bool {
        match hour_of(row) {
            Some(hour) if !self.hours.is_empty() => {
                self.hours.iter().any(|own| hour.begins < own.ends && own.begins < hour.ends)
            }
            Some(_) | None => row.number == self.number,
        }
    }

    /// Who and what the lessons of the day take in it.
    pub(crate) fn occupied(&self, day: &[LessonRow]) -> Occupied {
        let mut occupied = Occupied::default();
        for row in day.iter().filter(|row| !row.cancelled && self.meets(row)) {
            occupied.teachers.extend(&row.teachers);
            // Whoever is substituted for is not there.
            occupied.teachers.extend(&row.replaced);
            occupied.rooms.extend(row.room_id);
        }
        occupied
    }
}

/// Who is free to give a lesson in the place of its teachers: those who teach its subject first, then those
/// with the fewest lessons on the day.
pub(crate) fn substitutes(
    lesson: &LessonRow,
    absent: Uuid,
    day: &[LessonRow],
    teaching: &[TeachingRow],
) -> Vec<Substitute> {
    let taken = Moment::of_lesson(lesson).occupied(day).teachers;
    let everybody: BTreeSet<Uuid> = teaching.iter().map(|row| row.teacher_id).collect();
    let free = everybody.into_iter().filter(|teacher| *teacher != absent && !taken.contains(teacher));
    let mut substitutes: Vec<Substitute> = free
        .map(|teacher| Substitute {
            teacher,
            knows_subject: teaching
                .iter()
                .any(|row| row.teacher_id == teacher && row.subject_id == lesson.subject_id),
            lessons: day.iter().filter(|row| !row.cancelled && row.teachers.contains(&teacher)).count(),
        })
        .collect();
    substitutes.sort_by_key(|one| (!one.knows_subject, one.lessons, one.teacher));
    substitutes
}

#[cfg(test)]
mod tests {
    use dayek_projections::directory::BellRow;

    use super::*;

    const ALGEBRA: Uuid = Uuid::from_u128(1);
    const HISTORY: Uuid = Uuid::from_u128(2);
    const AISULU: Uuid = Uuid::from_u128(11);
    const BOLAT: Uuid = Uuid::from_u128(12);
    const DINA: Uuid = Uuid::from_u128(13);
    const ROOM: Uuid = Uuid::from_u128(21);

    fn at(text: &str) -> NaiveTime {
        text.parse().unwrap()
    }

    fn lesson(number: i16, times: Option<(&str, &str)>, teacher: Uuid) -> LessonRow {
        LessonRow {
            lesson_id: Uuid::from_u128(31),
            class_id: Uuid::from_u128(41),
            subject_id: ALGEBRA,
            period_id: Uuid::from_u128(51),
            date: "2026-09-01".parse().unwrap(),
            number,
            begins: times.map(|(begins, _)| at(begins)),
            ends: times.map(|(_, ends)| at(ends)),
            room_id: Some(ROOM),
            slot_id: None,
            cancelled: false,
            joined_with: None,
            moved_from: None,
            reason: None,
            changed_by: None,
            changed_at: None,
            teachers: vec![teacher],
            replaced: Vec::new(),
        }
    }

    fn second_lesson() -> Moment {
        Moment { number: 2, hours: vec![Hour { begins: at("08:55"), ends: at("09:40") }] }
    }

    #[test]
    fn a_lesson_takes_its_teacher_and_its_room_by_the_clock_and_not_by_its_number() {
        let other_number = lesson(1, Some(("09:30", "10:15")), AISULU);
        let taken = second_lesson().occupied(&[other_number]);
        assert!(taken.teachers.contains(&AISULU) && taken.rooms.contains(&ROOM));
    }

    #[test]
    fn a_lesson_that_begins_when_another_ends_takes_nothing_from_it() {
        let next = lesson(2, Some(("09:40", "10:25")), AISULU);
        assert_eq!(second_lesson().occupied(&[next]), Occupied::default());
    }

    #[test]
    fn a_cancelled_lesson_takes_nobody() {
        let cancelled = LessonRow { cancelled: true, ..lesson(2, Some(("08:55", "09:40")), AISULU) };
        assert_eq!(second_lesson().occupied(&[cancelled]), Occupied::default());
    }

    #[test]
    fn a_lesson_whose_hour_is_not_known_takes_its_number() {
        assert!(second_lesson().occupied(&[lesson(2, None, AISULU)]).teachers.contains(&AISULU));
        assert!(second_lesson().occupied(&[lesson(3, None, AISULU)]).teachers.is_empty());
    }

    #[test]
    fn a_number_rings_as_the_lessons_of_the_day_have_it_or_else_as_the_bells() {
        let bell = BellRow { number: 2, begins: at("08:55"), ends: at("09:40") };
        let bells = [BellScheduleRow {
            bell_schedule_id: Uuid::nil(),
            name: "I ауысым".to_owned(),
            bells: vec![bell],
        }];
        assert_eq!(Moment::of_number(2, &[], &bells), second_lesson());
        let shortened = [lesson(2, Some(("08:40", "09:10")), AISULU)];
        let hours = Moment::of_number(2, &shortened, &bells).hours;
        assert_eq!(hours, [Hour { begins: at("08:40"), ends: at("09:10") }]);
    }

    #[test]
    fn who_teaches_the_subject_comes_first_then_who_has_the_fewest_lessons() {
        let teaches = |teacher_id, subject_id| TeachingRow {
            class_id: Uuid::nil(),
            subject_id,
            subject_name: None,
            teacher_id,
        };
        let absent = Uuid::from_u128(10);
        let teaching = [
            teaches(absent, ALGEBRA),
            teaches(AISULU, HISTORY),
            teaches(BOLAT, HISTORY),
            teaches(DINA, ALGEBRA),
        ];
        let wanted = lesson(2, Some(("08:55", "09:40")), absent);
        let day = [
            wanted.clone(),
            lesson(1, Some(("08:00", "08:45")), AISULU),
            lesson(3, Some(("09:50", "10:35")), DINA),
        ];
        let found = substitutes(&wanted, absent, &day, &teaching);
        let found: Vec<_> = found.iter().map(|one| (one.teacher, one.knows_subject, one.lessons)).collect();
        assert_eq!(found, [(DINA, true, 1), (BOLAT, false, 0), (AISULU, false, 1)]);
    }

    #[test]
    fn who_has_a_lesson_at_that_hour_is_no_substitute() {
        let teaching = [TeachingRow {
            class_id: Uuid::nil(),
            subject_id: ALGEBRA,
            subject_name: None,
            teacher_id: BOLAT,
        }];
        let wanted = lesson(2, Some(("08:55", "09:40")), AISULU);
        let day = [wanted.clone(), lesson(1, Some(("09:00", "09:45")), BOLAT)];
        assert!(substitutes(&wanted, AISULU, &day, &teaching).is_empty());
    }
}
