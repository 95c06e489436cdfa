//! Given what happened, when a command comes, then events or a refusal; and the stored form.

mod clash;
mod lessons;
mod random;
mod stretches;

use chrono::{NaiveDate, NaiveTime};
use cqrs_es::DomainEvent as _;
use cqrs_es::test::{AggregateTestExecutor, TestFramework};
use expect_test::expect;
use uuid::Uuid;

use super::{Clash, Dated, Occupied, Taken, Taking, TimetableGuard};
use super::{TimetableGuardCommand as Command, TimetableGuardError as Refusal, TimetableGuardEvent as Event};
use crate::fact::read;
use crate::id::{ClassId, LessonId, PersonId, RoomId, SlotId, SubjectId};
use crate::school_class::Part;
use crate::study_year::Days;
use crate::timetable::{Week, Weekday};

const CLASS_7A: ClassId = ClassId(Uuid::from_u128(0x7a));
const CLASS_7B: ClassId = ClassId(Uuid::from_u128(0x7b));
const GULNARA: PersonId = PersonId(Uuid::from_u128(0x6));
const DAULET: PersonId = PersonId(Uuid::from_u128(0xd));
const ROOM_101: RoomId = RoomId(Uuid::from_u128(0x101));
const ROOM_102: RoomId = RoomId(Uuid::from_u128(0x102));
const LESSON: LessonId = LessonId(Uuid::from_u128(0x1e1));
const OTHER_LESSON: LessonId = LessonId(Uuid::from_u128(0x1e2));
/// The lessons of 7A and of 7B.
const OF_7A: SlotId = SlotId(Uuid::from_u128(0x57a));
const OF_7B: SlotId = SlotId(Uuid::from_u128(0x57b));

fn guard<const N: usize>(given: [Event; N]) -> AggregateTestExecutor<TimetableGuard> {
    TestFramework::<TimetableGuard>::with(()).given(Vec::from(given))
}

fn after<const N: usize>(given: [Event; N]) -> TimetableGuard {
    let mut guard = TimetableGuard::default();
    for event in given {
        guard.absorb(event);
    }
    guard
}

fn september(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 9, day).unwrap()
}

/// The Monday of the first week.
fn first_week() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 8, 31).unwrap()
}

/// In September.
fn days(first: u32, last: u32) -> Days {
    Days { first: september(first), last: september(last) }
}

fn clock(hour: u32, minute: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, minute, 0).unwrap()
}

/// The second lesson of every Tuesday, from 9:00 to 9:45.
fn slot(slot_id: SlotId, teacher_id: PersonId, room_id: RoomId) -> Occupied {
    Occupied {
        slot_id,
        weekday: Weekday::Tuesday,
        week: Week::Every,
        number: 2,
        begins: clock(9, 0),
        ends: clock(9, 45),
        subject_id: SubjectId(Uuid::from_u128(0xa1)),
        teacher_ids: vec![teacher_id],
        room_id: Some(room_id),
    }
}

fn of_7a() -> Occupied {
    slot(OF_7A, GULNARA, ROOM_101)
}

/// At the same time as that of 7A, and nothing else in common.
fn of_7b() -> Occupied {
    slot(OF_7B, DAULET, ROOM_102)
}

fn wants(class_id: ClassId, days: Days, slots: &[Occupied]) -> Taken {
    Taken { class_id, parts: vec![Part::whole(class_id)], days, slots: slots.to_vec() }
}

fn take(timetables: &[Taken]) -> Command {
    Command::Take { timetables: timetables.to_vec(), first_week: first_week() }
}

fn taken(wanted: Taken) -> Event {
    let Taken { class_id, parts, days, slots } = wanted;
    Event::TimetableTaken { class_id, parts, days, first_week: first_week(), slots }
}

/// 7A takes its lesson for all of September.
fn taken_by_7a() -> Event {
    taken(wants(CLASS_7A, days(1, 30), &[of_7a()]))
}

fn lesson_of(class_id: ClassId, day: u32, (teacher_id, room_id): (PersonId, RoomId)) -> Dated {
    Dated {
        date: september(day),
        number: 2,
        begins: clock(9, 0),
        ends: clock(9, 45),
        class_id,
        parts: vec![Part::whole(class_id)],
        teacher_ids: vec![teacher_id],
        room_id: Some(room_id),
        joined_with: None,
    }
}

/// In place of the lesson that the timetable of 7A has on a Tuesday.
fn place(on: u32, to: Dated) -> Command {
    Command::Place { lesson_id: LESSON, slot_id: Some(OF_7A), on: september(on), to }
}

fn placed(on: u32, to: Dated) -> Event {
    Event::LessonPlaced { lesson_id: LESSON, slot_id: Some(OF_7A), on: september(on), to }
}

/// A lesson of no timetable.
fn place_extra(to: Dated) -> Command {
    Command::Place { lesson_id: OTHER_LESSON, slot_id: None, on: to.date, to }
}

fn placed_extra(to: Dated) -> Event {
    Event::LessonPlaced { lesson_id: OTHER_LESSON, slot_id: None, on: to.date, to }
}

fn free(on: u32) -> Command {
    Command::Free { lesson_id: LESSON, slot_id: Some(OF_7A), on: september(on) }
}

fn freed(on: u32) -> Event {
    Event::LessonFreed { lesson_id: LESSON, slot_id: Some(OF_7A), on: september(on) }
}

/// What the lesson of one class meets at the other's.
fn clash(what: Taking, who: impl Into<Uuid>, class_id: ClassId, with_class_id: ClassId) -> Clash {
    Clash {
        weekday: Some(Weekday::Tuesday),
        date: None,
        begins: clock(9, 0),
        ends: clock(9, 45),
        what,
        who: who.into(),
        class_id,
        with_class_id,
    }
}

fn on(day: u32, clash: Clash) -> Clash {
    Clash { weekday: None, date: Some(september(day)), ..clash }
}

fn refused(clashes: &[Clash]) -> Refusal {
    Refusal::Clashes { clashes: clashes.to_vec() }
}

#[test]
fn what_a_lesson_takes_keeps_its_stored_name() {
    for (taking, stored) in [(Taking::Class, "class"), (Taking::Teacher, "teacher"), (Taking::Room, "room")] {
        assert_eq!(serde_json::to_value(taking).unwrap(), stored);
        assert_eq!(taking.as_ref(), stored);
        assert_eq!(stored.parse::<Taking>(), Ok(taking));
    }
}

#[test]
fn a_refusal_tells_every_clash_to_a_program() {
    let refusal = refused(&[clash(Taking::Room, ROOM_101, CLASS_7A, CLASS_7B)]);
    let told = serde_json::to_value(&refusal).unwrap();
    expect![[r#"{"clashes":[{"begins":"09:00:00","class_id":"00000000-0000-0000-0000-00000000007a","date":null,"ends":"09:45:00","weekday":"tuesday","what":"room","who":"00000000-0000-0000-0000-000000000101","with_class_id":"00000000-0000-0000-0000-00000000007b"}],"code":"clashes"}"#]].assert_eq(&told.to_string());
}

/// The stored form. If this needs editing, old rows no longer read: write an upcaster instead.
#[test]
fn the_stored_form_is_frozen() {
    let half = Part { class_id: CLASS_7A, division: Some("english".to_owned()), part: Some("1".to_owned()) };
    let joined = Dated {
        parts: vec![half],
        room_id: None,
        joined_with: Some(OTHER_LESSON),
        ..lesson_of(CLASS_7A, 2, (GULNARA, ROOM_101))
    };
    let every_event = [
        taken_by_7a(),
        taken(wants(CLASS_7A, days(15, 30), &[])),
        placed(1, lesson_of(CLASS_7A, 2, (GULNARA, ROOM_101))),
        placed_extra(joined),
        freed(1),
        Event::LessonFreed { lesson_id: OTHER_LESSON, slot_id: None, on: september(2) },
    ];
    let rows = every_event.map(|event| {
        let json = serde_json::to_value(&event).unwrap();
        assert_eq!(json["type"], event.event_type());
        assert_eq!(read::<TimetableGuard>(&event.event_version(), &json.to_string()).unwrap(), event);
        json.to_string()
    });
    expect![[r#"
        {"class_id":"00000000-0000-0000-0000-00000000007a","days":{"first":"2026-09-01","last":"2026-09-30"},"first_week":"2026-08-31","parts":[{"class_id":"00000000-0000-0000-0000-00000000007a","division":null,"part":null}],"slots":[{"begins":"09:00:00","ends":"09:45:00","number":2,"room_id":"00000000-0000-0000-0000-000000000101","slot_id":"00000000-0000-0000-0000-00000000057a","subject_id":"00000000-0000-0000-0000-0000000000a1","teacher_ids":["00000000-0000-0000-0000-000000000006"],"week":"every","weekday":"tuesday"}],"type":"timetable_taken"}
        {"class_id":"00000000-0000-0000-0000-00000000007a","days":{"first":"2026-09-15","last":"2026-09-30"},"first_week":"2026-08-31","parts":[{"class_id":"00000000-0000-0000-0000-00000000007a","division":null,"part":null}],"slots":[],"type":"timetable_taken"}
        {"lesson_id":"00000000-0000-0000-0000-0000000001e1","on":"2026-09-01","slot_id":"00000000-0000-0000-0000-00000000057a","to":{"begins":"09:00:00","class_id":"00000000-0000-0000-0000-00000000007a","date":"2026-09-02","ends":"09:45:00","joined_with":null,"number":2,"parts":[{"class_id":"00000000-0000-0000-0000-00000000007a","division":null,"part":null}],"room_id":"00000000-0000-0000-0000-000000000101","teacher_ids":["00000000-0000-0000-0000-000000000006"]},"type":"lesson_placed"}
        {"lesson_id":"00000000-0000-0000-0000-0000000001e2","on":"2026-09-02","slot_id":null,"to":{"begins":"09:00:00","class_id":"00000000-0000-0000-0000-00000000007a","date":"2026-09-02","ends":"09:45:00","joined_with":"00000000-0000-0000-0000-0000000001e2","number":2,"parts":[{"class_id":"00000000-0000-0000-0000-00000000007a","division":"english","part":"1"}],"room_id":null,"teacher_ids":["00000000-0000-0000-0000-000000000006"]},"type":"lesson_placed"}
        {"lesson_id":"00000000-0000-0000-0000-0000000001e1","on":"2026-09-01","slot_id":"00000000-0000-0000-0000-00000000057a","type":"lesson_freed"}
        {"lesson_id":"00000000-0000-0000-0000-0000000001e2","on":"2026-09-02","slot_id":null,"type":"lesson_freed"}"#]].assert_eq(&rows.join("\n"));
}
