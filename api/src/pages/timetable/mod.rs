//! The timetable on pages: the week that is read, the week that is planned, single lessons, substitutions.
//!
//! What is being planned or changed is read from the log itself, so that a page shows at once what its
//! last form did; weeks and reports are read from the read model.

pub(super) mod edit;
pub(super) mod extra;
pub(super) mod feeds;
pub(super) mod free;
pub(super) mod lesson;
pub(super) mod lesson_forms;
pub(super) mod near;
pub(super) mod publish;
pub(super) mod report;
pub(super) mod substitutions;
pub(super) mod week;

mod ahead;
mod candidates;
mod cards;
mod left;
mod lesson_history;
mod loads;
mod names;
mod plan;
mod plan_view;
mod told;
mod units;

pub(crate) use near::main_class;

use std::collections::{BTreeSet, HashMap};

use chrono::{NaiveDate, NaiveTime};
use dayek_domain::access::{Action, Object};
use dayek_domain::timetable::{Week, Weekday};
use dayek_projections::directory::PartRow;
use uuid::Uuid;

use super::views::Link;
use super::visitor::Visitor;
use super::words::Words;
use crate::calendar::is_in_reach;

/// A day as it is written on pages.
fn written(day: NaiveDate) -> String {
    day.format("%d.%m.%Y").to_string()
}

fn short(day: NaiveDate) -> String {
    day.format("%d.%m").to_string()
}

fn clock(begins: NaiveTime, ends: NaiveTime) -> String {
    format!("{}–{}", begins.format("%H:%M"), ends.format("%H:%M"))
}

/// A day that was sent; nothing of another age is a day of a school.
fn day(text: &str) -> Option<NaiveDate> {
    text.trim().parse().ok().filter(|day: &NaiveDate| is_in_reach(day))
}

fn weekday(words: &Words, weekday: Weekday) -> String {
    words.word("kind-timetable-", weekday.as_ref())
}

fn week_word(words: &Words, week: Week) -> String {
    words.word("kind-timetable-", week.as_ref())
}

/// The Monday of the week of a day.
fn monday_of(day: NaiveDate) -> NaiveDate {
    day.week(chrono::Weekday::Mon).checked_first_day().unwrap_or(day)
}

/// Where to go on to from pages of the timetable, as far as it is open to the visitor.
fn links(visitor: &Visitor) -> Vec<Link> {
    let words = visitor.words;
    let ways = [
        ("/timetable", words.t("nav-timetable"), Action::ViewTimetable),
        ("/timetable/free", words.t("timetable-free-title"), Action::ViewTimetable),
        ("/timetable/edit", words.t("timetable-edit-title"), Action::EditTimetable),
        ("/timetable/publish", words.t("timetable-publish-title"), Action::EditTimetable),
        ("/timetable/substitutions", words.t("timetable-substitutions-title"), Action::EditTimetable),
        ("/reports/substitutions", words.t("substitution-report-title"), Action::ReportSubstitutions),
    ];
    let here = visitor.path.split('?').next().unwrap_or_default();
    let open = ways
        .into_iter()
        .filter(|(href, _, action)| *href != here && visitor.can(*action, &Object::Institution));
    open.map(|(href, label, _)| Link { href: href.to_owned(), label }).collect()
}

/// Whose lessons a pupil has: those of the own classes and groups, of groups that take in a whole class,
/// and of the parts of a division in none of which the pupil is known to be.
pub(crate) fn classes_of_pupil(own: &[Uuid], parts: &HashMap<Uuid, Vec<PartRow>>) -> Vec<Uuid> {
    let divided = |group: &Uuid| {
        let of_group = parts.get(group).into_iter().flatten();
        of_group.filter_map(|part| Some((part.class_id, part.division.clone()?)))
    };
    let settled: BTreeSet<(Uuid, String)> = own.iter().flat_map(divided).collect();
    let theirs = parts.iter().filter(|(_, of_group)| {
        of_group.iter().filter(|part| own.contains(&part.class_id)).any(|part| match &part.division {
            None => true,
            Some(division) => !settled.contains(&(part.class_id, division.clone())),
        })
    });
    let mut all: BTreeSet<Uuid> = own.iter().copied().collect();
    all.extend(theirs.map(|(group, _)| *group));
    all.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLASS: Uuid = Uuid::from_u128(1);
    const FIRST: Uuid = Uuid::from_u128(11);
    const SECOND: Uuid = Uuid::from_u128(12);
    const TOGETHER: Uuid = Uuid::from_u128(13);
    const ELSEWHERE: Uuid = Uuid::from_u128(14);

    fn parts() -> HashMap<Uuid, Vec<PartRow>> {
        let part = |class_id, division: Option<&str>, part: Option<&str>| PartRow {
            class_id,
            division: division.map(str::to_owned),
            part: part.map(str::to_owned),
        };
        HashMap::from([
            (FIRST, vec![part(CLASS, Some("English"), Some("1"))]),
            (SECOND, vec![part(CLASS, Some("English"), Some("2"))]),
            (TOGETHER, vec![part(CLASS, None, None), part(Uuid::from_u128(2), None, None)]),
            (ELSEWHERE, vec![part(Uuid::from_u128(2), Some("English"), Some("1"))]),
        ])
    }

    #[test]
    fn a_pupil_of_a_known_group_has_not_the_lessons_of_the_other() {
        assert_eq!(classes_of_pupil(&[CLASS, FIRST], &parts()), [CLASS, FIRST, TOGETHER]);
    }

    #[test]
    fn while_nobody_says_in_which_group_a_pupil_is_both_are_shown() {
        assert_eq!(classes_of_pupil(&[CLASS], &parts()), [CLASS, FIRST, SECOND, TOGETHER]);
    }

    #[test]
    fn somebody_in_no_class_has_no_lessons() {
        assert_eq!(classes_of_pupil(&[], &parts()), Vec::<Uuid>::new());
    }

    #[test]
    fn every_day_belongs_to_the_week_of_its_monday() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(monday_of(day("2026-09-01")), day("2026-08-31"));
        assert_eq!(monday_of(day("2026-08-31")), day("2026-08-31"));
        assert_eq!(monday_of(day("2026-09-06")), day("2026-08-31"));
    }
}
