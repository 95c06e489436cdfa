//! When a day rings: bell schedules, and the days on which they ring otherwise.

use super::{Bell, BellSchedule, Command, Days, Event, FIRST_SHIFT, Refusal, SHORT_DAY};
use super::{
    after, bell, bells_set, changed, clock, day, day_bells_set, defined, schedule, school_days, short, usual,
    year,
};
use crate::id::BellScheduleId;

fn set(schedule: BellSchedule) -> Command {
    Command::SetBellSchedule { bell_schedule_id: FIRST_SHIFT, schedule }
}

fn bells(bells: &[Bell]) -> Command {
    set(schedule("1-ауысым", bells))
}

/// On 1 September.
fn ring_like(to: Option<BellScheduleId>) -> Command {
    Command::SetDayBells { date: day(2025, 9, 1), bell_schedule_id: FIRST_SHIFT, to }
}

fn two_schedules() -> [Event; 3] {
    [defined(), bells_set(FIRST_SHIFT, None, usual()), bells_set(SHORT_DAY, None, short())]
}

#[test]
fn a_bell_schedule_is_set_and_set_anew_and_keeps_what_it_was() {
    year([defined()]).when(set(usual())).then_expect_events(vec![bells_set(FIRST_SHIFT, None, usual())]);
    let given = [defined(), bells_set(FIRST_SHIFT, None, usual())];
    year(given.clone()).when(set(usual())).then_expect_events(vec![]);
    year(given).when(set(short())).then_expect_events(vec![bells_set(FIRST_SHIFT, Some(usual()), short())]);
}

#[test]
fn a_bell_schedule_needs_a_year_a_name_and_a_lesson() {
    year([]).when(set(usual())).then_expect_error(Refusal::NotDefined);
    for nothing in ["", " \t"] {
        year([defined()])
            .when(set(schedule(nothing, &usual().bells)))
            .then_expect_error(Refusal::NameMissing);
    }
    year([defined()]).when(bells(&[])).then_expect_error(Refusal::BellsMissing);
}

#[test]
fn the_numbers_of_lessons_go_from_0_to_15() {
    for number in [0, 15] {
        let one = [bell(number, (8, 0), (8, 45))];
        year([defined()]).when(bells(&one)).then_expect_events(vec![bells_set(
            FIRST_SHIFT,
            None,
            schedule("1-ауысым", &one),
        )]);
    }
    year([defined()])
        .when(bells(&[bell(16, (8, 0), (8, 45))]))
        .then_expect_error(Refusal::NumberTooHigh { number: 16, highest: 15 });
}

#[test]
fn a_lesson_ends_after_it_begins() {
    for ends in [(8, 0), (7, 59)] {
        year([defined()])
            .when(bells(&[bell(1, (8, 0), ends)]))
            .then_expect_error(Refusal::BellReversed { number: 1 });
    }
}

#[test]
fn a_lesson_may_begin_the_moment_the_one_before_ends_but_no_earlier() {
    let touching = [bell(1, (8, 0), (8, 45)), bell(2, (8, 45), (9, 30))];
    year([defined()]).when(bells(&touching)).then_expect_events(vec![bells_set(
        FIRST_SHIFT,
        None,
        schedule("1-ауысым", &touching),
    )]);
    year([defined()])
        .when(bells(&[bell(1, (8, 0), (8, 45)), bell(2, (8, 44), (9, 30))]))
        .then_expect_error(Refusal::BellsOutOfOrder { number: 2 });
}

#[test]
fn the_numbers_of_lessons_ascend_and_none_stands_twice() {
    for number in [1, 2] {
        year([defined()])
            .when(bells(&[bell(2, (8, 0), (8, 45)), bell(number, (8, 50), (9, 35))]))
            .then_expect_error(Refusal::BellsOutOfOrder { number });
    }
}

#[test]
fn on_a_date_a_schedule_rings_like_another_and_as_usual_again() {
    year(two_schedules()).when(ring_like(Some(SHORT_DAY))).then_expect_events(vec![day_bells_set(
        day(2025, 9, 1),
        None,
        Some(SHORT_DAY),
    )]);
    let [defined, usual, short] = two_schedules();
    let given = [defined, usual, short, day_bells_set(day(2025, 9, 1), None, Some(SHORT_DAY))];
    year(given.clone()).when(ring_like(Some(SHORT_DAY))).then_expect_events(vec![]);
    for as_usual in [None, Some(FIRST_SHIFT)] {
        year(two_schedules()).when(ring_like(as_usual)).then_expect_events(vec![]);
        year(given.clone()).when(ring_like(as_usual)).then_expect_events(vec![day_bells_set(
            day(2025, 9, 1),
            Some(SHORT_DAY),
            None,
        )]);
    }
}

#[test]
fn a_day_rings_by_schedules_there_are() {
    year([defined(), bells_set(FIRST_SHIFT, None, usual())])
        .when(ring_like(Some(SHORT_DAY)))
        .then_expect_error(Refusal::UnknownBellSchedule);
    year([defined(), bells_set(SHORT_DAY, None, short())])
        .when(ring_like(Some(SHORT_DAY)))
        .then_expect_error(Refusal::UnknownBellSchedule);
    year([]).when(ring_like(None)).then_expect_error(Refusal::NotDefined);
}

#[test]
fn a_day_with_other_bells_lies_in_the_year_and_stays_in_it() {
    let on = |date| Command::SetDayBells { date, bell_schedule_id: FIRST_SHIFT, to: Some(SHORT_DAY) };
    let (last, after_it) = (day(2026, 5, 25), day(2026, 5, 26));
    year(two_schedules()).when(on(last)).then_expect_events(vec![day_bells_set(last, None, Some(SHORT_DAY))]);
    year(two_schedules()).when(on(after_it)).then_expect_error(Refusal::DateOutsideYear { date: after_it });

    let [defined, usual, short] = two_schedules();
    let given = [defined, usual, short, day_bells_set(last, None, Some(SHORT_DAY))];
    let define = |days| Command::Define { name: "2025/26".to_owned(), days, external_id: None };
    let a_day_less = Days { last: day(2026, 5, 24), ..school_days() };
    year(given.clone()).when(define(a_day_less)).then_expect_error(Refusal::DayBellsLeftOut);
    let later = Days { first: day(2025, 9, 2), ..school_days() };
    year(given)
        .when(define(later))
        .then_expect_events(vec![changed(("2025/26", school_days()), ("2025/26", later))]);
}

#[test]
fn a_year_knows_what_rings_when() {
    let year = after([
        defined(),
        bells_set(FIRST_SHIFT, None, usual()),
        bells_set(SHORT_DAY, None, short()),
        day_bells_set(day(2025, 9, 1), None, Some(SHORT_DAY)),
        day_bells_set(day(2025, 9, 2), None, Some(SHORT_DAY)),
        day_bells_set(day(2025, 9, 2), Some(SHORT_DAY), None),
    ]);
    assert_eq!(year.days(), Some(school_days()));
    assert_eq!(year.bells(FIRST_SHIFT), Some(&usual()));
    assert_eq!(year.bells_on(FIRST_SHIFT, day(2025, 9, 1)), Some(&short()));
    for as_usual in [2, 3] {
        assert_eq!(year.bells_on(FIRST_SHIFT, day(2025, 9, as_usual)), Some(&usual()));
    }
    assert_eq!(year.bells_on(SHORT_DAY, day(2025, 9, 1)), Some(&short()));
    assert_eq!(after([defined()]).bells_on(FIRST_SHIFT, day(2025, 9, 1)), None);
    assert_eq!(usual().bell(2).map(|bell| bell.begins), Some(clock(8, 50)));
    assert_eq!(usual().bell(3), None);
}
