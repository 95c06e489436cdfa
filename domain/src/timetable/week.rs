//! Days of the week, and weeks that alternate.

use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};
use strum::{AsRefStr, EnumIter, EnumString};

use crate::study_year::Days;

#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    AsRefStr,
    EnumString,
    EnumIter,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Weekday {
    pub fn from_date(date: NaiveDate) -> Self {
        match date.weekday() {
            chrono::Weekday::Mon => Self::Monday,
            chrono::Weekday::Tue => Self::Tuesday,
            chrono::Weekday::Wed => Self::Wednesday,
            chrono::Weekday::Thu => Self::Thursday,
            chrono::Weekday::Fri => Self::Friday,
            chrono::Weekday::Sat => Self::Saturday,
            chrono::Weekday::Sun => Self::Sunday,
        }
    }

    /// Every date of this weekday among some days, in order.
    pub fn dates_in(self, days: Days) -> impl Iterator<Item = NaiveDate> {
        let first = days.first.iter_days().take(7).find(|date| Self::from_date(*date) == self);
        let weekly = first.into_iter().flat_map(|first| first.iter_weeks());
        weekly.take_while(move |date| *date <= days.last)
    }
}

/// In which weeks a lesson takes place.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    AsRefStr,
    EnumString,
    EnumIter,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Week {
    Every,
    /// The first week of the study year, the third, and so on.
    Odd,
    Even,
}

impl Week {
    /// Whether there is a week that belongs to both.
    pub fn meets(self, other: Self) -> bool {
        self == Self::Every || other == Self::Every || self == other
    }
}

/// The Monday of the first week of a study year.
pub fn first_week(year: Days) -> NaiveDate {
    year.first.week(chrono::Weekday::Mon).checked_first_day().unwrap_or(year.first)
}

/// Whether the week of a date is odd or even, counted from the Monday of the first week.
pub fn week_of(date: NaiveDate, first_week: NaiveDate) -> Week {
    let weeks = (date - first_week).num_days().div_euclid(7);
    if weeks.rem_euclid(2) == 0 { Week::Odd } else { Week::Even }
}
