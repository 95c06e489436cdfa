//! Given what happened, when a command comes, then events or a refusal; and the stored form.

mod publication;
mod week;

use chrono::NaiveDate;
use cqrs_es::DomainEvent as _;
use cqrs_es::test::{AggregateTestExecutor, TestFramework};
use expect_test::expect;
use uuid::Uuid;

use super::{PlannedSlot, Timetable, TimetablePlace, Week, Weekday};
use super::{TimetableCommand as Command, TimetableError as Refusal, TimetableEvent as Event};
use crate::fact::read;
use crate::id::{BellScheduleId, ClassId, PeriodId, PersonId, RoomId, SlotId, StudyYearId, SubjectId};
use crate::study_year::Days;

const GULNARA: PersonId = PersonId(Uuid::from_u128(0x6));
const DAULET: PersonId = PersonId(Uuid::from_u128(0xd));
const ALGEBRA: SubjectId = SubjectId(Uuid::from_u128(0xa1));
const PHYSICS: SubjectId = SubjectId(Uuid::from_u128(0xf1));
const ROOM_101: RoomId = RoomId(Uuid::from_u128(0x101));
const FIRST: SlotId = SlotId(Uuid::from_u128(0x51));
const SECOND: SlotId = SlotId(Uuid::from_u128(0x52));
const FIRST_SHIFT: BellScheduleId = BellScheduleId(Uuid::from_u128(0xbe1));
const SECOND_SHIFT: BellScheduleId = BellScheduleId(Uuid::from_u128(0xbe2));

/// The first quarter of 7A.
const PLACE: TimetablePlace = TimetablePlace {
    class_id: ClassId(Uuid::from_u128(0x7a)),
    study_year_id: StudyYearId(Uuid::from_u128(0x25)),
    period_id: PeriodId(Uuid::from_u128(0x1)),
    bell_schedule_id: FIRST_SHIFT,
};

fn timetable<const N: usize>(given: [Event; N]) -> AggregateTestExecutor<Timetable> {
    TestFramework::<Timetable>::with(()).given(Vec::from(given))
}

fn after<const N: usize>(given: [Event; N]) -> Timetable {
    let mut timetable = Timetable::default();
    for event in given {
        timetable.absorb(event);
    }
    timetable
}

fn draft(place: TimetablePlace, name: &str) -> Command {
    Command::Draft { place, name: name.to_owned() }
}

fn drafted() -> Event {
    Event::TimetableDrafted {
        class_id: PLACE.class_id,
        study_year_id: PLACE.study_year_id,
        period_id: PLACE.period_id,
        bell_schedule_id: PLACE.bell_schedule_id,
        name: "Quarter I".to_owned(),
    }
}

fn renamed(from: &str, to: &str) -> Event {
    Event::TimetableRenamed { from: from.to_owned(), to: to.to_owned() }
}

fn bells_replaced() -> Event {
    Event::BellScheduleReplaced { from: FIRST_SHIFT, to: SECOND_SHIFT }
}

/// The third lesson of every Monday.
fn algebra() -> PlannedSlot {
    PlannedSlot {
        weekday: Weekday::Monday,
        number: 3,
        week: Week::Every,
        subject_id: ALGEBRA,
        teacher_ids: vec![GULNARA],
        room_id: Some(ROOM_101),
    }
}

fn in_week(week: Week) -> PlannedSlot {
    PlannedSlot { week, ..algebra() }
}

fn plan(slot_id: SlotId, slot: PlannedSlot) -> Command {
    Command::PlanSlot { slot_id, slot }
}

fn planned(slot_id: SlotId, slot: PlannedSlot) -> Event {
    Event::SlotPlanned { slot_id, slot }
}

fn changed(from: PlannedSlot, to: PlannedSlot) -> Event {
    Event::SlotChanged { slot_id: FIRST, from, to }
}

fn removed(slot: PlannedSlot) -> Event {
    Event::SlotRemoved { slot_id: FIRST, slot }
}

fn taken(slot_id: SlotId) -> Refusal {
    Refusal::SlotTaken { slot_id, weekday: Weekday::Monday, number: 3 }
}

fn september(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 9, day).unwrap()
}

fn published(last: u32, slots: u32, lessons: u32) -> Event {
    Event::TimetablePublished { days: Days { first: september(1), last: september(last) }, slots, lessons }
}

#[test]
fn a_timetable_is_drafted_for_a_class_and_a_period() {
    timetable([]).when(draft(PLACE, "Quarter I")).then_expect_events(vec![drafted()]);
    timetable([drafted()]).when(draft(PLACE, "Quarter I")).then_expect_events(vec![]);
}

#[test]
fn a_timetable_takes_another_name_or_other_bells_and_keeps_what_it_was() {
    let second_shift = TimetablePlace { bell_schedule_id: SECOND_SHIFT, ..PLACE };
    timetable([drafted()])
        .when(draft(PLACE, "Тоқсан I"))
        .then_expect_events(vec![renamed("Quarter I", "Тоқсан I")]);
    timetable([drafted()]).when(draft(second_shift, "Quarter I")).then_expect_events(vec![bells_replaced()]);
    let both = [renamed("Quarter I", "Тоқсан I"), bells_replaced()];
    timetable([drafted()]).when(draft(second_shift, "Тоқсан I")).then_expect_events(both.to_vec());
    let [renamed, replaced] = both;
    timetable([drafted(), renamed, replaced])
        .when(draft(second_shift, "Тоқсан I"))
        .then_expect_events(vec![]);
}

#[test]
fn a_timetable_stays_with_its_class_and_its_period() {
    let other = Uuid::from_u128(0xff);
    for place in [
        TimetablePlace { class_id: ClassId(other), ..PLACE },
        TimetablePlace { study_year_id: StudyYearId(other), ..PLACE },
        TimetablePlace { period_id: PeriodId(other), bell_schedule_id: SECOND_SHIFT, ..PLACE },
    ] {
        timetable([drafted()]).when(draft(place, "Quarter I")).then_expect_error(Refusal::OtherPlace);
    }
}

#[test]
fn a_timetable_without_a_name_is_refused() {
    for nothing in ["", " \t"] {
        timetable([]).when(draft(PLACE, nothing)).then_expect_error(Refusal::NameMissing);
        timetable([drafted()]).when(draft(PLACE, nothing)).then_expect_error(Refusal::NameMissing);
    }
}

#[test]
fn nothing_is_planned_in_a_timetable_that_is_not_drafted() {
    for command in [
        plan(FIRST, algebra()),
        Command::RemoveSlot { slot_id: FIRST },
        Command::NotePublished { days: Days { first: september(1), last: september(7) }, lessons: 0 },
    ] {
        timetable([]).when(command).then_expect_error(Refusal::NotDrafted);
    }
}

#[test]
fn a_lesson_is_planned_otherwise_and_planned_the_same_again_changes_nothing() {
    timetable([drafted()]).when(plan(FIRST, algebra())).then_expect_events(vec![planned(FIRST, algebra())]);
    for now in [
        PlannedSlot { weekday: Weekday::Saturday, ..algebra() },
        PlannedSlot { number: 4, ..algebra() },
        in_week(Week::Odd),
        PlannedSlot { subject_id: PHYSICS, ..algebra() },
        PlannedSlot { teacher_ids: vec![], ..algebra() },
        PlannedSlot { room_id: None, ..algebra() },
    ] {
        let given = [drafted(), planned(FIRST, algebra())];
        timetable(given.clone()).when(plan(FIRST, algebra())).then_expect_events(vec![]);
        timetable(given)
            .when(plan(FIRST, now.clone()))
            .then_expect_events(vec![changed(algebra(), now.clone())]);
        timetable([drafted(), planned(FIRST, algebra()), changed(algebra(), now.clone())])
            .when(plan(FIRST, now))
            .then_expect_events(vec![]);
    }
}

#[test]
fn the_order_in_which_teachers_are_told_means_nothing_and_none_stands_twice() {
    let both = PlannedSlot { teacher_ids: vec![GULNARA, DAULET], ..algebra() };
    for teacher_ids in [vec![GULNARA, DAULET], vec![DAULET, GULNARA], vec![DAULET, GULNARA, DAULET]] {
        let slot = PlannedSlot { teacher_ids, ..algebra() };
        timetable([drafted()])
            .when(plan(FIRST, slot.clone()))
            .then_expect_events(vec![planned(FIRST, both.clone())]);
        timetable([drafted(), planned(FIRST, both.clone())])
            .when(plan(FIRST, slot))
            .then_expect_events(vec![]);
    }
}

#[test]
fn the_numbers_of_lessons_go_from_0_to_15() {
    for number in [0, 15] {
        let slot = PlannedSlot { number, ..algebra() };
        timetable([drafted()]).when(plan(FIRST, slot.clone())).then_expect_events(vec![planned(FIRST, slot)]);
    }
    timetable([drafted()])
        .when(plan(FIRST, PlannedSlot { number: 16, ..algebra() }))
        .then_expect_error(Refusal::NumberTooHigh { number: 16, highest: 15 });
}

#[test]
fn a_class_has_one_lesson_at_one_number_of_a_day() {
    let given = [drafted(), planned(FIRST, algebra())];
    let physics = PlannedSlot { subject_id: PHYSICS, teacher_ids: vec![DAULET], room_id: None, ..algebra() };
    timetable(given.clone()).when(plan(SECOND, physics.clone())).then_expect_error(taken(FIRST));
    for free in [
        PlannedSlot { number: 4, ..physics.clone() },
        PlannedSlot { weekday: Weekday::Tuesday, ..physics.clone() },
    ] {
        timetable(given.clone())
            .when(plan(SECOND, free.clone()))
            .then_expect_events(vec![planned(SECOND, free.clone())]);
        timetable([drafted(), planned(FIRST, algebra()), planned(SECOND, free)])
            .when(plan(SECOND, physics.clone()))
            .then_expect_error(taken(FIRST));
    }
}

#[test]
fn odd_and_even_weeks_share_a_number_and_every_week_shares_it_with_none() {
    for (was, other, meets) in [
        (Week::Odd, Week::Even, false),
        (Week::Even, Week::Odd, false),
        (Week::Odd, Week::Odd, true),
        (Week::Even, Week::Every, true),
        (Week::Every, Week::Odd, true),
    ] {
        let when = timetable([drafted(), planned(FIRST, in_week(was))]).when(plan(SECOND, in_week(other)));
        if meets {
            when.then_expect_error(taken(FIRST));
        } else {
            when.then_expect_events(vec![planned(SECOND, in_week(other))]);
        }
    }
}

#[test]
fn a_lesson_is_removed_and_its_number_is_free_again() {
    let remove = || Command::RemoveSlot { slot_id: FIRST };
    let given = [drafted(), planned(FIRST, algebra())];
    timetable(given.clone()).when(remove()).then_expect_events(vec![removed(algebra())]);
    timetable([drafted()]).when(remove()).then_expect_events(vec![]);
    let [drafted, planned_first] = given;
    let given = [drafted, planned_first, removed(algebra())];
    timetable(given.clone()).when(remove()).then_expect_events(vec![]);
    timetable(given).when(plan(SECOND, algebra())).then_expect_events(vec![planned(SECOND, algebra())]);
}

/// The stored form. If this needs editing, old rows no longer read: write an upcaster instead.
#[test]
fn the_stored_form_is_frozen() {
    let every_event = [
        drafted(),
        renamed("Quarter I", "Тоқсан I"),
        bells_replaced(),
        planned(FIRST, algebra()),
        planned(FIRST, PlannedSlot { teacher_ids: vec![], room_id: None, ..in_week(Week::Even) }),
        changed(algebra(), PlannedSlot { teacher_ids: vec![GULNARA, DAULET], ..in_week(Week::Odd) }),
        removed(algebra()),
        published(30, 34, 280),
    ];
    let rows = every_event.map(|event| {
        let json = serde_json::to_value(&event).unwrap();
        assert_eq!(json["type"], event.event_type());
        assert_eq!(read::<Timetable>(&event.event_version(), &json.to_string()).unwrap(), event);
        json.to_string()
    });
    expect![[r#"
        {"bell_schedule_id":"00000000-0000-0000-0000-000000000be1","class_id":"00000000-0000-0000-0000-00000000007a","name":"Quarter I","period_id":"00000000-0000-0000-0000-000000000001","study_year_id":"00000000-0000-0000-0000-000000000025","type":"timetable_drafted"}
        {"from":"Quarter I","to":"Тоқсан I","type":"timetable_renamed"}
        {"from":"00000000-0000-0000-0000-000000000be1","to":"00000000-0000-0000-0000-000000000be2","type":"bell_schedule_replaced"}
        {"slot":{"number":3,"room_id":"00000000-0000-0000-0000-000000000101","subject_id":"00000000-0000-0000-0000-0000000000a1","teacher_ids":["00000000-0000-0000-0000-000000000006"],"week":"every","weekday":"monday"},"slot_id":"00000000-0000-0000-0000-000000000051","type":"slot_planned"}
        {"slot":{"number":3,"room_id":null,"subject_id":"00000000-0000-0000-0000-0000000000a1","teacher_ids":[],"week":"even","weekday":"monday"},"slot_id":"00000000-0000-0000-0000-000000000051","type":"slot_planned"}
        {"from":{"number":3,"room_id":"00000000-0000-0000-0000-000000000101","subject_id":"00000000-0000-0000-0000-0000000000a1","teacher_ids":["00000000-0000-0000-0000-000000000006"],"week":"every","weekday":"monday"},"slot_id":"00000000-0000-0000-0000-000000000051","to":{"number":3,"room_id":"00000000-0000-0000-0000-000000000101","subject_id":"00000000-0000-0000-0000-0000000000a1","teacher_ids":["00000000-0000-0000-0000-000000000006","00000000-0000-0000-0000-00000000000d"],"week":"odd","weekday":"monday"},"type":"slot_changed"}
        {"slot":{"number":3,"room_id":"00000000-0000-0000-0000-000000000101","subject_id":"00000000-0000-0000-0000-0000000000a1","teacher_ids":["00000000-0000-0000-0000-000000000006"],"week":"every","weekday":"monday"},"slot_id":"00000000-0000-0000-0000-000000000051","type":"slot_removed"}
        {"days":{"first":"2026-09-01","last":"2026-09-30"},"lessons":280,"slots":34,"type":"timetable_published"}"#]].assert_eq(&rows.join("\n"));
}
