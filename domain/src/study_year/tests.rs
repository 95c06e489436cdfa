//! Given what happened, when a command comes, then events or a refusal; and the stored form.

mod bells;
mod calendar;
mod holiday;
mod period;
mod set;

use chrono::{NaiveDate, NaiveTime};
use cqrs_es::DomainEvent as _;
use cqrs_es::test::{AggregateTestExecutor, TestFramework};
use expect_test::expect;
use uuid::Uuid;

use super::{Bell, BellSchedule, Days, PeriodKind, StudyYear};
use super::{StudyYearCommand as Command, StudyYearError as Refusal, StudyYearEvent as Event};
use crate::fact::read;
use crate::id::{BellScheduleId, HolidayId, PeriodId, PeriodSetId};

const FIRST_QUARTER: PeriodId = PeriodId(Uuid::from_u128(0x1));
const SECOND_QUARTER: PeriodId = PeriodId(Uuid::from_u128(0x2));
/// What grade 1 follows, and what the others do.
const GRADE_1: PeriodSetId = PeriodSetId(Uuid::from_u128(0x51));
const QUARTERS: PeriodSetId = PeriodSetId(Uuid::from_u128(0x54));
const AUTUMN_HOLIDAYS: HolidayId = HolidayId(Uuid::from_u128(0xb1));
const FIRST_SHIFT: BellScheduleId = BellScheduleId(Uuid::from_u128(0xbe1));
const SHORT_DAY: BellScheduleId = BellScheduleId(Uuid::from_u128(0xbe2));

fn year<const N: usize>(given: [Event; N]) -> AggregateTestExecutor<StudyYear> {
    TestFramework::<StudyYear>::with(()).given(Vec::from(given))
}

fn after<const N: usize>(given: [Event; N]) -> StudyYear {
    let mut year = StudyYear::default();
    for event in given {
        year.absorb(event);
    }
    year
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// From 1 September to 25 May.
fn school_days() -> Days {
    Days { first: day(2025, 9, 1), last: day(2026, 5, 25) }
}

/// A week of autumn holidays follows.
fn autumn() -> Days {
    Days { first: day(2025, 9, 1), last: day(2025, 10, 26) }
}

/// The second quarter, until the winter holidays.
fn winter() -> Days {
    Days { first: day(2025, 11, 3), last: day(2025, 12, 28) }
}

fn longer_autumn() -> Days {
    Days { last: day(2025, 11, 2), ..autumn() }
}

fn define(name: &str, days: Days) -> Command {
    Command::Define { name: name.to_owned(), days, external_id: None }
}

fn defined() -> Event {
    Event::StudyYearDefined { name: "2025/26".to_owned(), days: school_days(), external_id: None }
}

fn changed(from: (&str, Days), to: (&str, Days)) -> Event {
    Event::StudyYearChanged {
        from_name: from.0.to_owned(),
        from_days: from.1,
        name: to.0.to_owned(),
        days: to.1,
    }
}

fn period_defined(name: &str, days: Days) -> Event {
    Event::PeriodDefined {
        period_id: FIRST_QUARTER,
        kind: PeriodKind::Quarter,
        name: name.to_owned(),
        days,
        external_id: None,
        set_id: None,
    }
}

fn second_period_defined(name: &str, days: Days) -> Event {
    Event::PeriodDefined {
        period_id: SECOND_QUARTER,
        kind: PeriodKind::Quarter,
        name: name.to_owned(),
        days,
        external_id: None,
        set_id: None,
    }
}

/// A quarter of the set that all but grade 1 follow.
fn quarter_defined(period_id: PeriodId, name: &str, days: Days) -> Event {
    Event::PeriodDefined {
        period_id,
        kind: PeriodKind::Quarter,
        name: name.to_owned(),
        days,
        external_id: None,
        set_id: Some(QUARTERS),
    }
}

fn set_defined(set_id: PeriodSetId, name: &str) -> Event {
    Event::PeriodSetDefined { set_id, name: name.to_owned() }
}

fn holiday_declared(name: &str, days: Days, set_id: Option<PeriodSetId>) -> Event {
    Event::HolidayDeclared { holiday_id: AUTUMN_HOLIDAYS, name: name.to_owned(), days, public: false, set_id }
}

fn holiday_changed(from: (&str, Days), to: (&str, Days)) -> Event {
    Event::HolidayChanged {
        holiday_id: AUTUMN_HOLIDAYS,
        from_name: from.0.to_owned(),
        from_days: from.1,
        name: to.0.to_owned(),
        days: to.1,
    }
}

fn holiday_withdrawn(name: &str, days: Days) -> Event {
    Event::HolidayWithdrawn { holiday_id: AUTUMN_HOLIDAYS, name: name.to_owned(), days }
}

/// The week between the first quarter and the second.
fn autumn_week() -> Days {
    Days { first: day(2025, 10, 27), last: day(2025, 11, 2) }
}

fn clock(hour: u32, minute: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, minute, 0).unwrap()
}

fn bell(number: u8, begins: (u32, u32), ends: (u32, u32)) -> Bell {
    Bell { number, begins: clock(begins.0, begins.1), ends: clock(ends.0, ends.1) }
}

fn schedule(name: &str, bells: &[Bell]) -> BellSchedule {
    BellSchedule { name: name.to_owned(), bells: bells.to_vec() }
}

fn usual() -> BellSchedule {
    schedule("1-ауысым", &[bell(1, (8, 0), (8, 45)), bell(2, (8, 50), (9, 35))])
}

fn short() -> BellSchedule {
    schedule("Қысқа күн", &[bell(1, (8, 0), (8, 30)), bell(2, (8, 35), (9, 5))])
}

fn bells_set(bell_schedule_id: BellScheduleId, from: Option<BellSchedule>, to: BellSchedule) -> Event {
    Event::BellScheduleSet { bell_schedule_id, from, to }
}

fn day_bells_set(date: NaiveDate, from: Option<BellScheduleId>, to: Option<BellScheduleId>) -> Event {
    Event::DayBellsSet { date, bell_schedule_id: FIRST_SHIFT, from, to }
}

fn period_changed(from: (&str, Days), to: (&str, Days)) -> Event {
    Event::PeriodChanged {
        period_id: FIRST_QUARTER,
        from_name: from.0.to_owned(),
        from_days: from.1,
        name: to.0.to_owned(),
        days: to.1,
    }
}

fn closed() -> Event {
    Event::PeriodClosed { period_id: FIRST_QUARTER }
}

fn reopened(reason: &str) -> Event {
    Event::PeriodReopened { period_id: FIRST_QUARTER, reason: reason.to_owned() }
}

/// A year with its first quarter.
fn first_quarter() -> [Event; 2] {
    [defined(), period_defined("I", autumn())]
}

#[test]
fn a_study_year_is_defined() {
    year([]).when(define("2025/26", school_days())).then_expect_events(vec![defined()]);
}

#[test]
fn the_id_of_a_year_elsewhere_is_kept() {
    year([])
        .when(Command::Define {
            name: "2025/26".to_owned(),
            days: school_days(),
            external_id: Some("session-1".to_owned()),
        })
        .then_expect_events(vec![Event::StudyYearDefined {
            name: "2025/26".to_owned(),
            days: school_days(),
            external_id: Some("session-1".to_owned()),
        }]);
}

#[test]
fn defining_the_same_year_again_changes_nothing() {
    year([defined()]).when(define("2025/26", school_days())).then_expect_events(vec![]);
}

#[test]
fn a_year_may_last_one_day_but_does_not_end_before_it_begins() {
    let one_day = Days { first: day(2025, 9, 1), last: day(2025, 9, 1) };
    let reversed = Days { first: day(2025, 9, 1), last: day(2025, 8, 31) };
    year([defined()])
        .when(define("2025/26", one_day))
        .then_expect_events(vec![changed(("2025/26", school_days()), ("2025/26", one_day))]);
    year([]).when(define("2025/26", reversed)).then_expect_error(Refusal::EndsBeforeItBegins);
    year([defined()]).when(define("2025/26", reversed)).then_expect_error(Refusal::EndsBeforeItBegins);
}

#[test]
fn a_year_takes_another_name_or_other_days_and_keeps_what_it_was() {
    let was = ("2025/26", school_days());
    let longer = Days { last: day(2026, 5, 31), ..school_days() };
    let later = Days { first: day(2025, 9, 2), ..school_days() };
    for now in [("2025-2026", school_days()), ("2025/26", longer), ("2025/26", later), ("2025-2026", longer)]
    {
        year([defined()]).when(define(now.0, now.1)).then_expect_events(vec![changed(was, now)]);
        year([defined(), changed(was, now)]).when(define(now.0, now.1)).then_expect_events(vec![]);
        year([defined(), changed(was, now)])
            .when(define(was.0, was.1))
            .then_expect_events(vec![changed(now, was)]);
    }
}

#[test]
fn a_year_without_a_name_is_refused() {
    for nothing in ["", " \t"] {
        year([]).when(define(nothing, school_days())).then_expect_error(Refusal::NameMissing);
        year([defined()]).when(define(nothing, school_days())).then_expect_error(Refusal::NameMissing);
    }
}

#[test]
fn a_name_of_one_letter_is_a_name() {
    year([defined()])
        .when(define("A", school_days()))
        .then_expect_events(vec![changed(("2025/26", school_days()), ("A", school_days()))]);
}

#[test]
fn a_year_shrinks_to_its_period_and_not_a_day_further() {
    let given = [defined(), period_defined("II", winter())];
    year(given.clone())
        .when(define("2025/26", winter()))
        .then_expect_events(vec![changed(("2025/26", school_days()), ("2025/26", winter()))]);
    let begins_later = Days { first: day(2025, 11, 4), ..winter() };
    let ends_earlier = Days { last: day(2025, 12, 27), ..winter() };
    for shorter in [begins_later, ends_earlier] {
        year(given.clone()).when(define("2025/26", shorter)).then_expect_error(Refusal::PeriodsLeftOut);
        year(given.clone()).when(define("2025-2026", shorter)).then_expect_error(Refusal::PeriodsLeftOut);
    }
}

#[test]
fn a_year_leaves_none_of_its_periods_out_be_it_closed() {
    let both = Days { first: autumn().first, last: winter().last };
    let given = [defined(), period_defined("I", autumn()), closed(), second_period_defined("II", winter())];
    year(given.clone())
        .when(define("2025/26", both))
        .then_expect_events(vec![changed(("2025/26", school_days()), ("2025/26", both))]);
    for one in [autumn(), winter()] {
        year(given.clone()).when(define("2025/26", one)).then_expect_error(Refusal::PeriodsLeftOut);
    }
}

#[test]
fn a_year_is_measured_by_the_changed_days_of_its_periods() {
    let given = [defined(), period_defined("I", autumn()), period_changed(("I", autumn()), ("I", winter()))];
    year(given.clone())
        .when(define("2025/26", winter()))
        .then_expect_events(vec![changed(("2025/26", school_days()), ("2025/26", winter()))]);
    year(given).when(define("2025/26", autumn())).then_expect_error(Refusal::PeriodsLeftOut);
}

#[test]
fn a_year_with_periods_takes_another_name_and_the_same_again_changes_nothing() {
    year(first_quarter())
        .when(define("2025-2026", school_days()))
        .then_expect_events(vec![changed(("2025/26", school_days()), ("2025-2026", school_days()))]);
    year(first_quarter()).when(define("2025/26", school_days())).then_expect_events(vec![]);
}

/// The stored form. If this needs editing, old rows no longer read: write an upcaster instead.
#[test]
fn the_stored_form_is_frozen() {
    let every_event = [
        defined(),
        Event::StudyYearDefined {
            name: "2025/26".to_owned(),
            days: school_days(),
            external_id: Some("session-1".to_owned()),
        },
        changed(("2025/26", school_days()), ("2025-2026", autumn())),
        period_defined("I", autumn()),
        Event::PeriodDefined {
            period_id: SECOND_QUARTER,
            kind: PeriodKind::GradingPeriod,
            name: "II".to_owned(),
            days: autumn(),
            external_id: Some("session-2".to_owned()),
            set_id: None,
        },
        quarter_defined(SECOND_QUARTER, "II", winter()),
        period_changed(("I", autumn()), ("1", longer_autumn())),
        closed(),
        reopened("a late mark"),
        set_defined(QUARTERS, "Тоқсандар"),
        Event::PeriodSetRenamed {
            set_id: QUARTERS, from: "Тоқсандар".to_owned(), to: "Четверти".to_owned()
        },
        holiday_declared("Autumn", autumn_week(), None),
        Event::HolidayDeclared {
            holiday_id: AUTUMN_HOLIDAYS,
            name: "Наурыз".to_owned(),
            days: autumn_week(),
            public: true,
            set_id: Some(GRADE_1),
        },
        holiday_changed(("Autumn", autumn_week()), ("Күзгі", winter())),
        holiday_withdrawn("Autumn", autumn_week()),
        bells_set(FIRST_SHIFT, None, usual()),
        bells_set(FIRST_SHIFT, Some(usual()), short()),
        day_bells_set(day(2025, 9, 1), None, Some(SHORT_DAY)),
        day_bells_set(day(2025, 9, 1), Some(SHORT_DAY), None),
    ];
    let rows = every_event.map(|event| {
        let json = serde_json::to_value(&event).unwrap();
        assert_eq!(json["type"], event.event_type());
        assert_eq!(read::<StudyYear>(&event.event_version(), &json.to_string()).unwrap(), event);
        json.to_string()
    });
    expect![[r#"
        {"days":{"first":"2025-09-01","last":"2026-05-25"},"external_id":null,"name":"2025/26","type":"study_year_defined"}
        {"days":{"first":"2025-09-01","last":"2026-05-25"},"external_id":"session-1","name":"2025/26","type":"study_year_defined"}
        {"days":{"first":"2025-09-01","last":"2025-10-26"},"from_days":{"first":"2025-09-01","last":"2026-05-25"},"from_name":"2025/26","name":"2025-2026","type":"study_year_changed"}
        {"days":{"first":"2025-09-01","last":"2025-10-26"},"external_id":null,"kind":"quarter","name":"I","period_id":"00000000-0000-0000-0000-000000000001","type":"period_defined"}
        {"days":{"first":"2025-09-01","last":"2025-10-26"},"external_id":"session-2","kind":"grading_period","name":"II","period_id":"00000000-0000-0000-0000-000000000002","type":"period_defined"}
        {"days":{"first":"2025-11-03","last":"2025-12-28"},"external_id":null,"kind":"quarter","name":"II","period_id":"00000000-0000-0000-0000-000000000002","set_id":"00000000-0000-0000-0000-000000000054","type":"period_defined"}
        {"days":{"first":"2025-09-01","last":"2025-11-02"},"from_days":{"first":"2025-09-01","last":"2025-10-26"},"from_name":"I","name":"1","period_id":"00000000-0000-0000-0000-000000000001","type":"period_changed"}
        {"period_id":"00000000-0000-0000-0000-000000000001","type":"period_closed"}
        {"period_id":"00000000-0000-0000-0000-000000000001","reason":"a late mark","type":"period_reopened"}
        {"name":"Тоқсандар","set_id":"00000000-0000-0000-0000-000000000054","type":"period_set_defined"}
        {"from":"Тоқсандар","set_id":"00000000-0000-0000-0000-000000000054","to":"Четверти","type":"period_set_renamed"}
        {"days":{"first":"2025-10-27","last":"2025-11-02"},"holiday_id":"00000000-0000-0000-0000-0000000000b1","name":"Autumn","public":false,"set_id":null,"type":"holiday_declared"}
        {"days":{"first":"2025-10-27","last":"2025-11-02"},"holiday_id":"00000000-0000-0000-0000-0000000000b1","name":"Наурыз","public":true,"set_id":"00000000-0000-0000-0000-000000000051","type":"holiday_declared"}
        {"days":{"first":"2025-11-03","last":"2025-12-28"},"from_days":{"first":"2025-10-27","last":"2025-11-02"},"from_name":"Autumn","holiday_id":"00000000-0000-0000-0000-0000000000b1","name":"Күзгі","type":"holiday_changed"}
        {"days":{"first":"2025-10-27","last":"2025-11-02"},"holiday_id":"00000000-0000-0000-0000-0000000000b1","name":"Autumn","type":"holiday_withdrawn"}
        {"bell_schedule_id":"00000000-0000-0000-0000-000000000be1","from":null,"to":{"bells":[{"begins":"08:00:00","ends":"08:45:00","number":1},{"begins":"08:50:00","ends":"09:35:00","number":2}],"name":"1-ауысым"},"type":"bell_schedule_set"}
        {"bell_schedule_id":"00000000-0000-0000-0000-000000000be1","from":{"bells":[{"begins":"08:00:00","ends":"08:45:00","number":1},{"begins":"08:50:00","ends":"09:35:00","number":2}],"name":"1-ауысым"},"to":{"bells":[{"begins":"08:00:00","ends":"08:30:00","number":1},{"begins":"08:35:00","ends":"09:05:00","number":2}],"name":"Қысқа күн"},"type":"bell_schedule_set"}
        {"bell_schedule_id":"00000000-0000-0000-0000-000000000be1","date":"2025-09-01","from":null,"to":"00000000-0000-0000-0000-000000000be2","type":"day_bells_set"}
        {"bell_schedule_id":"00000000-0000-0000-0000-000000000be1","date":"2025-09-01","from":"00000000-0000-0000-0000-000000000be2","to":null,"type":"day_bells_set"}"#]].assert_eq(&rows.join("\n"));
}
