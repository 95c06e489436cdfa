//! Lessons that stand elsewhere than their timetable says, or in none.

use super::{
    CLASS_7A, CLASS_7B, Command, DAULET, Dated, Event, GULNARA, LESSON, OF_7A, OF_7B, OTHER_LESSON, Occupied,
    Part, ROOM_101, ROOM_102, Refusal, Taking,
};
use super::{
    after, clash, clock, days, first_week, free, freed, guard, lesson_of, of_7a, of_7b, on, place,
    place_extra, placed, placed_extra, refused, september, slot, take, taken, taken_by_7a, wants,
};

/// The lesson of 7A as its timetable has it.
fn as_planned(day: u32) -> Dated {
    lesson_of(CLASS_7A, day, (GULNARA, ROOM_101))
}

#[test]
fn a_lesson_is_moved_to_a_free_day() {
    guard([taken_by_7a()]).when(place(8, as_planned(9))).then_expect_events(vec![placed(8, as_planned(9))]);
    guard([taken_by_7a(), placed(8, as_planned(9))]).when(place(8, as_planned(9))).then_expect_events(vec![]);
    guard([taken_by_7a(), placed(8, as_planned(9))])
        .when(place(8, as_planned(10)))
        .then_expect_events(vec![placed(8, as_planned(10))]);
}

#[test]
fn a_lesson_is_not_moved_to_where_its_class_teacher_and_room_are_needed() {
    guard([taken_by_7a()]).when(place(8, as_planned(15))).then_expect_error(refused(&[
        on(15, clash(Taking::Class, CLASS_7A, CLASS_7A, CLASS_7A)),
        on(15, clash(Taking::Teacher, GULNARA, CLASS_7A, CLASS_7A)),
        on(15, clash(Taking::Room, ROOM_101, CLASS_7A, CLASS_7A)),
    ]));
}

#[test]
fn a_lesson_may_take_another_room_or_teacher_where_it_stands() {
    for to in [lesson_of(CLASS_7A, 8, (GULNARA, ROOM_102)), lesson_of(CLASS_7A, 8, (DAULET, ROOM_101))] {
        guard([taken_by_7a()]).when(place(8, to.clone())).then_expect_events(vec![placed(8, to)]);
    }
    let busy = taken(wants(CLASS_7B, days(1, 30), &[of_7b()]));
    guard([taken_by_7a(), busy])
        .when(place(8, lesson_of(CLASS_7A, 8, (DAULET, ROOM_101))))
        .then_expect_error(refused(&[on(8, clash(Taking::Teacher, DAULET, CLASS_7A, CLASS_7B))]));
}

#[test]
fn a_moved_lesson_leaves_its_teacher_and_room_free_on_that_day_alone() {
    let in_its_place = |day| lesson_of(CLASS_7B, day, (GULNARA, ROOM_101));
    guard([taken_by_7a(), placed(8, as_planned(9))])
        .when(place_extra(in_its_place(8)))
        .then_expect_events(vec![placed_extra(in_its_place(8))]);
    for still_held in [9, 15] {
        guard([taken_by_7a(), placed(8, as_planned(9))])
            .when(place_extra(in_its_place(still_held)))
            .then_expect_error(refused(&[
                on(still_held, clash(Taking::Teacher, GULNARA, CLASS_7B, CLASS_7A)),
                on(still_held, clash(Taking::Room, ROOM_101, CLASS_7B, CLASS_7A)),
            ]));
    }
}

#[test]
fn a_timetable_is_not_taken_where_a_moved_lesson_stands() {
    let wednesday = Occupied { weekday: super::Weekday::Wednesday, ..slot(OF_7B, GULNARA, ROOM_102) };
    let wanted = wants(CLASS_7B, days(1, 30), &[wednesday]);
    guard([taken_by_7a(), placed(8, as_planned(9))])
        .when(take(std::slice::from_ref(&wanted)))
        .then_expect_error(refused(&[on(9, clash(Taking::Teacher, GULNARA, CLASS_7B, CLASS_7A))]));
    guard([taken_by_7a(), placed(8, as_planned(9)), freed(8)])
        .when(take(std::slice::from_ref(&wanted)))
        .then_expect_events(vec![taken(wanted)]);
}

#[test]
fn a_timetable_may_need_a_teacher_on_the_one_day_the_other_lesson_is_away() {
    let wanted = wants(CLASS_7B, days(8, 8), &[slot(OF_7B, GULNARA, ROOM_101)]);
    for away in [placed(8, as_planned(9)), freed(8)] {
        guard([taken_by_7a(), away])
            .when(take(std::slice::from_ref(&wanted)))
            .then_expect_events(vec![taken(wanted.clone())]);
    }
    let two_weeks = wants(CLASS_7B, days(8, 15), &[slot(OF_7B, GULNARA, ROOM_101)]);
    assert_eq!(after([taken_by_7a(), freed(8)]).clashes(&[two_weeks], first_week()).len(), 2);
}

#[test]
fn a_cancelled_lesson_holds_nothing_and_freeing_it_again_changes_nothing() {
    guard([taken_by_7a()]).when(free(8)).then_expect_events(vec![freed(8)]);
    guard([taken_by_7a(), freed(8)]).when(free(8)).then_expect_events(vec![]);
    guard([taken_by_7a(), placed(8, as_planned(9))]).when(free(8)).then_expect_events(vec![freed(8)]);
    let in_its_place = lesson_of(CLASS_7B, 8, (GULNARA, ROOM_101));
    guard([taken_by_7a(), freed(8)])
        .when(place_extra(in_its_place.clone()))
        .then_expect_events(vec![placed_extra(in_its_place)]);
}

#[test]
fn a_lesson_that_holds_nothing_is_not_freed() {
    guard([]).when(free(8)).then_expect_events(vec![]);
    guard([taken_by_7a()]).when(free(9)).then_expect_events(vec![]);
    let extra = |on| Command::Free { lesson_id: OTHER_LESSON, slot_id: None, on: september(on) };
    let freed = |on| Event::LessonFreed { lesson_id: OTHER_LESSON, slot_id: None, on: september(on) };
    let lesson = placed_extra(lesson_of(CLASS_7B, 8, (GULNARA, ROOM_101)));
    guard([]).when(extra(8)).then_expect_events(vec![]);
    guard([lesson.clone()]).when(extra(8)).then_expect_events(vec![freed(8)]);
    guard([lesson, freed(8)]).when(extra(8)).then_expect_events(vec![]);
}

#[test]
fn a_cancelled_lesson_takes_place_after_all_if_nobody_has_come_in_between() {
    guard([taken_by_7a(), freed(8)])
        .when(place(8, as_planned(8)))
        .then_expect_events(vec![placed(8, as_planned(8))]);
    let in_its_place = placed_extra(lesson_of(CLASS_7B, 8, (GULNARA, ROOM_102)));
    guard([taken_by_7a(), freed(8), in_its_place])
        .when(place(8, as_planned(8)))
        .then_expect_error(refused(&[on(8, clash(Taking::Teacher, GULNARA, CLASS_7A, CLASS_7B))]));
}

#[test]
fn a_lesson_stands_for_the_same_lesson_of_the_timetable_always() {
    let of =
        |slot_id, day| Command::Place { lesson_id: LESSON, slot_id, on: september(day), to: as_planned(9) };
    let given = [taken_by_7a(), placed(8, as_planned(9))];
    for other in [of(Some(OF_7A), 15), of(Some(OF_7B), 8), of(None, 9)] {
        guard(given.clone()).when(other).then_expect_error(Refusal::OtherSlot);
    }
    let other = Command::Free { lesson_id: LESSON, slot_id: Some(OF_7A), on: september(15) };
    guard(given).when(other).then_expect_error(Refusal::OtherSlot);
}

#[test]
fn a_lesson_ends_after_it_begins() {
    let no_time = Dated { ends: clock(9, 0), ..as_planned(9) };
    guard([taken_by_7a()]).when(place(8, no_time)).then_expect_error(Refusal::EndsBeforeItBegins);
}

#[test]
fn lessons_held_together_share_their_teacher_and_room() {
    let (with, of_7b) = (placed(8, as_planned(9)), lesson_of(CLASS_7B, 9, (GULNARA, ROOM_101)));
    let joined = Dated { joined_with: Some(LESSON), ..of_7b.clone() };
    guard([taken_by_7a(), with.clone()])
        .when(place_extra(joined.clone()))
        .then_expect_events(vec![placed_extra(joined.clone())]);
    guard([taken_by_7a(), with, placed_extra(joined.clone())])
        .when(place(8, Dated { number: 3, ..as_planned(9) }))
        .then_expect_events(vec![placed(8, Dated { number: 3, ..as_planned(9) })]);
    guard([taken_by_7a(), placed(8, as_planned(9)), placed_extra(joined)])
        .when(place_extra(of_7b))
        .then_expect_error(refused(&[
            on(9, clash(Taking::Teacher, GULNARA, CLASS_7B, CLASS_7A)),
            on(9, clash(Taking::Room, ROOM_101, CLASS_7B, CLASS_7A)),
        ]));
}

#[test]
fn it_is_known_who_is_busy_on_a_day_and_until_when() {
    let later =
        Dated { begins: clock(12, 0), ends: clock(12, 45), ..lesson_of(CLASS_7B, 8, (DAULET, ROOM_102)) };
    let guard = after([taken_by_7a(), placed_extra(later.clone()), placed(15, as_planned(8))]);
    let busy = guard.occupied_on(september(8));
    let who = busy.iter().map(|busy| (busy.slot_id, busy.lesson_id)).collect::<Vec<_>>();
    assert_eq!(who, [(Some(OF_7A), None), (Some(OF_7A), Some(LESSON)), (None, Some(OTHER_LESSON))]);
    assert_eq!(busy[0].held, as_planned(8));
    assert_eq!(busy[2].held, later);
    assert_eq!(busy[0].held.parts, [Part::whole(CLASS_7A)]);
    assert!(guard.occupied_on(september(15)).is_empty() && guard.occupied_on(september(9)).is_empty());
    assert!(guard.is_away(OF_7A, september(15)) && !guard.is_away(OF_7A, september(8)));
    assert_eq!(of_7a().slot_id, OF_7A);
}
