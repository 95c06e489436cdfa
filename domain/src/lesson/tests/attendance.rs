//! Who was at a lesson: recording attendance and clearing it.

use super::{AIGERIM, AttendanceCode, Command, DAULET, Enrolment, Event, Expected, Refusal};
use super::{cancelled, clear, cleared, lesson, record, record_of, recorded, scheduled};

/// `None` is an empty cell.
fn record_seeing(seen: Option<AttendanceCode>, code: AttendanceCode) -> Command {
    let (enrolment, expected) = (Enrolment::Member, Expected::Exactly(seen));
    Command::RecordAttendance { pupil_id: AIGERIM, code, enrolment, expected }
}

fn clear_seeing(seen: Option<AttendanceCode>) -> Command {
    Command::ClearAttendance { pupil_id: AIGERIM, expected: Expected::Exactly(seen) }
}

fn changed_meanwhile(current: Option<AttendanceCode>) -> Refusal {
    Refusal::ChangedMeanwhile { pupil_id: AIGERIM, current }
}

#[test]
fn attendance_is_recorded() {
    lesson([scheduled()])
        .when(record(AttendanceCode::Absent))
        .then_expect_events(vec![recorded(None, AttendanceCode::Absent)]);
}

#[test]
fn another_code_replaces_the_one_that_stands_and_keeps_what_it_was() {
    lesson([scheduled(), recorded(None, AttendanceCode::Absent)])
        .when(record(AttendanceCode::Ill))
        .then_expect_events(vec![recorded(Some(AttendanceCode::Absent), AttendanceCode::Ill)]);
}

#[test]
fn pupils_have_codes_each_for_themselves() {
    lesson([scheduled(), recorded(None, AttendanceCode::Absent)])
        .when(Command::RecordAttendance {
            pupil_id: DAULET,
            code: AttendanceCode::Absent,
            enrolment: Enrolment::Member,
            expected: Expected::Anything,
        })
        .then_expect_events(vec![Event::AttendanceRecorded {
            pupil_id: DAULET,
            from: None,
            to: AttendanceCode::Absent,
        }]);
}

#[test]
fn recording_the_same_code_again_changes_nothing_whatever_came_between() {
    let given = [scheduled(), recorded(None, AttendanceCode::Ill), cancelled()];
    lesson(given.clone()).when(record(AttendanceCode::Ill)).then_expect_events(vec![]);
    lesson(given.clone())
        .when(record_of(Enrolment::Stranger, AttendanceCode::Ill))
        .then_expect_events(vec![]);
    lesson(given).when(record_seeing(None, AttendanceCode::Ill)).then_expect_events(vec![]);
}

#[test]
fn a_cancelled_lesson_takes_no_attendance() {
    lesson([scheduled(), cancelled()])
        .when(record(AttendanceCode::Absent))
        .then_expect_error(Refusal::Cancelled);
    lesson([scheduled(), recorded(None, AttendanceCode::Absent), cancelled()])
        .when(record(AttendanceCode::Ill))
        .then_expect_error(Refusal::Cancelled);
}

#[test]
fn a_pupil_who_is_not_in_the_class_on_the_day_has_no_attendance() {
    for enrolment in [Enrolment::OutsideStay, Enrolment::Stranger] {
        lesson([scheduled()])
            .when(record_of(enrolment, AttendanceCode::Absent))
            .then_expect_error(Refusal::NotAMember { pupil_id: AIGERIM });
    }
}

#[test]
fn attendance_is_recorded_by_somebody_who_saw_what_stands() {
    lesson([scheduled()])
        .when(record_seeing(None, AttendanceCode::Late))
        .then_expect_events(vec![recorded(None, AttendanceCode::Late)]);
    lesson([scheduled(), recorded(None, AttendanceCode::Absent)])
        .when(record_seeing(Some(AttendanceCode::Absent), AttendanceCode::Late))
        .then_expect_events(vec![recorded(Some(AttendanceCode::Absent), AttendanceCode::Late)]);
}

#[test]
fn attendance_changed_meanwhile_is_not_overwritten() {
    lesson([scheduled()])
        .when(record_seeing(Some(AttendanceCode::Absent), AttendanceCode::Late))
        .then_expect_error(changed_meanwhile(None));
    for seen in [None, Some(AttendanceCode::Absent)] {
        lesson([scheduled(), recorded(None, AttendanceCode::Ill)])
            .when(record_seeing(seen, AttendanceCode::Late))
            .then_expect_error(changed_meanwhile(Some(AttendanceCode::Ill)));
    }
}

#[test]
fn attendance_is_cleared() {
    let given = [scheduled(), recorded(None, AttendanceCode::Absent)];
    for command in [clear(), clear_seeing(Some(AttendanceCode::Absent))] {
        lesson(given.clone()).when(command).then_expect_events(vec![cleared(AttendanceCode::Absent)]);
    }
}

#[test]
fn clearing_an_empty_cell_changes_nothing_whatever_was_seen() {
    for command in [clear(), clear_seeing(None), clear_seeing(Some(AttendanceCode::Absent))] {
        lesson([scheduled()]).when(command.clone()).then_expect_events(vec![]);
        lesson([scheduled(), recorded(None, AttendanceCode::Absent), cleared(AttendanceCode::Absent)])
            .when(command)
            .then_expect_events(vec![]);
    }
}

#[test]
fn the_attendance_of_a_cancelled_lesson_can_still_be_cleared() {
    lesson([scheduled(), recorded(None, AttendanceCode::Absent), cancelled()])
        .when(clear())
        .then_expect_events(vec![cleared(AttendanceCode::Absent)]);
}

#[test]
fn attendance_changed_meanwhile_is_not_cleared() {
    for seen in [None, Some(AttendanceCode::Absent)] {
        lesson([scheduled(), recorded(None, AttendanceCode::Ill)])
            .when(clear_seeing(seen))
            .then_expect_error(changed_meanwhile(Some(AttendanceCode::Ill)));
    }
}

#[test]
fn a_cleared_cell_is_empty_for_the_next_code() {
    lesson([scheduled(), recorded(None, AttendanceCode::Absent), cleared(AttendanceCode::Absent)])
        .when(record_seeing(None, AttendanceCode::Absent))
        .then_expect_events(vec![recorded(None, AttendanceCode::Absent)]);
}

#[test]
fn attendance_codes_keep_their_stored_names() {
    for (code, stored) in [
        (AttendanceCode::Present, "present"),
        (AttendanceCode::Absent, "absent"),
        (AttendanceCode::Excused, "excused"),
        (AttendanceCode::Ill, "ill"),
        (AttendanceCode::Late, "late"),
    ] {
        assert_eq!(serde_json::to_value(code).unwrap(), stored);
        assert_eq!(code.as_ref(), stored);
        assert_eq!(stored.parse::<AttendanceCode>(), Ok(code));
    }
}
