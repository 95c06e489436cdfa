//! The report on lessons that were cancelled, and on those that others gave (R17).

use axum::extract::{Query, State};
use axum::response::Response;
use chrono::NaiveDate;
use dayek_domain::access::{Action, Object};
use dayek_projections::directory;
use dayek_projections::timetable::{self, LessonRow};
use serde::Deserialize;
use uuid::Uuid;

use super::names::Names;
use super::{day, written};
use crate::http::App;
use crate::http::problem::Refused;
use crate::http::substitutions::report::{LessonChange, Totals, regular, substitutes};
use crate::pages::choices::choice;
use crate::pages::form::page;
use crate::pages::people::{name_order, names_of};
use crate::pages::statistics::chosen;
use crate::pages::views::{
    Choice, FieldError, Figure, Link, SubstitutionReport, SubstitutionRow, TeacherTotal,
};
use crate::pages::visitor::Visitor;
use crate::refusal::Refusal;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::pages) struct ReportQuery {
    from: Option<String>,
    to: Option<String>,
    teacher: Option<String>,
    /// Nothing: the whole study year.
    period: Option<String>,
}

pub(in crate::pages) async fn get(
    State(app): State<App>,
    visitor: Visitor,
    Query(query): Query<ReportQuery>,
) -> Result<Response, Refused> {
    visitor.may(Action::ReportSubstitutions, &Object::Institution)?;
    let words = visitor.words;
    let institution = visitor.caller.institution();
    let teacher = chosen("teacher", query.teacher.as_deref())?;
    let period = chosen("period", query.period.as_deref())?;
    let mut periods = directory::periods(&app.pool, institution.0).await?;
    periods.retain(|row| visitor.is_in_year(row.study_year_id) || Some(row.period_id) == period);
    let (first, last) = match period {
        Some(period) => {
            let row = periods.iter().find(|row| row.period_id == period).ok_or(Refusal::NotFound)?;
            (row.first_day, row.last_day)
        }
        None => year(&app, &visitor).await?,
    };
    let mut errors = Vec::new();
    let mut read = |field, text: Option<&str>, usual: NaiveDate| {
        let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return usual };
        let text = match day(text) {
            Some(day) if period.is_none() || (first..=last).contains(&day) => return day,
            Some(_) => words.t("timetable-outside-period"),
            None => words.t("error-not-a-day"),
        };
        errors.push(FieldError { field, text });
        usual
    };
    let from = read("from", query.from.as_deref(), first);
    let to = read("to", query.to.as_deref(), last);
    let mut lessons = timetable::changes(&app.pool, institution.0, from, to).await?;
    lessons.retain(|row| {
        teacher.is_none_or(|teacher| row.teachers.contains(&teacher) || row.replaced.contains(&teacher))
    });
    let names = Names::of_lessons(&app, &visitor, &lessons).await?;
    let totals = Totals::of(&lessons);
    let narrowed = teacher.map(|teacher| format!("&teacher_id={teacher}")).unwrap_or_default();
    let download = |kind: &str, label: String| Link {
        href: format!("/api/v1/reports/substitutions.{kind}?from={from}&to={to}{narrowed}"),
        label,
    };
    page(&SubstitutionReport {
        frame: visitor.frame(&app, words.t("substitution-report-title")).await?,
        periods: periods.iter().map(|row| choice(row.period_id, &row.name, period)).collect(),
        from: query.from.unwrap_or_default(),
        to: query.to.unwrap_or_default(),
        span: format!("{} – {}", written(from), written(to)),
        teachers: teachers(&app, &visitor, teacher).await?,
        errors,
        figures: figures(&visitor, &names, &totals),
        rows: lessons.iter().map(|row| line(&visitor, &names, row)).collect(),
        totals: by_teacher(&totals, &names, teacher),
        downloads: vec![
            download("xlsx", words.t("substitution-xlsx")),
            download("csv", words.t("substitution-csv")),
        ],
    })
}

/// The days of the study year that is shown; without one, today.
async fn year(app: &App, visitor: &Visitor) -> Result<(NaiveDate, NaiveDate), Refused> {
    let years = directory::study_years(&app.pool, visitor.caller.institution().0).await?;
    let shown = years.iter().find(|row| Some(row.study_year_id) == visitor.year);
    let today = visitor.time.today();
    Ok(shown.map_or((today, today), |row| (row.first_day, row.last_day)))
}

async fn teachers(app: &App, visitor: &Visitor, chosen: Option<Uuid>) -> Result<Vec<Choice>, Refused> {
    let institution = visitor.caller.institution();
    let teaching = directory::teaching(&app.pool, institution.0).await?;
    let mut ids: Vec<Uuid> = teaching.iter().map(|row| row.teacher_id).chain(chosen).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut names: Vec<(Uuid, String)> = names_of(app, institution, &ids).await?.into_iter().collect();
    names.sort_by_cached_key(|(teacher, name)| (name_order(name), *teacher));
    Ok(names.into_iter().map(|(teacher, name)| choice(teacher, name, chosen)).collect())
}

fn figures(visitor: &Visitor, names: &Names, totals: &Totals) -> Vec<Figure> {
    let words = visitor.words;
    let figure = |label: String, value: i64| Figure { label, value: value.to_string() };
    let mut figures = vec![
        figure(words.t("substitution-missed"), totals.missed),
        figure(words.t("substitution-substituted"), totals.substituted),
    ];
    figures.extend(totals.most_substituted.map(|(subject, count)| {
        figure(words.t1("substitution-most-substituted", "subject", &names.subject(subject)), count)
    }));
    figures
}

fn line(visitor: &Visitor, names: &Names, row: &LessonRow) -> SubstitutionRow {
    let words = visitor.words;
    let (kind, badge) = match LessonChange::of(row) {
        LessonChange::Cancelled => (words.t("substitution-kind-cancelled"), "delete"),
        LessonChange::Substituted => (words.t("substitution-kind-substituted"), "update"),
    };
    let by = row.changed_by.map_or_else(|| words.t("program-itself"), |by| names.person(by));
    let at = row.changed_at.map(|at| visitor.time.written(at));
    SubstitutionRow {
        href: format!("/lessons/{}", row.lesson_id),
        date: written(row.date),
        number: row.number.to_string(),
        class: names.class(row.class_id),
        subject: names.subject(row.subject_id),
        teacher: names.people(regular(row)),
        kind,
        badge,
        substitute: names.people(substitutes(row)),
        reason: row.reason.clone().unwrap_or_default(),
        changed: at.map(|at| format!("{by}, {at}")).unwrap_or_default(),
    }
}

fn by_teacher(totals: &Totals, names: &Names, only: Option<Uuid>) -> Vec<TeacherTotal> {
    let counted = totals.by_teacher.iter().filter(|(teacher, _)| only.is_none_or(|only| only == **teacher));
    let mut lines: Vec<TeacherTotal> = counted
        .map(|(teacher, hours)| TeacherTotal {
            teacher: names.person(*teacher),
            missed: hours.missed.to_string(),
            substituted: hours.substituted.to_string(),
            given: hours.given.to_string(),
        })
        .collect();
    lines.sort_by_cached_key(|line| name_order(&line.teacher));
    lines
}
