//! When the lessons of a file begin and end. FET has names of hours and no lengths.

use std::fmt::Write as _;

use chrono::{NaiveTime, TimeDelta};
use dayek_domain::study_year::{Bell, BellSchedule};
use serde::Serialize;

use crate::fet::Hour;

/// The highest number a lesson can have, counted from 1.
pub(super) const MOST_HOURS: usize = 15;

const LESSON_MINUTES: i64 = 45;
/// From the beginning of a lesson to that of the next, where the file says no times.
const STEP_MINUTES: i64 = 50;

/// Where the clock times of lessons come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BellsFrom {
    /// The names of the hours say when they begin.
    HourNames,
    /// They do not, so that lessons begin at 08:00 and then every 50 minutes.
    Assumed,
}

/// A schedule with a lesson for every hour, numbered from 1.
pub(super) fn schedule(hours: &[Hour]) -> (BellSchedule, BellsFrom) {
    let told: Option<Vec<NaiveTime>> = hours.iter().map(|hour| hour.begins).collect();
    let ascending = |begins: &Vec<NaiveTime>| begins.is_sorted_by(|one, next| one < next);
    let (begins, from) = match told.filter(ascending) {
        Some(begins) => (begins, BellsFrom::HourNames),
        None => (assumed(hours.len()), BellsFrom::Assumed),
    };
    let nexts = begins.iter().skip(1).copied().map(Some).chain([None]);
    let bells: Vec<Bell> = (1..)
        .zip(begins.iter().copied().zip(nexts))
        .map(|(number, (begins, next))| Bell { number, begins, ends: end(begins, next) })
        .collect();
    let name = match (bells.first(), bells.last()) {
        (Some(first), Some(last)) => {
            format!("FET {}–{}", first.begins.format("%H:%M"), last.ends.format("%H:%M"))
        }
        (Some(_) | None, _) => "FET".to_owned(),
    };
    (BellSchedule { name, bells }, from)
}

/// By what a schedule is known: its times.
pub(super) fn key(schedule: &BellSchedule) -> String {
    let mut key = String::new();
    for bell in &schedule.bells {
        // Writing to a text never fails.
        let _ = write!(key, "/{}-{}", bell.begins, bell.ends);
    }
    key
}

fn assumed(hours: usize) -> Vec<NaiveTime> {
    let next = |begins: &NaiveTime| {
        let (next, days) = begins.overflowing_add_signed(TimeDelta::minutes(STEP_MINUTES));
        (days == 0).then_some(next)
    };
    std::iter::successors(NaiveTime::from_hms_opt(8, 0, 0), next).take(hours).collect()
}

/// 45 minutes later, but neither after the next lesson has begun nor on the next day.
fn end(begins: NaiveTime, next: Option<NaiveTime>) -> NaiveTime {
    let ends = match begins.overflowing_add_signed(TimeDelta::minutes(LESSON_MINUTES)) {
        (ends, 0) => ends,
        (_, _) => NaiveTime::from_hms_opt(23, 59, 59).unwrap_or(begins),
    };
    next.map_or(ends, |next| ends.min(next))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(names: &[&str]) -> Vec<Hour> {
        let hour = |name: &&str| Hour {
            name: (*name).to_owned(),
            begins: NaiveTime::parse_from_str(name, "%H:%M").ok(),
        };
        names.iter().map(hour).collect()
    }

    fn told(names: &[&str]) -> (Vec<String>, BellsFrom) {
        let (schedule, from) = schedule(&hours(names));
        let bell = |bell: &Bell| {
            format!("{} {}-{}", bell.number, bell.begins.format("%H:%M"), bell.ends.format("%H:%M"))
        };
        (schedule.bells.iter().map(bell).collect(), from)
    }

    #[test]
    fn an_hour_lasts_45_minutes_and_not_longer_than_to_the_next() {
        let (bells, from) = told(&["07:30", "08:15", "08:50", "10:00"]);
        assert_eq!(bells, ["1 07:30-08:15", "2 08:15-08:50", "3 08:50-09:35", "4 10:00-10:45"]);
        assert_eq!(from, BellsFrom::HourNames);
        assert_eq!(schedule(&hours(&["07:30", "10:00"])).0.name, "FET 07:30–10:45");
    }

    #[test]
    fn where_the_names_say_no_ascending_times_lessons_begin_at_eight_and_every_50_minutes() {
        let assumed = ["1 08:00-08:45", "2 08:50-09:35", "3 09:40-10:25"];
        for names in [["1", "2", "3"], ["08:30", "2", "3"], ["10:00", "09:00", "11:00"]] {
            let (bells, from) = told(&names);
            assert_eq!(bells, assumed);
            assert_eq!(from, BellsFrom::Assumed);
        }
    }

    #[test]
    fn the_last_hour_of_the_day_ends_on_that_day() {
        assert_eq!(told(&["23:30"]).0, ["1 23:30-23:59"]);
    }

    #[test]
    fn a_schedule_is_known_by_its_times_alone() {
        assert_eq!(key(&schedule(&hours(&["1", "2"])).0), key(&schedule(&hours(&["a", "b"])).0));
        assert_ne!(key(&schedule(&hours(&["1", "2"])).0), key(&schedule(&hours(&["08:00"])).0));
    }
}
