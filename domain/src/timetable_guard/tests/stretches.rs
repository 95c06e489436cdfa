//! What a class takes for some days replaces what it took for these days, and for no others.

use chrono::NaiveDate;

use super::{
    CLASS_7A, CLASS_7B, DAULET, Event, GULNARA, OF_7A, OF_7B, Occupied, PersonId, ROOM_102, Refusal,
};
use super::{TimetableGuard, Week};
use super::{
    after, days, first_week, freed, guard, of_7a, of_7b, september, slot, take, taken, taken_by_7a, wants,
};

/// Every Tuesday of September with whoever teaches 7A.
fn tuesdays(guard: &TimetableGuard) -> Vec<(u32, PersonId)> {
    let held = |day: u32| guard.occupied_on(september(day)).into_iter().map(move |busy| (day, busy.held));
    (1..=30).flat_map(held).map(|(day, held)| (day, held.teacher_ids[0])).collect()
}

/// 7A takes another teacher for some days.
fn taken_with_daulet(first: u32, last: u32) -> Event {
    taken(wants(CLASS_7A, days(first, last), &[Occupied { teacher_ids: vec![DAULET], ..of_7a() }]))
}

#[test]
fn a_timetable_taken_again_changes_nothing() {
    let wanted = wants(CLASS_7A, days(1, 30), &[of_7a()]);
    guard([]).when(take(std::slice::from_ref(&wanted))).then_expect_events(vec![taken_by_7a()]);
    guard([taken_by_7a()]).when(take(&[wanted])).then_expect_events(vec![]);
}

#[test]
fn only_those_who_take_something_else_are_noted() {
    let (of_7a, of_7b) = (wants(CLASS_7A, days(1, 30), &[of_7a()]), wants(CLASS_7B, days(1, 30), &[of_7b()]));
    guard([taken_by_7a()]).when(take(&[of_7a, of_7b.clone()])).then_expect_events(vec![taken(of_7b)]);
}

#[test]
fn from_a_day_on_another_timetable_holds_and_earlier_days_stay() {
    let changed = after([taken_by_7a(), taken_with_daulet(15, 30)]);
    assert_eq!(tuesdays(&changed), [(1, GULNARA), (8, GULNARA), (15, DAULET), (22, DAULET), (29, DAULET)]);
    let in_between = after([taken_by_7a(), taken_with_daulet(8, 15)]);
    assert_eq!(
        tuesdays(&in_between),
        [(1, GULNARA), (8, DAULET), (15, DAULET), (22, GULNARA), (29, GULNARA)]
    );
    let all = after([taken_with_daulet(8, 15), taken_by_7a()]);
    assert_eq!(tuesdays(&all), [1, 8, 15, 22, 29].map(|day| (day, GULNARA)));
}

#[test]
fn a_class_does_not_clash_with_what_it_took_before() {
    let wanted = wants(CLASS_7A, days(8, 30), &[slot(OF_7B, GULNARA, ROOM_102)]);
    guard([taken_by_7a()]).when(take(std::slice::from_ref(&wanted))).then_expect_events(vec![taken(wanted)]);
}

#[test]
fn a_teacher_given_free_from_a_day_on_may_teach_elsewhere_from_that_day() {
    let of_7b = |first| wants(CLASS_7B, days(first, 30), &[slot(OF_7B, GULNARA, ROOM_102)]);
    let guard = after([taken_by_7a(), taken_with_daulet(15, 30)]);
    assert!(guard.clashes(&[of_7b(9)], first_week()).is_empty());
    assert_eq!(guard.clashes(&[of_7b(8)], first_week()).len(), 1);
}

#[test]
fn one_class_does_not_take_two_timetables_for_the_same_day_at_once() {
    let twice = [wants(CLASS_7A, days(1, 15), &[of_7a()]), wants(CLASS_7A, days(15, 30), &[of_7a()])];
    guard([]).when(take(&twice)).then_expect_error(Refusal::ClassTwice { class_id: CLASS_7A });
    let one_after_the_other =
        [wants(CLASS_7A, days(1, 14), &[of_7a()]), wants(CLASS_7A, days(15, 30), &[of_7a()])];
    guard([])
        .when(take(&one_after_the_other))
        .then_expect_events(one_after_the_other.clone().map(taken).to_vec());
}

#[test]
fn alternating_weeks_are_counted_from_the_first_week_that_was_told() {
    let odd = |first_week: NaiveDate| {
        let slots = vec![Occupied { week: Week::Odd, ..of_7a() }];
        let parts = wants(CLASS_7A, days(1, 30), &[]).parts;
        Event::TimetableTaken { class_id: CLASS_7A, parts, days: days(1, 30), first_week, slots }
    };
    let on = |event: Event| tuesdays(&after([event])).into_iter().map(|(day, _)| day).collect::<Vec<_>>();
    assert_eq!(on(odd(first_week())), [1, 15, 29]);
    assert_eq!(on(odd(september(7))), [8, 22]);
}

#[test]
fn a_gap_lasts_as_long_as_the_timetable_has_the_lesson_there() {
    let without = || taken(wants(CLASS_7A, days(1, 30), &[]));
    let gap = |guard: TimetableGuard| guard.is_away(OF_7A, september(8));
    assert!(gap(after([taken_by_7a(), freed(8)])));
    assert!(gap(after([taken_by_7a(), freed(8), taken_with_daulet(2, 30)])));
    assert!(!gap(after([taken_by_7a(), freed(8), without()])));
    let planned_again = after([taken_by_7a(), freed(8), without(), taken_by_7a()]);
    assert_eq!(planned_again.occupied_on(september(8)).len(), 1);
    let freed_afterwards = after([taken_by_7a(), without(), freed(8), taken_by_7a()]);
    assert_eq!(freed_afterwards.occupied_on(september(8)).len(), 1);
}
