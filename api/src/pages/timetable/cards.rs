//! Lessons in a week: a table of days and numbers, and the same as a list of days.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use dayek_domain::timetable::Weekday;
use dayek_projections::directory::HolidayRow;
use dayek_projections::timetable::LessonRow;
use uuid::Uuid;

use super::names::Names;
use super::{clock, short, weekday};
use crate::pages::views::{DayEntry, Grid, GridCell, GridDay, GridRow, LessonCard};
use crate::pages::visitor::Visitor;
use crate::pages::words::Words;

/// Whose lessons are shown, so that what goes without saying is not said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    /// Lessons of groups are marked by their names.
    Class(Uuid),
    Teacher(Uuid),
    Room,
}

/// What makes cards of lessons.
pub(super) struct Cards<'a> {
    pub(super) visitor: &'a Visitor,
    pub(super) names: &'a Names,
    pub(super) whose: Whose,
    /// Whether the page of a lesson is open to the visitor.
    pub(super) opens: bool,
}

impl Cards<'_> {
    /// The days from one to another with their lessons; days on which there is never anything, the last
    /// of a week, are left out.
    pub(super) fn grid(&self, monday: NaiveDate, lessons: &[LessonRow], holidays: &[HolidayRow]) -> Grid {
        let dates: Vec<NaiveDate> = (0..7)
            .filter_map(|place| monday.checked_add_days(Days::new(place)))
            .filter(|date| {
                let free = matches!(Weekday::from_date(*date), Weekday::Saturday | Weekday::Sunday);
                !free || lessons.iter().any(|row| row.date == *date)
            })
            .collect();
        let numbers: BTreeSet<i16> = lessons.iter().map(|row| row.number).collect();
        let today = self.visitor.time.today();
        let rows = numbers.into_iter().map(|number| {
            let mut times: Vec<String> =
                lessons.iter().filter(|row| row.number == number).filter_map(times_of).collect();
            times.sort_unstable();
            let usual = commonest(&times);
            let cells = dates.iter().map(|date| {
                let here = lessons.iter().filter(|row| row.number == number && row.date == *date);
                let cards = here.map(|row| LessonCard {
                    times: times_of(row).filter(|own| Some(own) != usual.as_ref()),
                    ..self.card(row)
                });
                GridCell { today: *date == today, lessons: cards.collect() }
            });
            let cells = cells.collect();
            GridRow { number: number.to_string(), times: usual.unwrap_or_default(), cells }
        });
        let rows = rows.collect();
        let days = dates.iter().map(|date| self.day(*date, lessons, holidays)).collect();
        Grid { days, rows }
    }

    pub(super) fn day(&self, date: NaiveDate, lessons: &[LessonRow], holidays: &[HolidayRow]) -> GridDay {
        let holiday = holidays.iter().find(|holiday| holiday.first_day <= date && date <= holiday.last_day);
        let entries = lessons.iter().filter(|row| row.date == date).map(|row| DayEntry {
            number: row.number.to_string(),
            times: times_of(row).unwrap_or_default(),
            lesson: self.card(row),
        });
        GridDay {
            iso: date.to_string(),
            name: weekday(self.visitor.words, Weekday::from_date(date)),
            date: short(date),
            today: date == self.visitor.time.today(),
            holiday: holiday.map(|holiday| holiday.name.clone()),
            entries: entries.collect(),
        }
    }

    fn card(&self, row: &LessonRow) -> LessonCard {
        let Self { names, whose, .. } = self;
        let mut lines = Vec::new();
        match whose {
            Whose::Class(class) => {
                lines.extend((row.class_id != *class).then(|| names.class(row.class_id)));
                lines.push(names.people(&row.teachers));
                lines.extend(row.room_id.map(|room| names.room(room)));
            }
            Whose::Teacher(_) => {
                lines.push(names.class(row.class_id));
                lines.extend(row.room_id.map(|room| names.room(room)));
            }
            Whose::Room => {
                lines.push(names.class(row.class_id));
                lines.push(names.people(&row.teachers));
            }
        }
        lines.retain(|line| !line.is_empty());
        let for_teacher = match whose {
            Whose::Teacher(teacher) => Some(*teacher),
            Whose::Class(_) | Whose::Room => None,
        };
        LessonCard {
            href: self.opens.then(|| format!("/lessons/{}", row.lesson_id)),
            times: None,
            subject: names.subject(row.subject_id),
            lines,
            cancelled: row.cancelled,
            notes: notes(self.visitor.words, names, row, for_teacher),
        }
    }
}

/// What of a lesson is otherwise than planned; for a teacher who is away, who gives it.
pub(super) fn notes(words: &Words, names: &Names, row: &LessonRow, for_teacher: Option<Uuid>) -> Vec<String> {
    let mut notes = Vec::new();
    if row.cancelled {
        notes.push(words.t("timetable-cancelled"));
    }
    if !row.replaced.is_empty() {
        let is_away = for_teacher
            .is_some_and(|teacher| row.replaced.contains(&teacher) && !row.teachers.contains(&teacher));
        notes.push(if is_away {
            words.t1("timetable-given-by", "teacher", &names.people(&row.teachers))
        } else {
            words.t1("timetable-instead-of", "teacher", &names.people(&row.replaced))
        });
    }
    if let Some(day) = row.moved_from {
        notes.push(words.t1("timetable-moved-from", "day", &short(day)));
    }
    if row.joined_with.is_some() {
        notes.push(words.t("timetable-joined"));
    }
    notes
}

/// The clock times of a lesson, if they are known.
pub(super) fn times_of(row: &LessonRow) -> Option<String> {
    Some(clock(row.begins?, row.ends?))
}

/// What stands most often in a sorted list.
fn commonest(sorted: &[String]) -> Option<String> {
    let runs = sorted.chunk_by(|one, next| one == next);
    runs.max_by_key(|run| run.len()).and_then(|run| run.first()).cloned()
}
