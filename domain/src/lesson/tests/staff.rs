//! Who teaches a lesson and where: as its timetable has it, or otherwise this once.

use super::{Command, DAULET, Event, GULNARA, PLACE, PersonId, ROOM_101, ROOM_102, Refusal, SAULE, Staffing};
use super::{
    after, cancelled, lesson, monday, reason, scheduled, staffed, staffed_with, staffing, substituted, times,
};
use crate::id::RoomId;

fn schedule(staffing: Staffing) -> Command {
    Command::Schedule { place: PLACE, slot: monday(), staffing }
}

fn substitute(teacher_ids: &[PersonId]) -> Command {
    Command::SubstituteTeacher { teacher_ids: teacher_ids.to_vec(), reason: None }
}

fn ended(from: &[PersonId]) -> Event {
    Event::SubstitutionEnded { from: from.to_vec(), to: vec![GULNARA] }
}

fn change_room(room_id: Option<RoomId>) -> Command {
    Command::ChangeRoom { room_id, reason: None }
}

fn room_changed(from: Option<RoomId>, to: Option<RoomId>) -> Event {
    Event::RoomChanged { from, to, reason: None }
}

#[test]
fn a_lesson_is_scheduled_with_its_teachers_room_and_times() {
    lesson([]).when(schedule(staffing())).then_expect_events(vec![staffed()]);
    lesson([staffed()]).when(schedule(staffing())).then_expect_events(vec![]);
}

#[test]
fn a_lesson_is_not_scheduled_a_second_time_with_other_teachers_room_or_times() {
    for other in [
        Staffing { teacher_ids: vec![SAULE], ..staffing() },
        Staffing { room_id: Some(ROOM_102), ..staffing() },
        Staffing { times: Some(times(10, 11)), ..staffing() },
        Staffing { slot_id: None, ..staffing() },
        Staffing::default(),
    ] {
        lesson([staffed()]).when(schedule(other)).then_expect_error(Refusal::AlreadyScheduled);
    }
}

#[test]
fn a_lesson_is_not_scheduled_with_times_that_end_before_they_begin() {
    for reversed in [times(9, 9), times(10, 9)] {
        lesson([])
            .when(schedule(Staffing { times: Some(reversed), ..staffing() }))
            .then_expect_error(Refusal::EndsBeforeItBegins);
    }
}

#[test]
fn the_order_in_which_teachers_are_told_means_nothing_and_none_stands_twice() {
    let told = |teacher_ids: &[PersonId]| Staffing { teacher_ids: teacher_ids.to_vec(), ..staffing() };
    let both = staffed_with(told(&[SAULE, GULNARA]));
    for teacher_ids in [&[GULNARA, SAULE][..], &[SAULE, GULNARA, SAULE]] {
        lesson([]).when(schedule(told(teacher_ids))).then_expect_events(vec![both.clone()]);
        lesson([both.clone()]).when(schedule(told(teacher_ids))).then_expect_events(vec![]);
        lesson([both.clone()]).when(substitute(teacher_ids)).then_expect_events(vec![]);
    }
}

#[test]
fn another_teacher_substitutes_and_the_same_again_changes_nothing() {
    lesson([staffed()])
        .when(substitute(&[SAULE]))
        .then_expect_events(vec![substituted(&[GULNARA], &[SAULE])]);
    lesson([staffed(), substituted(&[GULNARA], &[SAULE])])
        .when(substitute(&[SAULE]))
        .then_expect_events(vec![]);
    lesson([staffed(), substituted(&[GULNARA], &[SAULE])])
        .when(substitute(&[DAULET]))
        .then_expect_events(vec![substituted(&[SAULE], &[DAULET])]);
    lesson([staffed()])
        .when(Command::SubstituteTeacher { teacher_ids: vec![SAULE], reason: Some(reason()) })
        .then_expect_events(vec![Event::TeacherSubstituted {
            from: vec![GULNARA],
            to: vec![SAULE],
            reason: Some(reason()),
        }]);
}

#[test]
fn a_lesson_without_a_known_teacher_gets_one_for_this_once() {
    lesson([scheduled()]).when(substitute(&[SAULE])).then_expect_events(vec![substituted(&[], &[SAULE])]);
}

#[test]
fn somebody_has_to_teach() {
    lesson([staffed()]).when(substitute(&[])).then_expect_error(Refusal::TeacherMissing);
}

#[test]
fn the_regular_teacher_comes_back() {
    let given = [staffed(), substituted(&[GULNARA], &[SAULE])];
    for command in [Command::EndSubstitution, substitute(&[GULNARA])] {
        lesson(given.clone()).when(command.clone()).then_expect_events(vec![ended(&[SAULE])]);
        lesson([staffed()]).when(command.clone()).then_expect_events(vec![]);
        let [staffed, substituted] = given.clone();
        lesson([staffed, substituted, ended(&[SAULE])]).when(command).then_expect_events(vec![]);
    }
}

#[test]
fn in_a_cancelled_lesson_nobody_substitutes_and_nobody_comes_back() {
    let given = [staffed(), substituted(&[GULNARA], &[SAULE]), cancelled()];
    for command in [substitute(&[DAULET]), substitute(&[GULNARA]), Command::EndSubstitution] {
        lesson(given.clone()).when(command).then_expect_error(Refusal::Cancelled);
    }
    lesson(given).when(substitute(&[SAULE])).then_expect_events(vec![]);
}

#[test]
fn a_lesson_is_held_in_another_room_or_in_none() {
    for to in [Some(ROOM_102), None] {
        lesson([staffed()]).when(change_room(to)).then_expect_events(vec![room_changed(Some(ROOM_101), to)]);
        lesson([staffed(), room_changed(Some(ROOM_101), to)])
            .when(change_room(to))
            .then_expect_events(vec![]);
    }
    lesson([staffed()]).when(change_room(Some(ROOM_101))).then_expect_events(vec![]);
    lesson([staffed()])
        .when(Command::ChangeRoom { room_id: None, reason: Some(reason()) })
        .then_expect_events(vec![Event::RoomChanged {
            from: Some(ROOM_101),
            to: None,
            reason: Some(reason()),
        }]);
}

#[test]
fn a_lesson_knows_its_teachers_its_room_and_where_it_comes_from() {
    let regular = after([staffed()]);
    assert_eq!((regular.teachers(), regular.substitutes()), (&[GULNARA][..], &[][..]));
    assert_eq!((regular.room(), regular.slot_id()), (Some(ROOM_101), staffing().slot_id));
    let substituted_once = [staffed(), substituted(&[GULNARA], &[SAULE])];
    let lesson = after(substituted_once.clone());
    assert_eq!((lesson.teachers(), lesson.substitutes()), (&[SAULE][..], &[SAULE][..]));
    assert_eq!(lesson.regular_teachers(), [GULNARA]);
    let [staffed, substituted] = substituted_once;
    let lesson = after([staffed, substituted, ended(&[SAULE]), room_changed(Some(ROOM_101), None)]);
    assert_eq!((lesson.teachers(), lesson.substitutes()), (&[GULNARA][..], &[][..]));
    assert_eq!(lesson.room(), None);
    assert_eq!((after([]).room(), after([]).times(), after([]).slot_id()), (None, None, None));
}
