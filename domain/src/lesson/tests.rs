//! Given what happened, when a command comes, then events or a refusal; and the stored form.

mod attendance;
mod course;
mod replan;
mod staff;

use chrono::{NaiveDate, NaiveTime};
use cqrs_es::DomainEvent as _;
use cqrs_es::test::{AggregateTestExecutor, TestFramework};
use expect_test::expect;
use uuid::Uuid;

use super::{AttendanceCode, Lesson, LessonPlace, Slot, Staffing, Times};
use super::{LessonCommand as Command, LessonError as Refusal, LessonEvent as Event};
use crate::expected::Expected;
use crate::fact::read;
use crate::id::{ClassId, LessonId, PeriodId, PersonId, RoomId, SlotId, StudyYearId, SubjectId};
use crate::school_class::Enrolment;

const AIGERIM: PersonId = PersonId(Uuid::from_u128(0xa));
const DAULET: PersonId = PersonId(Uuid::from_u128(0xd));
/// Teaches the lesson regularly.
const GULNARA: PersonId = PersonId(Uuid::from_u128(0x6));
const SAULE: PersonId = PersonId(Uuid::from_u128(0x5));
const ROOM_101: RoomId = RoomId(Uuid::from_u128(0x101));
const ROOM_102: RoomId = RoomId(Uuid::from_u128(0x102));
const OTHER_LESSON: LessonId = LessonId(Uuid::from_u128(0x1e2));

/// The page of algebra in the journal of 7A.
const PLACE: LessonPlace = LessonPlace {
    class_id: ClassId(Uuid::from_u128(0x7a)),
    subject_id: SubjectId(Uuid::from_u128(0xa1)),
    study_year_id: StudyYearId(Uuid::from_u128(0x25)),
    period_id: PeriodId(Uuid::from_u128(0x1)),
};

fn lesson<const N: usize>(given: [Event; N]) -> AggregateTestExecutor<Lesson> {
    TestFramework::<Lesson>::with(()).given(Vec::from(given))
}

fn after<const N: usize>(given: [Event; N]) -> Lesson {
    let mut lesson = Lesson::default();
    for event in given {
        lesson.absorb(event);
    }
    lesson
}

fn slot(day: u32, number: u8) -> Slot {
    Slot { date: NaiveDate::from_ymd_opt(2025, 9, day).unwrap(), number }
}

/// The third lesson of Monday.
fn monday() -> Slot {
    slot(1, 3)
}

fn tuesday() -> Slot {
    slot(2, 3)
}

fn reason() -> String {
    "a school festival".to_owned()
}

fn schedule(place: LessonPlace, slot: Slot) -> Command {
    Command::Schedule { place, slot, staffing: Staffing::default() }
}

fn times(begins: u32, ends: u32) -> Times {
    let clock = |hour| NaiveTime::from_hms_opt(hour, 30, 0).unwrap();
    Times { begins: clock(begins), ends: clock(ends) }
}

/// As a timetable makes its lessons.
fn staffing() -> Staffing {
    Staffing {
        teacher_ids: vec![GULNARA],
        room_id: Some(ROOM_101),
        times: Some(times(9, 10)),
        slot_id: Some(SlotId(Uuid::from_u128(0x51))),
    }
}

fn staffed_with(staffing: Staffing) -> Event {
    let Staffing { teacher_ids, room_id, times, slot_id } = staffing;
    Event::LessonScheduled {
        class_id: PLACE.class_id,
        subject_id: PLACE.subject_id,
        study_year_id: PLACE.study_year_id,
        period_id: PLACE.period_id,
        slot: monday(),
        teacher_ids,
        room_id,
        times,
        slot_id,
    }
}

fn staffed() -> Event {
    staffed_with(staffing())
}

fn scheduled() -> Event {
    staffed_with(Staffing::default())
}

fn move_to(to: Slot) -> Command {
    Command::Move { to, times: None, reason: None, expected: Expected::Anything }
}

fn move_seeing(seen: Slot, to: Slot) -> Command {
    Command::Move { to, times: None, reason: None, expected: Expected::Exactly(Some(seen)) }
}

fn moved(from: Slot, to: Slot) -> Event {
    Event::LessonMoved { from, to, reason: None, times: None }
}

fn cancel() -> Command {
    Command::Cancel { reason: None }
}

fn cancelled() -> Event {
    Event::LessonCancelled { reason: None }
}

fn withdrawn() -> Event {
    Event::LessonWithdrawn { reason: None }
}

fn restored() -> Event {
    Event::LessonRestored { reason: None }
}

fn substituted(from: &[PersonId], to: &[PersonId]) -> Event {
    Event::TeacherSubstituted { from: from.to_vec(), to: to.to_vec(), reason: None }
}

fn record_of(enrolment: Enrolment, code: AttendanceCode) -> Command {
    Command::RecordAttendance { pupil_id: AIGERIM, code, enrolment, expected: Expected::Anything }
}

fn record(code: AttendanceCode) -> Command {
    record_of(Enrolment::Member, code)
}

fn recorded(from: Option<AttendanceCode>, to: AttendanceCode) -> Event {
    Event::AttendanceRecorded { pupil_id: AIGERIM, from, to }
}

fn clear() -> Command {
    Command::ClearAttendance { pupil_id: AIGERIM, expected: Expected::Anything }
}

fn cleared(from: AttendanceCode) -> Event {
    Event::AttendanceCleared { pupil_id: AIGERIM, from }
}

#[test]
fn a_lesson_is_scheduled() {
    lesson([]).when(schedule(PLACE, monday())).then_expect_events(vec![scheduled()]);
}

#[test]
fn scheduling_the_same_lesson_again_changes_nothing() {
    lesson([scheduled()]).when(schedule(PLACE, monday())).then_expect_events(vec![]);
}

#[test]
fn a_lesson_is_not_scheduled_a_second_time_for_anything_else() {
    let other = Uuid::from_u128(0xff);
    for (place, slot) in [
        (LessonPlace { class_id: ClassId(other), ..PLACE }, monday()),
        (LessonPlace { subject_id: SubjectId(other), ..PLACE }, monday()),
        (LessonPlace { study_year_id: StudyYearId(other), ..PLACE }, monday()),
        (LessonPlace { period_id: PeriodId(other), ..PLACE }, monday()),
        (PLACE, tuesday()),
        (PLACE, slot(1, 4)),
    ] {
        lesson([scheduled()]).when(schedule(place, slot)).then_expect_error(Refusal::AlreadyScheduled);
    }
}

#[test]
fn nothing_happens_to_a_lesson_that_is_not_scheduled() {
    for command in [
        move_to(tuesday()),
        cancel(),
        record(AttendanceCode::Absent),
        clear(),
        Command::SubstituteTeacher { teacher_ids: vec![SAULE], reason: None },
        Command::EndSubstitution,
        Command::ChangeRoom { room_id: Some(ROOM_102), reason: None },
        Command::Join { with: OTHER_LESSON, reason: None },
        Command::Withdraw { reason: None },
        Command::Restore { reason: None },
    ] {
        lesson([]).when(command).then_expect_error(Refusal::NotScheduled);
    }
}

#[test]
fn a_lesson_is_moved_to_another_day_or_another_hour() {
    for to in [tuesday(), slot(1, 4)] {
        lesson([scheduled()]).when(move_to(to)).then_expect_events(vec![moved(monday(), to)]);
    }
}

#[test]
fn the_reason_for_moving_a_lesson_is_kept() {
    lesson([scheduled()])
        .when(Command::Move {
            to: tuesday(),
            times: None,
            reason: Some(reason()),
            expected: Expected::Anything,
        })
        .then_expect_events(vec![Event::LessonMoved {
            from: monday(),
            to: tuesday(),
            reason: Some(reason()),
            times: None,
        }]);
}

#[test]
fn a_lesson_may_be_moved_again_and_back() {
    let given = [scheduled(), moved(monday(), tuesday())];
    lesson(given.clone()).when(move_to(slot(3, 1))).then_expect_events(vec![moved(tuesday(), slot(3, 1))]);
    lesson(given).when(move_to(monday())).then_expect_events(vec![moved(tuesday(), monday())]);
}

#[test]
fn moving_a_lesson_to_where_it_stands_changes_nothing() {
    lesson([scheduled()]).when(move_to(monday())).then_expect_events(vec![]);
    let given = [scheduled(), moved(monday(), tuesday())];
    lesson(given.clone()).when(move_seeing(monday(), tuesday())).then_expect_events(vec![]);
    let [scheduled, moved] = given;
    lesson([scheduled, moved, cancelled()]).when(move_to(tuesday())).then_expect_events(vec![]);
}

#[test]
fn a_cancelled_lesson_is_not_moved() {
    lesson([scheduled(), cancelled()]).when(move_to(tuesday())).then_expect_error(Refusal::Cancelled);
}

#[test]
fn a_lesson_is_moved_by_somebody_who_saw_where_it_stands() {
    lesson([scheduled()])
        .when(move_seeing(monday(), tuesday()))
        .then_expect_events(vec![moved(monday(), tuesday())]);
}

#[test]
fn a_lesson_moved_meanwhile_is_not_moved_from_where_it_was() {
    lesson([scheduled(), moved(monday(), tuesday())])
        .when(move_seeing(monday(), slot(3, 1)))
        .then_expect_error(Refusal::MovedMeanwhile { current: tuesday() });
}

#[test]
fn a_lesson_is_not_moved_by_somebody_who_saw_none() {
    lesson([scheduled()])
        .when(Command::Move { to: tuesday(), times: None, reason: None, expected: Expected::Exactly(None) })
        .then_expect_error(Refusal::MovedMeanwhile { current: monday() });
}

#[test]
fn a_lesson_is_cancelled_with_a_reason_or_without() {
    lesson([scheduled()]).when(cancel()).then_expect_events(vec![cancelled()]);
    lesson([scheduled()])
        .when(Command::Cancel { reason: Some(reason()) })
        .then_expect_events(vec![Event::LessonCancelled { reason: Some(reason()) }]);
}

#[test]
fn cancelling_a_cancelled_lesson_changes_nothing() {
    lesson([scheduled(), cancelled()])
        .when(Command::Cancel { reason: Some(reason()) })
        .then_expect_events(vec![]);
}

#[test]
fn a_lesson_knows_its_page_its_slot_and_who_was_there() {
    assert_eq!((after([]).place(), after([]).slot()), (None, None));
    let lesson = after([scheduled(), moved(monday(), tuesday()), recorded(None, AttendanceCode::Late)]);
    assert_eq!((lesson.place(), lesson.slot()), (Some(PLACE), Some(tuesday())));
    assert_eq!(lesson.attendance_of(AIGERIM), Some(AttendanceCode::Late));
    assert_eq!(lesson.attendance_of(DAULET), None);
}

/// The stored form. If this needs editing, old rows no longer read: write an upcaster instead.
#[test]
fn the_stored_form_is_frozen() {
    let every_event = [
        scheduled(),
        moved(monday(), tuesday()),
        Event::LessonMoved { from: monday(), to: slot(1, 4), reason: Some(reason()), times: None },
        cancelled(),
        Event::LessonCancelled { reason: Some(reason()) },
        recorded(None, AttendanceCode::Absent),
        recorded(Some(AttendanceCode::Absent), AttendanceCode::Excused),
        cleared(AttendanceCode::Excused),
        staffed(),
        Event::LessonMoved { from: monday(), to: tuesday(), reason: None, times: Some(times(11, 12)) },
        substituted(&[GULNARA], &[SAULE, DAULET]),
        Event::TeacherSubstituted { from: vec![], to: vec![SAULE], reason: Some(reason()) },
        Event::SubstitutionEnded { from: vec![SAULE], to: vec![GULNARA] },
        Event::RoomChanged { from: Some(ROOM_101), to: None, reason: None },
        Event::RoomChanged { from: None, to: Some(ROOM_102), reason: Some(reason()) },
        Event::LessonJoined { with: OTHER_LESSON, reason: Some(reason()) },
        withdrawn(),
        Event::LessonWithdrawn { reason: Some(reason()) },
        restored(),
        Event::LessonRestored { reason: Some(reason()) },
    ];
    let rows = every_event.map(|event| {
        let json = serde_json::to_value(&event).unwrap();
        assert_eq!(json["type"], event.event_type());
        assert_eq!(read::<Lesson>(&event.event_version(), &json.to_string()).unwrap(), event);
        json.to_string()
    });
    expect![[r#"
        {"class_id":"00000000-0000-0000-0000-00000000007a","period_id":"00000000-0000-0000-0000-000000000001","slot":{"date":"2025-09-01","number":3},"study_year_id":"00000000-0000-0000-0000-000000000025","subject_id":"00000000-0000-0000-0000-0000000000a1","type":"lesson_scheduled"}
        {"from":{"date":"2025-09-01","number":3},"reason":null,"to":{"date":"2025-09-02","number":3},"type":"lesson_moved"}
        {"from":{"date":"2025-09-01","number":3},"reason":"a school festival","to":{"date":"2025-09-01","number":4},"type":"lesson_moved"}
        {"reason":null,"type":"lesson_cancelled"}
        {"reason":"a school festival","type":"lesson_cancelled"}
        {"from":null,"pupil_id":"00000000-0000-0000-0000-00000000000a","to":"absent","type":"attendance_recorded"}
        {"from":"absent","pupil_id":"00000000-0000-0000-0000-00000000000a","to":"excused","type":"attendance_recorded"}
        {"from":"excused","pupil_id":"00000000-0000-0000-0000-00000000000a","type":"attendance_cleared"}
        {"class_id":"00000000-0000-0000-0000-00000000007a","period_id":"00000000-0000-0000-0000-000000000001","room_id":"00000000-0000-0000-0000-000000000101","slot":{"date":"2025-09-01","number":3},"slot_id":"00000000-0000-0000-0000-000000000051","study_year_id":"00000000-0000-0000-0000-000000000025","subject_id":"00000000-0000-0000-0000-0000000000a1","teacher_ids":["00000000-0000-0000-0000-000000000006"],"times":{"begins":"09:30:00","ends":"10:30:00"},"type":"lesson_scheduled"}
        {"from":{"date":"2025-09-01","number":3},"reason":null,"times":{"begins":"11:30:00","ends":"12:30:00"},"to":{"date":"2025-09-02","number":3},"type":"lesson_moved"}
        {"from":["00000000-0000-0000-0000-000000000006"],"reason":null,"to":["00000000-0000-0000-0000-000000000005","00000000-0000-0000-0000-00000000000d"],"type":"teacher_substituted"}
        {"from":[],"reason":"a school festival","to":["00000000-0000-0000-0000-000000000005"],"type":"teacher_substituted"}
        {"from":["00000000-0000-0000-0000-000000000005"],"to":["00000000-0000-0000-0000-000000000006"],"type":"substitution_ended"}
        {"from":"00000000-0000-0000-0000-000000000101","reason":null,"to":null,"type":"room_changed"}
        {"from":null,"reason":"a school festival","to":"00000000-0000-0000-0000-000000000102","type":"room_changed"}
        {"reason":"a school festival","type":"lesson_joined","with":"00000000-0000-0000-0000-0000000001e2"}
        {"reason":null,"type":"lesson_withdrawn"}
        {"reason":"a school festival","type":"lesson_withdrawn"}
        {"reason":null,"type":"lesson_restored"}
        {"reason":"a school festival","type":"lesson_restored"}"#]].assert_eq(&rows.join("\n"));
}
