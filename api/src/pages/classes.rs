//! The list of classes, and what other pages know of a class.

use std::cmp::Reverse;
use std::collections::HashMap;

use axum::extract::State;
use axum::response::Response;
use chrono::NaiveDate;
use dayek_domain::access::{Action, Object};
use dayek_domain::id::ClassId;
use dayek_projections::directory::{self, ClassRow, MemberRow, PeriodRow};
use dayek_projections::journal::JournalTotal;
use uuid::Uuid;

use super::form::page;
use super::people::{name_order, names_of};
use super::views::{ClassRow as ClassLine, Classes, Link};
use super::visitor::Visitor;
use crate::http::App;
use crate::http::problem::Refused;
use crate::refusal::Refusal;

pub(super) const LEADER: &str = "class_leader";

pub(super) async fn list(State(app): State<App>, visitor: Visitor) -> Result<Response, Refused> {
    let scope = visitor.standing.scope(Action::ViewClassPages);
    if !scope.institution && scope.classes.is_empty() {
        return Err(Refusal::NotFound.into());
    }
    let institution = visitor.caller.institution();
    let only = (!scope.institution).then_some(scope.classes.as_slice());
    let mut classes = directory::classes(&app.pool, institution.0, only).await?;
    classes.retain(|row| visitor.is_in_year(row.study_year_id));
    classes.sort_by_cached_key(class_order);
    let counts = pupil_counts(&directory::members(&app.pool, institution.0, None).await?);
    let staff = directory::class_staff(&app.pool, institution.0).await?;
    let leaders: HashMap<Uuid, Uuid> = staff
        .into_iter()
        .filter(|(_, duty, _)| duty == LEADER)
        .map(|(class, _, person)| (class, person))
        .collect();
    let ids: Vec<Uuid> = classes.iter().filter_map(|row| leaders.get(&row.class_id).copied()).collect();
    let names = names_of(&app, institution, &ids).await?;
    let rows = classes.iter().map(|row| ClassLine {
        href: format!("/classes/{}", row.class_id),
        name: class_label(row, &classes),
        leader: leaders.get(&row.class_id).and_then(|leader| names.get(leader).cloned()),
        pupils: counts.get(&row.class_id).copied().unwrap_or_default().to_string(),
    });
    let rows = rows.collect();
    page(&Classes { frame: visitor.frame(&app, visitor.words.t("classes-title")).await?, rows })
}

/// Where to go on from a class, as far as it is open to the visitor.
pub(super) fn class_links(visitor: &Visitor, class: Uuid) -> Vec<Link> {
    let object = Object::Class(ClassId(class));
    let mut links = Vec::new();
    if visitor.can(Action::ViewJournals, &object) {
        links.push(Link { href: format!("/journals?class={class}"), label: visitor.words.t("nav-journals") });
    }
    if visitor.can(Action::ViewTimetable, &object) {
        let href = format!("/timetable?class={class}");
        links.push(Link { href, label: visitor.words.t("nav-timetable") });
    }
    if visitor.can(Action::ReportMarksSubjects, &Object::Institution) {
        let href = format!("/statistics?by=subject&class={class}");
        links.push(Link { href, label: visitor.words.t("nav-statistics") });
    }
    if visitor.can(Action::ReportChangeHistory, &object) {
        links
            .push(Link { href: format!("/history?class_id={class}"), label: visitor.words.t("nav-history") });
    }
    links
}

/// The journal to open first: of the period of today if there is something in it, else of the last one
/// before it in which there is.
pub(super) fn journal_period(
    periods: &[PeriodRow],
    totals: &[JournalTotal],
    class: &ClassRow,
    subject: Uuid,
    today: NaiveDate,
) -> Option<Uuid> {
    let filled = |period: &PeriodRow| {
        totals.iter().any(|total| {
            (total.class_id, total.subject_id, total.period_id) == (class.class_id, subject, period.period_id)
        })
    };
    let of_year = || periods.iter().filter(|row| row.study_year_id == class.study_year_id);
    let now = of_year().filter(|row| row.first_day <= today && today <= row.last_day);
    let now = now.min_by_key(|row| (!filled(row), row.last_day - row.first_day));
    let before = of_year().filter(|row| row.last_day < today && filled(row));
    let before = before.max_by_key(|row| (row.last_day, row.first_day));
    // Between two years nothing is now: then the first that is still to come, or the last there was.
    let next = || of_year().filter(|row| row.first_day > today).min_by_key(|row| row.first_day);
    let last = || of_year().max_by_key(|row| (filled(row), row.last_day, row.first_day));
    // A quarter that has just begun has no columns yet; the one before has something to see.
    now.filter(|row| filled(row)).or(before).or(now).or_else(next).or_else(last).map(|row| row.period_id)
}

/// How many pupils each class has now.
pub(super) fn pupil_counts(members: &[MemberRow]) -> HashMap<Uuid, i64> {
    let mut counts = HashMap::new();
    for class in members.iter().flat_map(|member| &member.classes) {
        *counts.entry(*class).or_default() += 1;
    }
    counts
}

/// A class, with its study year where there are several.
pub(super) fn class_label(row: &ClassRow, all: &[ClassRow]) -> String {
    if all.iter().any(|other| other.study_year_id != row.study_year_id) {
        format!("{}, {}", row.name, row.study_year)
    } else {
        row.name.clone()
    }
}

/// The newest year first, then 5А before 10А.
pub(crate) fn class_order(row: &ClassRow) -> (Reverse<String>, u32, Vec<u32>, Uuid) {
    let digits: String = row.name.chars().take_while(char::is_ascii_digit).collect();
    let number = digits.parse().unwrap_or(u32::MAX);
    (Reverse(row.study_year.clone()), number, name_order(&row.name), row.class_id)
}
