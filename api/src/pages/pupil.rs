//! The marks of one pupil.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};

use axum::extract::{Path, Query, State};
use axum::response::Response;
use chrono::NaiveDate;
use dayek_domain::access::{Action, Object};
use dayek_domain::id::{ClassId, PersonId};
use dayek_projections::directory::{self, PeriodRow};
use dayek_projections::journal::{self, PupilMark};
use rust_decimal::Decimal;
use serde::Deserialize;
use uuid::Uuid;

use super::choices::choice;
use super::classes::class_order;
use super::form::page;
use super::people::{name_order, opened};
use super::statistics::{average, chosen, mark, period_label, scale_text};
use super::views::{Choice, Link, PupilMarks, ShortMark, SubjectMarks};
use super::visitor::Visitor;
use super::words::Words;
use crate::http::App;
use crate::http::problem::Refused;
use crate::refusal::Refusal;

/// In the order in which they are told; who was present is not worth a word.
const TOLD: [&str; 4] = ["absent", "excused", "ill", "late"];
/// So many marks stand on a first page.
const LATEST: usize = 8;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PageQuery {
    period: Option<String>,
}

pub(super) async fn get(
    State(app): State<App>,
    visitor: Visitor,
    Path(pupil): Path<Uuid>,
    Query(query): Query<PageQuery>,
) -> Result<Response, Refused> {
    let object = visitor.caller.person_as_object(&app, PersonId(pupil)).await?;
    visitor.may(Action::ViewDiary, &object)?;
    let words = visitor.words;
    let institution = visitor.caller.institution();
    let members = directory::members(&app.pool, institution.0, Some(&[pupil])).await?;
    let marks = journal::marks_of(&app.pool, institution.0, pupil).await?;
    let attendance = journal::attendance_of(&app.pool, institution.0, pupil).await?;
    let member = members.first().ok_or(Refusal::NotFound)?;
    if marks.is_empty() && attendance.is_empty() && !member.roles.iter().any(|role| role == "pupil") {
        return Err(Refusal::NotFound.into());
    }
    let name = opened(&app, institution, &members).await?.remove(&pupil);

    let mut classes = directory::classes(&app.pool, institution.0, None).await?;
    classes.sort_by_cached_key(class_order);
    let periods = directory::periods(&app.pool, institution.0).await?;
    let used: HashSet<Uuid> = marks
        .iter()
        .map(|mark| mark.period_id)
        .chain(attendance.iter().map(|(_, period, _)| *period))
        .collect();
    let current = current(&periods, &used, visitor.time.today());
    // Nothing sent: the period of today. An empty choice: all of them.
    let period = match query.period.as_deref() {
        None => current,
        text => chosen("period", text)?,
    };
    let in_period = |id: Uuid| period.is_none_or(|period| period == id);

    let teaching = directory::teaching(&app.pool, institution.0).await?;
    let taught =
        teaching.iter().filter(|row| member.classes.contains(&row.class_id)).map(|row| row.subject_id);
    let marked = marks.iter().filter(|mark| in_period(mark.period_id)).map(|mark| mark.subject_id);
    let missed =
        attendance.iter().filter(|(_, period, _)| in_period(*period)).map(|(subject, _, _)| *subject);
    let subjects: HashSet<Uuid> = taught.chain(marked).chain(missed).collect();
    let subjects: Vec<Uuid> = subjects.into_iter().collect();
    let names = directory::subject_names(&app.pool, institution.0, &subjects).await?;
    let mut subjects: Vec<(Uuid, String)> = subjects
        .into_iter()
        .map(|id| (id, names.get(&id).cloned().unwrap_or_else(|| words.t("subject"))))
        .collect();
    subjects.sort_by_cached_key(|(id, name)| (name_order(name), *id));
    let rows = subjects.into_iter().map(|(id, subject)| {
        let own: Vec<&PupilMark> =
            marks.iter().filter(|mark| mark.subject_id == id && in_period(mark.period_id)).collect();
        let codes = attendance.iter().filter(|(subject, period, _)| *subject == id && in_period(*period));
        SubjectMarks {
            subject,
            average: mean_of(words, &own),
            marks: own.into_iter().map(|mark| short(words, mark)).collect(),
            attendance: told(words, codes.map(|(_, _, code)| code.as_str())),
        }
    });
    let rows: Vec<SubjectMarks> = rows.collect();

    let own_classes: Vec<_> = classes.iter().filter(|row| member.classes.contains(&row.class_id)).collect();
    let mut links = Vec::new();
    let mut crumbs = vec![Link { href: "/".to_owned(), label: words.t("home-title") }];
    for row in &own_classes {
        if visitor.can(Action::ViewClassPages, &Object::Class(ClassId(row.class_id))) {
            let href = format!("/classes/{}", row.class_id);
            if links.is_empty() {
                crumbs = vec![
                    Link { href: "/classes".to_owned(), label: words.t("classes-title") },
                    Link { href: href.clone(), label: row.name.clone() },
                ];
            }
            links.push(Link { href, label: words.t1("pupil-class-page", "class", &row.name) });
        }
    }
    if visitor.can(Action::ViewOwnTimetable, &object) {
        links.push(Link { href: format!("/timetable?pupil={pupil}"), label: words.t("nav-timetable") });
    }
    if visitor.can(Action::ViewPersonalData, &object) {
        links.push(Link { href: format!("/people/{pupil}"), label: words.t("pupil-person-page") });
    }
    let everything = Choice { value: String::new(), label: words.t("all"), selected: period.is_none() };
    let offered = periods.iter().filter(|row| {
        used.contains(&row.period_id) || current == Some(row.period_id) || period == Some(row.period_id)
    });
    let offered = offered.map(|row| choice(row.period_id, period_label(row, &classes, &periods), period));
    let frame_title = name.clone().unwrap_or_else(|| words.t("somebody"));
    let frame = visitor.frame(&app, frame_title.clone()).await?;
    let mut place: Vec<&str> = own_classes.iter().map(|row| row.name.as_str()).collect();
    place.push(&frame.institution);
    page(&PupilMarks {
        place: place.join(", "),
        frame,
        name: frame_title,
        crumbs,
        periods: std::iter::once(everything).chain(offered).collect(),
        rows,
        links,
    })
}

/// The period of a day if something stands in it (of several the shortest), else the last in which something
/// stands, else the period of the day.
fn current(periods: &[PeriodRow], used: &HashSet<Uuid>, today: NaiveDate) -> Option<Uuid> {
    let now = periods.iter().filter(|row| row.first_day <= today && today <= row.last_day);
    let now = now.min_by_key(|row| (!used.contains(&row.period_id), row.last_day - row.first_day));
    let last = || {
        let filled = periods.iter().filter(|row| used.contains(&row.period_id));
        filled.max_by_key(|row| (row.last_day, row.first_day))
    };
    now.filter(|row| used.contains(&row.period_id)).or_else(last).or(now).map(|row| row.period_id)
}

/// A mark where there is little room.
fn short(words: &Words, row: &PupilMark) -> ShortMark {
    ShortMark {
        value: mark(words, row.value),
        day: row.due_on.format("%d.%m").to_string(),
        subject: None,
        summative: false,
    }
}

/// The last marks of a pupil, each with its subject, the oldest of them first.
pub(super) async fn latest(app: &App, visitor: &Visitor, pupil: Uuid) -> Result<Vec<ShortMark>, Refused> {
    let institution = visitor.caller.institution();
    let mut marks = journal::marks_of(&app.pool, institution.0, pupil).await?;
    marks.sort_by_key(|mark| Reverse(mark.due_on));
    marks.truncate(LATEST);
    let subjects: Vec<Uuid> = marks.iter().map(|mark| mark.subject_id).collect();
    let names = directory::subject_names(&app.pool, institution.0, &subjects).await?;
    let named = |mark: &PupilMark| ShortMark {
        subject: names.get(&mark.subject_id).cloned(),
        ..short(visitor.words, mark)
    };
    Ok(marks.iter().rev().map(named).collect())
}

/// The average on the scale of most marks; the scale is told when there are others.
fn mean_of(words: &Words, marks: &[&PupilMark]) -> Option<String> {
    let mut scales: BTreeMap<(Decimal, Decimal), (Decimal, i64)> = BTreeMap::new();
    for mark in marks {
        let (sum, count) = scales.entry((mark.least, mark.most)).or_default();
        *sum += mark.value;
        *count += 1;
    }
    let several = scales.len() > 1;
    let (scale, (sum, count)) = scales.into_iter().max_by_key(|(_, (_, count))| *count)?;
    let mean = average(words, sum.checked_div(Decimal::from(count))?);
    Some(if several { format!("{mean} ({})", scale_text(words, scale)) } else { mean })
}

/// How often each thing was noted: `Себепсіз: 3; кешігу: 1`.
fn told<'a>(words: &Words, codes: impl Iterator<Item = &'a str>) -> Option<String> {
    let mut counts: BTreeMap<&str, i64> = BTreeMap::new();
    for code in codes {
        *counts.entry(code).or_default() += 1;
    }
    let parts = TOLD.iter().filter_map(|code| {
        let count = counts.get(code)?;
        Some(words.tn(&format!("attendance-count-{code}"), "count", *count))
    });
    let parts: Vec<String> = parts.collect();
    let told = parts.join("; ");
    let first = told.chars().next()?;
    Some(first.to_uppercase().chain(told.chars().skip(1)).collect())
}
