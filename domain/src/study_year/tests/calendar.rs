//! The calendar that an order lays down, against the figures it is printed with.

use chrono::{Datelike as _, Weekday};

use super::super::{CALENDAR_2026_2027, Named, Span};
use super::{Command, Days, PeriodKind, StudyYear};
use crate::id::{HolidayId, PeriodId, PeriodSetId};
use uuid::Uuid;

fn length(days: Days) -> i64 {
    (days.last - days.first).num_days() + 1
}

fn length_of(spans: &[Named]) -> i64 {
    spans.iter().map(|named| length(named.span.days())).sum()
}

fn every_span() -> Vec<Span> {
    let calendar = CALENDAR_2026_2027;
    let named = calendar.holidays.into_iter().chain([calendar.first_grade]).chain(calendar.public);
    calendar.quarters.into_iter().chain([calendar.year]).chain(named.map(|named| named.span)).collect()
}

#[test]
fn every_date_of_the_order_is_a_day_of_the_calendar() {
    for span in every_span() {
        let days = span.days();
        for (written, date) in [(span.first, days.first), (span.last, days.last)] {
            assert_eq!((date.year(), date.month(), date.day()), written);
        }
        assert!(days.first <= days.last, "{days} ends before it begins");
    }
}

#[test]
fn the_year_has_34_weeks_of_lessons_and_28_days_of_holidays() {
    let calendar = CALENDAR_2026_2027;
    let quarters = calendar.quarters.map(|quarter| length(quarter.days()));
    assert_eq!(quarters.map(|days| (days + 3) / 7), [8, 8, 10, 8], "to the nearest week");
    assert_eq!(quarters.iter().sum::<i64>() / 7, 34);
    assert_eq!(length_of(&calendar.holidays), 28);
}

#[test]
fn grade_1_has_a_week_less_inside_the_third_quarter() {
    let week = CALENDAR_2026_2027.first_grade.span.days();
    assert_eq!(length(week), 7);
    assert_eq!((week.first.weekday(), week.last.weekday()), (Weekday::Mon, Weekday::Sun));
    assert!(week.lie_in(CALENDAR_2026_2027.quarters[2].days()));
}

#[test]
fn quarters_and_holidays_fill_the_year_without_a_gap() {
    let calendar = CALENDAR_2026_2027;
    let mut spans: Vec<Days> = calendar.quarters.iter().map(|quarter| quarter.days()).collect();
    spans.extend(calendar.holidays.iter().map(|named| named.span.days()));
    spans.sort_by_key(|days| days.first);
    let year = calendar.year.days();
    assert_eq!((spans[0].first, spans[spans.len() - 1].last), (year.first, year.last));
    for pair in spans.windows(2) {
        assert_eq!(pair[0].last.succ_opt(), Some(pair[1].first));
    }
}

#[test]
fn the_public_holidays_listed_fall_on_days_of_study() {
    for Named { code, span } in CALENDAR_2026_2027.public {
        let days = span.days();
        assert!(CALENDAR_2026_2027.quarters.iter().any(|quarter| days.lie_in(quarter.days())), "{code}");
        assert!(days.first.iter_days().take(1).all(|day| day.weekday() != Weekday::Sun), "{code}");
    }
}

#[test]
fn a_school_takes_the_calendar_over_whole() {
    let calendar = CALENDAR_2026_2027;
    let set_id = PeriodSetId(Uuid::from_u128(0x5e7));
    let mut commands = vec![
        Command::Define { name: "2026/27".to_owned(), days: calendar.year.days(), external_id: None },
        Command::DefinePeriodSet { set_id, name: "Тоқсандар".to_owned() },
    ];
    for (number, quarter) in (1_u128..).zip(calendar.quarters) {
        commands.push(Command::DefinePeriod {
            period_id: PeriodId(Uuid::from_u128(number)),
            kind: PeriodKind::Quarter,
            name: number.to_string(),
            days: quarter.days(),
            external_id: None,
            set_id: Some(set_id),
        });
    }
    for (number, Named { code, span }) in (1_u128..).zip(calendar.holidays.into_iter().chain(calendar.public))
    {
        commands.push(Command::DeclareHoliday {
            holiday_id: HolidayId(Uuid::from_u128(number)),
            name: code.to_owned(),
            days: span.days(),
            public: number > 3,
            set_id: None,
        });
    }
    let mut year = StudyYear::default();
    for command in commands {
        let events = year.decide(command).unwrap();
        assert_eq!(events.len(), 1);
        for event in events {
            year.absorb(event);
        }
    }
    assert_eq!(year.periods_of(Some(set_id)).len(), 4);
    let independence_day = calendar.public[0].span.days().first;
    assert!(year.is_holiday(independence_day, Some(set_id)));
    assert!(!year.is_holiday(independence_day.succ_opt().unwrap(), Some(set_id)));
}
