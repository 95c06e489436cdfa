//! Whether a lesson takes place: cancelled, restored, withdrawn, moved by the clock, held with another.

use super::{AttendanceCode, Command, Event, Expected, OTHER_LESSON, ROOM_102, Refusal, SAULE, Slot};
use super::{LessonId, Times, Uuid};
use super::{
    after, cancel, cancelled, cleared, lesson, monday, move_to, moved, reason, record, recorded, restored,
    scheduled, staffed, times, tuesday, withdrawn,
};

fn restore() -> Command {
    Command::Restore { reason: None }
}

fn withdraw() -> Command {
    Command::Withdraw { reason: None }
}

fn join(with: LessonId) -> Command {
    Command::Join { with, reason: None }
}

fn joined(with: LessonId) -> Event {
    Event::LessonJoined { with, reason: None }
}

fn move_at(to: Slot, times: Times) -> Command {
    Command::Move { to, times: Some(times), reason: None, expected: Expected::Anything }
}

fn moved_at(to: Slot, times: Times) -> Event {
    Event::LessonMoved { from: monday(), to, reason: None, times: Some(times) }
}

#[test]
fn a_lesson_with_attendance_is_neither_cancelled_nor_withdrawn() {
    let given = [scheduled(), recorded(None, AttendanceCode::Absent)];
    for command in [cancel(), withdraw()] {
        lesson(given.clone()).when(command).then_expect_error(Refusal::AttendanceStands);
    }
}

#[test]
fn a_lesson_whose_attendance_was_cleared_may_be_cancelled_or_withdrawn() {
    let given = [scheduled(), recorded(None, AttendanceCode::Absent), cleared(AttendanceCode::Absent)];
    lesson(given.clone()).when(cancel()).then_expect_events(vec![cancelled()]);
    lesson(given).when(withdraw()).then_expect_events(vec![withdrawn()]);
}

#[test]
fn a_cancelled_lesson_takes_place_after_all_and_may_be_cancelled_again() {
    let given = [scheduled(), cancelled()];
    lesson(given.clone()).when(restore()).then_expect_events(vec![restored()]);
    lesson(given.clone())
        .when(Command::Restore { reason: Some(reason()) })
        .then_expect_events(vec![Event::LessonRestored { reason: Some(reason()) }]);
    let [scheduled, cancelled] = given;
    let given = [scheduled, cancelled.clone(), restored()];
    lesson(given.clone()).when(restore()).then_expect_events(vec![]);
    lesson(given.clone()).when(cancel()).then_expect_events(vec![cancelled]);
    lesson(given)
        .when(record(AttendanceCode::Late))
        .then_expect_events(vec![recorded(None, AttendanceCode::Late)]);
}

#[test]
fn a_lesson_that_was_not_cancelled_is_not_restored() {
    lesson([scheduled()]).when(restore()).then_expect_events(vec![]);
}

#[test]
fn a_lesson_is_withdrawn_with_a_reason_or_without_and_be_it_cancelled() {
    lesson([scheduled()]).when(withdraw()).then_expect_events(vec![withdrawn()]);
    lesson([scheduled(), cancelled()])
        .when(Command::Withdraw { reason: Some(reason()) })
        .then_expect_events(vec![Event::LessonWithdrawn { reason: Some(reason()) }]);
    lesson([scheduled(), withdrawn()]).when(withdraw()).then_expect_events(vec![]);
}

#[test]
fn nothing_happens_in_a_withdrawn_lesson_any_more() {
    for command in [
        move_to(tuesday()),
        cancel(),
        restore(),
        record(AttendanceCode::Absent),
        join(OTHER_LESSON),
        Command::SubstituteTeacher { teacher_ids: vec![SAULE], reason: None },
        Command::ChangeRoom { room_id: Some(ROOM_102), reason: None },
    ] {
        lesson([staffed(), withdrawn()]).when(command).then_expect_error(Refusal::Withdrawn);
    }
    lesson([staffed(), cancelled(), withdrawn()]).when(restore()).then_expect_error(Refusal::Withdrawn);
}

#[test]
fn nothing_but_restoring_happens_in_a_cancelled_lesson() {
    for command in [
        join(OTHER_LESSON),
        Command::SubstituteTeacher { teacher_ids: vec![SAULE], reason: None },
        Command::ChangeRoom { room_id: Some(ROOM_102), reason: None },
    ] {
        lesson([staffed(), cancelled()]).when(command).then_expect_error(Refusal::Cancelled);
    }
}

#[test]
fn a_lesson_is_moved_with_its_clock_times() {
    lesson([staffed()])
        .when(move_at(tuesday(), times(11, 12)))
        .then_expect_events(vec![moved_at(tuesday(), times(11, 12))]);
    lesson([staffed(), moved_at(tuesday(), times(11, 12))])
        .when(move_at(tuesday(), times(11, 12)))
        .then_expect_events(vec![]);
    lesson([staffed(), moved_at(tuesday(), times(11, 12))])
        .when(move_to(tuesday()))
        .then_expect_events(vec![]);
}

#[test]
fn a_lesson_may_keep_its_number_and_take_other_clock_times() {
    lesson([staffed()])
        .when(move_at(monday(), times(10, 11)))
        .then_expect_events(vec![moved_at(monday(), times(10, 11))]);
    lesson([staffed()]).when(move_at(monday(), times(9, 10))).then_expect_events(vec![]);
}

#[test]
fn a_lesson_ends_after_it_begins() {
    for reversed in [times(9, 9), times(10, 9)] {
        lesson([staffed()]).when(move_at(tuesday(), reversed)).then_expect_error(Refusal::EndsBeforeItBegins);
    }
}

#[test]
fn the_clock_times_of_a_lesson_moved_without_them_are_not_known() {
    assert_eq!(after([staffed()]).times(), Some(times(9, 10)));
    assert_eq!(after([staffed(), moved_at(tuesday(), times(11, 12))]).times(), Some(times(11, 12)));
    assert_eq!(after([staffed(), moved(monday(), tuesday())]).times(), None);
}

#[test]
fn a_lesson_is_held_together_with_another() {
    let third = LessonId(Uuid::from_u128(0x1e3));
    lesson([staffed()]).when(join(OTHER_LESSON)).then_expect_events(vec![joined(OTHER_LESSON)]);
    lesson([staffed(), joined(OTHER_LESSON)]).when(join(OTHER_LESSON)).then_expect_events(vec![]);
    lesson([staffed(), joined(OTHER_LESSON)]).when(join(third)).then_expect_events(vec![joined(third)]);
    lesson([staffed()])
        .when(Command::Join { with: OTHER_LESSON, reason: Some(reason()) })
        .then_expect_events(vec![Event::LessonJoined { with: OTHER_LESSON, reason: Some(reason()) }]);
}

#[test]
fn a_lesson_knows_whether_it_takes_place_and_whether_anything_stands_in_it() {
    let fresh = after([staffed()]);
    assert!(!fresh.is_cancelled() && !fresh.is_withdrawn() && !fresh.has_entries());
    assert_eq!(fresh.joined_with(), None);
    assert!(after([staffed(), cancelled()]).is_cancelled());
    assert!(!after([staffed(), cancelled(), restored()]).is_cancelled());
    assert!(after([staffed(), withdrawn()]).is_withdrawn());
    assert_eq!(after([staffed(), joined(OTHER_LESSON)]).joined_with(), Some(OTHER_LESSON));
    let given = [staffed(), recorded(None, AttendanceCode::Late)];
    assert!(after(given.clone()).has_entries());
    let [staffed, recorded] = given;
    assert!(!after([staffed, recorded, cleared(AttendanceCode::Late)]).has_entries());
}
