//! Publishing: lessons are made from the timetable, and what they were made from is noted.

use super::{Command, DAULET, Days, Event, FIRST, PLACE, PlannedSlot, Refusal, SECOND, Weekday};
use super::{
    after, algebra, bells_replaced, changed, drafted, planned, published, removed, september, timetable,
};

fn note(last: u32, lessons: u32) -> Command {
    Command::NotePublished { days: Days { first: september(1), last: september(last) }, lessons }
}

fn substitute() -> PlannedSlot {
    PlannedSlot { teacher_ids: vec![DAULET], ..algebra() }
}

fn published_once() -> [Event; 3] {
    [drafted(), planned(FIRST, algebra()), published(30, 1, 4)]
}

#[test]
fn a_timetable_is_published_with_the_count_of_its_lessons() {
    timetable([drafted(), planned(FIRST, algebra())])
        .when(note(30, 4))
        .then_expect_events(vec![published(30, 1, 4)]);
    timetable(published_once()).when(note(30, 4)).then_expect_events(vec![]);
}

#[test]
fn a_timetable_is_published_again_for_other_days_or_when_it_was_changed() {
    timetable(published_once()).when(note(29, 4)).then_expect_events(vec![published(29, 1, 4)]);
    timetable(published_once()).when(note(30, 3)).then_expect_events(vec![published(30, 1, 3)]);
    for change in [
        changed(algebra(), substitute()),
        bells_replaced(),
        planned(SECOND, PlannedSlot { number: 4, ..algebra() }),
    ] {
        let [drafted, planned, published_before] = published_once();
        let given = [drafted, planned, published_before, change];
        let slots = u32::try_from(after(given.clone()).slots().count()).unwrap();
        timetable(given).when(note(30, 4)).then_expect_events(vec![published(30, slots, 4)]);
    }
}

#[test]
fn a_lesson_without_a_teacher_is_planned_but_not_published() {
    let without = PlannedSlot { teacher_ids: vec![], ..algebra() };
    let refusal = Refusal::TeacherMissing { slot_id: FIRST, weekday: Weekday::Monday, number: 3 };
    timetable([drafted(), planned(FIRST, without.clone())])
        .when(note(30, 4))
        .then_expect_error(refusal.clone());
    let [drafted, planned, published] = published_once();
    timetable([drafted, planned, published, changed(algebra(), without)])
        .when(note(30, 4))
        .then_expect_error(refusal);
}

#[test]
fn a_timetable_is_published_for_a_day_but_not_for_days_that_end_before_they_begin() {
    let given = [drafted(), planned(FIRST, algebra())];
    timetable(given.clone()).when(note(1, 0)).then_expect_events(vec![published(1, 1, 0)]);
    let reversed = Days { first: september(2), last: september(1) };
    timetable(given)
        .when(Command::NotePublished { days: reversed, lessons: 0 })
        .then_expect_error(Refusal::EndsBeforeItBegins);
}

#[test]
fn a_timetable_knows_its_place_its_lessons_and_whether_it_is_published() {
    let nothing = after([]);
    assert_eq!((nothing.place(), nothing.name(), nothing.is_published()), (None, None, false));
    let timetable = after([drafted(), planned(FIRST, algebra())]);
    assert_eq!((timetable.place(), timetable.name()), (Some(PLACE), Some("Quarter I")));
    assert_eq!(timetable.slots().collect::<Vec<_>>(), [(FIRST, &algebra())]);
    assert_eq!((timetable.slot(FIRST), timetable.slot(SECOND)), (Some(&algebra()), None));
    assert!(!timetable.is_published() && !timetable.is_outdated());

    let timetable = after(published_once());
    assert!(timetable.is_published() && !timetable.is_outdated());
    let [drafted, planned, published] = published_once();
    let timetable = after([drafted, planned, published, removed(algebra())]);
    assert!(timetable.is_published() && timetable.is_outdated());
}
