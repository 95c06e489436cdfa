//! Which timetables cannot hold at the same time.

use super::{
    CLASS_7A, CLASS_7B, Command, DAULET, GULNARA, OF_7B, Occupied, Part, ROOM_101, ROOM_102, Refusal, SlotId,
    Taken, Taking, TimetableGuard, Uuid, Week, Weekday,
};
use super::{
    after, clash, clock, days, first_week, guard, of_7a, of_7b, refused, slot, take, taken, taken_by_7a,
    wants,
};

/// What 7B wants for all of September.
fn wanted(slot: Occupied) -> Taken {
    wants(CLASS_7B, days(1, 30), &[slot])
}

fn clashes_of(slot: Occupied) -> Vec<super::Clash> {
    after([taken_by_7a()]).clashes(&[wanted(slot)], first_week())
}

#[test]
fn two_classes_may_have_lessons_at_once_with_teachers_and_rooms_of_their_own() {
    guard([taken_by_7a()]).when(take(&[wanted(of_7b())])).then_expect_events(vec![taken(wanted(of_7b()))]);
}

#[test]
fn a_teacher_is_not_in_two_classes_at_once() {
    guard([taken_by_7a()])
        .when(take(&[wanted(slot(OF_7B, GULNARA, ROOM_102))]))
        .then_expect_error(refused(&[clash(Taking::Teacher, GULNARA, CLASS_7B, CLASS_7A)]));
    let two_teachers = Occupied { teacher_ids: vec![DAULET, GULNARA], ..of_7b() };
    assert_eq!(clashes_of(two_teachers), [clash(Taking::Teacher, GULNARA, CLASS_7B, CLASS_7A)]);
}

#[test]
fn a_room_does_not_hold_two_lessons_at_once() {
    guard([taken_by_7a()])
        .when(take(&[wanted(slot(OF_7B, DAULET, ROOM_101))]))
        .then_expect_error(refused(&[clash(Taking::Room, ROOM_101, CLASS_7B, CLASS_7A)]));
    let without_rooms = Occupied { room_id: None, ..of_7b() };
    let [of_7a, of_7b] = [Occupied { room_id: None, ..of_7a() }, without_rooms];
    assert!(
        after([taken(wants(CLASS_7A, days(1, 30), &[of_7a]))])
            .clashes(&[wanted(of_7b)], first_week())
            .is_empty()
    );
}

#[test]
fn a_group_has_no_lesson_while_the_class_of_its_pupils_has_one() {
    let half = |number: &str| Part {
        class_id: CLASS_7A,
        division: Some("english".to_owned()),
        part: Some(number.to_owned()),
    };
    let group = |number| Taken { parts: vec![half(number)], ..wanted(of_7b()) };
    guard([taken_by_7a()]).when(take(&[group("1")])).then_expect_error(refused(&[clash(
        Taking::Class,
        CLASS_7A,
        CLASS_7B,
        CLASS_7A,
    )]));
    let of_the_other_half = Taken { parts: vec![half("2")], ..wants(CLASS_7A, days(1, 30), &[of_7a()]) };
    guard([taken(of_the_other_half)]).when(take(&[group("1")])).then_expect_events(vec![taken(group("1"))]);
}

#[test]
fn everything_that_clashes_is_told_at_once_and_in_order() {
    let all = Taken { parts: vec![Part::whole(CLASS_7A)], ..wanted(slot(OF_7B, GULNARA, ROOM_101)) };
    guard([taken_by_7a()]).when(take(&[all])).then_expect_error(refused(&[
        clash(Taking::Class, CLASS_7A, CLASS_7B, CLASS_7A),
        clash(Taking::Teacher, GULNARA, CLASS_7B, CLASS_7A),
        clash(Taking::Room, ROOM_101, CLASS_7B, CLASS_7A),
    ]));
}

#[test]
fn a_lesson_may_begin_when_another_ends_and_not_a_minute_earlier() {
    for (begins, ends, meets) in [
        ((9, 45), (10, 30), false),
        ((9, 44), (10, 30), true),
        ((8, 15), (9, 0), false),
        ((8, 15), (9, 1), true),
        ((9, 10), (9, 20), true),
        ((8, 0), (11, 0), true),
    ] {
        let (begins, ends) = (clock(begins.0, begins.1), clock(ends.0, ends.1));
        let of_7b = Occupied { number: 7, begins, ends, ..slot(OF_7B, GULNARA, ROOM_102) };
        assert_eq!(clashes_of(of_7b).len(), usize::from(meets), "from {begins} to {ends}");
    }
}

#[test]
fn lessons_of_different_days_and_of_alternating_weeks_do_not_meet() {
    let at = |weekday, week| Occupied { weekday, week, ..slot(OF_7B, GULNARA, ROOM_102) };
    assert!(clashes_of(at(Weekday::Monday, Week::Every)).is_empty());
    let guard = |week| after([taken(wants(CLASS_7A, days(1, 30), &[Occupied { week, ..of_7a() }]))]);
    for (one, other, meet) in [
        (Week::Odd, Week::Even, false),
        (Week::Even, Week::Odd, false),
        (Week::Odd, Week::Odd, true),
        (Week::Even, Week::Every, true),
        (Week::Every, Week::Odd, true),
    ] {
        let clashes = guard(one).clashes(&[wanted(at(Weekday::Tuesday, other))], first_week());
        assert_eq!(clashes.len(), usize::from(meet), "{one:?} and {other:?}");
    }
}

/// 1 September 2026 is a Tuesday of an odd week, the 8th one of an even week.
#[test]
fn timetables_meet_only_if_there_is_a_day_on_which_both_hold() {
    for (first, last, week, meet) in [
        (1, 1, Week::Every, true),
        (2, 7, Week::Every, false),
        (2, 8, Week::Every, true),
        (2, 8, Week::Even, true),
        (2, 8, Week::Odd, false),
        (2, 15, Week::Odd, true),
    ] {
        let of_7b = Occupied { week, ..slot(OF_7B, GULNARA, ROOM_102) };
        let wanted = wants(CLASS_7B, days(first, last), &[of_7b]);
        let clashes = after([taken_by_7a()]).clashes(&[wanted], first_week());
        assert_eq!(clashes.len(), usize::from(meet), "{week:?}, from the {first}th to the {last}th");
    }
    let later = wants(CLASS_7B, days(9, 30), &[slot(OF_7B, GULNARA, ROOM_102)]);
    assert!(
        after([taken(wants(CLASS_7A, days(1, 8), &[of_7a()]))]).clashes(&[later], first_week()).is_empty()
    );
}

#[test]
fn timetables_asked_for_together_are_held_against_one_another() {
    let both = [wants(CLASS_7A, days(1, 30), &[of_7a()]), wanted(slot(OF_7B, GULNARA, ROOM_102))];
    guard([]).when(take(&both)).then_expect_error(refused(&[clash(
        Taking::Teacher,
        GULNARA,
        CLASS_7A,
        CLASS_7B,
    )]));
    let both = [wants(CLASS_7A, days(1, 30), &[of_7a()]), wanted(of_7b())];
    guard([]).when(take(&both)).then_expect_events(both.clone().map(taken).to_vec());
}

#[test]
fn a_class_does_not_have_two_lessons_at_once_in_its_own_timetable() {
    let twice = wants(CLASS_7A, days(1, 30), &[of_7a(), of_7b()]);
    guard([]).when(take(&[twice])).then_expect_error(refused(&[clash(
        Taking::Class,
        CLASS_7A,
        CLASS_7A,
        CLASS_7A,
    )]));
}

#[test]
fn no_more_than_fifty_clashes_are_told() {
    let slots = |shift: u128| -> Vec<Occupied> {
        (0..60)
            .map(|n| Occupied {
                teacher_ids: vec![crate::id::PersonId(Uuid::from_u128(1000 + n))],
                ..slot(SlotId(Uuid::from_u128(shift + n)), GULNARA, ROOM_101)
            })
            .collect()
    };
    let (one, other) =
        (wants(CLASS_7A, days(1, 30), &slots(2000)), wants(CLASS_7B, days(1, 30), &slots(3000)));
    assert_eq!(after([taken(one)]).clashes(&[other], first_week()).len(), 50);
}

#[test]
fn nothing_ends_before_it_begins() {
    let reversed = wants(CLASS_7A, days(2, 1), &[of_7a()]);
    guard([]).when(take(&[reversed])).then_expect_error(Refusal::EndsBeforeItBegins);
    let no_time = wanted(Occupied { ends: clock(9, 0), ..of_7b() });
    guard([]).when(take(&[no_time])).then_expect_error(Refusal::EndsBeforeItBegins);
}

#[test]
fn asking_for_clashes_changes_nothing() {
    let guard = after([taken_by_7a()]);
    let before = guard.clone();
    assert_eq!(guard.clashes(&[wanted(of_7a())], first_week()).len(), 2);
    assert_eq!(guard, before);
    assert!(TimetableGuard::default().clashes(&[], first_week()).is_empty());
    let nothing = Command::Take { timetables: vec![], first_week: first_week() };
    super::guard([taken_by_7a()]).when(nothing).then_expect_events(vec![]);
}
