//! Days of the week, and weeks that alternate.

use chrono::NaiveDate;
use strum::IntoEnumIterator as _;

use super::super::{first_week, week_of};
use super::{Days, Week, Weekday, september};

/// The Monday of the week in which 1 September 2026 lies.
fn monday() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 8, 31).unwrap()
}

#[test]
fn the_days_of_a_week_follow_one_another() {
    let week: Vec<Weekday> = monday().iter_days().take(7).map(Weekday::from_date).collect();
    assert_eq!(week, Weekday::iter().collect::<Vec<_>>());
    assert_eq!(Weekday::from_date(september(1)), Weekday::Tuesday);
}

#[test]
fn the_tuesdays_of_some_days_are_all_there_with_the_first_and_the_last() {
    let tuesdays = |first, last| {
        let days = Days { first: september(first), last: september(last) };
        Weekday::Tuesday.dates_in(days).collect::<Vec<_>>()
    };
    assert_eq!(tuesdays(1, 15), [september(1), september(8), september(15)]);
    assert_eq!(tuesdays(2, 14), [september(8)]);
    assert!(tuesdays(2, 7).is_empty() && tuesdays(15, 1).is_empty());
}

#[test]
fn weeks_are_odd_and_even_in_turn_and_begin_on_a_monday() {
    for (day, week) in [(1, Week::Odd), (6, Week::Odd), (7, Week::Even), (13, Week::Even), (14, Week::Odd)] {
        assert_eq!(week_of(september(day), monday()), week, "on the {day}th");
    }
    assert_eq!(week_of(monday(), monday()), Week::Odd);
    for first in [monday(), september(1), september(6)] {
        assert_eq!(first_week(Days { first, last: september(30) }), monday());
    }
    let sunday_before = monday().pred_opt().unwrap();
    assert_eq!(week_of(sunday_before, monday()), Week::Even);
}

#[test]
fn weekdays_and_weeks_keep_their_stored_names() {
    let weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    for (weekday, stored) in Weekday::iter().zip(weekdays) {
        assert_eq!(serde_json::to_value(weekday).unwrap(), stored);
        assert_eq!(weekday.as_ref(), stored);
        assert_eq!(stored.parse::<Weekday>(), Ok(weekday));
    }
    for (week, stored) in Week::iter().zip(["every", "odd", "even"]) {
        assert_eq!(serde_json::to_value(week).unwrap(), stored);
        assert_eq!(week.as_ref(), stored);
        assert_eq!(stored.parse::<Week>(), Ok(week));
    }
}
