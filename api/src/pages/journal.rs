//! One page of the journal: pupils by assessments, edited in place, or by a form without a script.

use std::collections::HashMap;

use axum::extract::{Path, State};
use axum::response::Response;
use dayek_domain::access::{Action, Object};
use dayek_domain::expected::Expected;
use dayek_domain::id::{AssessmentId, ClassId, PersonId, SubjectId};
use dayek_domain::points::Points;
use dayek_projections::journal::Page;
use dayek_projections::{directory, journal};
use rust_decimal::Decimal;
use serde::Deserialize;
use uuid::Uuid;

use super::form::{Sent, filled, go_to, page, refused_form};
use super::people::name_order;
use super::statistics::{average, mark};
use super::views::{
    Cell, CellNote, CellPlace, Choice, Column, FieldError, Journal, MarkForm as MarkFormView, NavItem, Row,
};
use super::visitor::Visitor;
use super::words::Words;
use crate::http::App;
use crate::http::people::Opener;
use crate::http::problem::Refused;
use crate::refusal::Refusal;
use crate::usecases::{ChangeMarks, MarkChange};

/// Class, subject, reporting period.
type Place = (Uuid, Uuid, Uuid);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MarkForm {
    assessment: Uuid,
    pupil: Uuid,
    #[serde(default)]
    value: String,
    #[serde(default)]
    reason: String,
    /// The mark the teacher saw; empty: none.
    #[serde(default)]
    expected: String,
    /// Sent by the button that takes the mark back, whatever stands in the field of the new one.
    withdraw: Option<String>,
}

pub(super) async fn get(
    State(app): State<App>,
    visitor: Visitor,
    Path(place): Path<Place>,
) -> Result<Response, Refused> {
    page(&view(&app, &visitor, place, None, vec![]).await?)
}

/// A mark by the form. What the teacher saw is always compared with what stands.
pub(super) async fn post(
    State(app): State<App>,
    visitor: Visitor,
    Path(place): Path<Place>,
    Sent(form): Sent<MarkForm>,
) -> Result<Response, Refused> {
    visitor.may(Action::ViewJournals, &object(place))?;
    let fault = |field, text| vec![FieldError { field, text }];
    let (value, expected) = match asked_of(visitor.words, &form) {
        Ok(asked) => asked,
        Err(error) => {
            return refused_form(&view(&app, &visitor, place, Some(form), vec![error]).await?);
        }
    };
    let change = MarkChange {
        pupil_id: PersonId(form.pupil),
        number: 1,
        value,
        expected,
        reason: filled(form.reason.clone()),
    };
    let on = visitor.time.today();
    let use_case = ChangeMarks { assessment_id: AssessmentId(form.assessment), on, changes: vec![change] };
    match app.log.execute(visitor.caller.request(None, None), use_case).await {
        Ok(_) => Ok(go_to(&format!("/journals/{}/{}/{}?done=saved", place.0, place.1, place.2))),
        Err(Refusal::Rule(rule)) => {
            let errors = fault("value", visitor.words.rule(&rule));
            refused_form(&view(&app, &visitor, place, Some(form), errors).await?)
        }
        Err(Refusal::Input { .. }) => {
            let errors = fault("reason", visitor.words.t("error-text"));
            refused_form(&view(&app, &visitor, place, Some(form), errors).await?)
        }
        Err(Refusal::ChangedMeanwhile { current, .. }) => {
            let errors = fault("expected", differs(visitor.words, current.as_deref()));
            refused_form(&view(&app, &visitor, place, Some(form), errors).await?)
        }
        Err(refusal) => Err(refusal.into()),
    }
}

/// The new mark, `None` to take it back, and the mark it is to replace.
fn asked_of(words: &Words, form: &MarkForm) -> Result<(Option<Points>, Expected<Points>), FieldError> {
    let read = |field, text: &str| {
        let text = text.trim().replace(',', ".");
        if text.is_empty() {
            return Ok(None);
        }
        let points = text.parse::<Points>();
        points.map(Some).map_err(|_| FieldError { field, text: words.t("error-not-a-mark") })
    };
    let expected = Expected::Exactly(read("expected", &form.expected)?);
    if form.withdraw.is_some() {
        return Ok((None, expected));
    }
    match read("value", &form.value)? {
        None => Err(FieldError { field: "value", text: words.t("error-mark-missing") }),
        value => Ok((value, expected)),
    }
}

/// What stands in the cell, for whoever wrote that something else does.
fn differs(words: &Words, current: Option<&str>) -> String {
    match current.map(|value| (value, value.parse::<Decimal>())) {
        None => words.t("error-no-mark-stands"),
        Some((_, Ok(value))) => words.t1("error-mark-stands", "mark", &mark(words, value)),
        Some((text, Err(_))) => words.t1("error-mark-stands", "mark", text),
    }
}

const fn object((class_id, subject_id, _): Place) -> Object {
    Object::Journal { class_id: ClassId(class_id), subject_id: SubjectId(subject_id) }
}

async fn view(
    app: &App,
    visitor: &Visitor,
    place: Place,
    typed: Option<MarkForm>,
    errors: Vec<FieldError>,
) -> Result<Journal, Refused> {
    visitor.may(Action::ViewJournals, &object(place))?;
    let (class_id, subject_id, period_id) = place;
    let (words, institution) = (visitor.words, visitor.caller.institution());
    let class = directory::class(&app.pool, institution.0, class_id).await?.ok_or(Refusal::NotFound)?;
    let subjects = directory::subject_names(&app.pool, institution.0, &[subject_id]).await?;
    let subject = subjects.get(&subject_id).cloned().ok_or(Refusal::NotFound)?;
    let periods = directory::periods(&app.pool, institution.0).await?;
    let period = periods.iter().find(|period| period.period_id == period_id).ok_or(Refusal::NotFound)?;
    let may_write = visitor.can(Action::GiveMarks, &object(place)) && !period.closed;
    let sees_history = visitor.can(Action::ReportChangeHistory, &object(place));
    let has_way = may_write || sees_history;
    let rows = directory::pupils(&app.pool, institution.0, class_id).await?;
    let sealed: Vec<&str> = rows.iter().filter_map(|row| row.details.as_deref()).collect();
    let opener = Opener::of(app, institution, &sealed).await?;
    let mut pupils: Vec<(String, Uuid)> = Vec::new();
    for row in &rows {
        let known = pupils.iter().any(|(_, pupil)| *pupil == row.pupil_id);
        let details = row.details.as_deref().map(|sealed| opener.details(sealed)).transpose()?.flatten();
        let name = details.map_or_else(|| words.t("erased"), |details| details.full_name());
        if !known {
            pupils.push((name, row.pupil_id));
        }
    }
    pupils.sort_by_cached_key(|(name, pupil)| (name_order(name), *pupil));
    let shown = journal::page(&app.pool, institution.0, class_id, subject_id, period_id).await?;
    let cells = Cells::of(&shown);
    let grid = pupils.iter().zip(1_i64..).map(|((name, pupil), order)| Row {
        pupil: name.clone(),
        href: Some(format!("/pupils/{pupil}")),
        order,
        cells: shown.assessments.iter().map(|column| cells.cell(words, column, *pupil, has_way)).collect(),
        average: cells.average(*pupil).map(|mean| average(words, mean)),
    });
    let typed = typed.as_ref();
    let here = |period: Uuid| format!("/journals/{class_id}/{subject_id}/{period}");
    Ok(Journal {
        frame: visitor.frame(app, format!("{} · {subject}", class.name)).await?,
        action: here(period_id),
        class_href: Some(format!("/classes/{class_id}")),
        class: class.name,
        subject,
        period: period.name.clone(),
        periods: periods
            .iter()
            .filter(|other| other.study_year_id == period.study_year_id)
            .map(|other| NavItem {
                href: here(other.period_id),
                label: other.name.clone(),
                current: other.period_id == period_id,
            })
            .collect(),
        history_href: sees_history.then(|| format!("{}/history", here(period_id))),
        statistics_href: visitor.can(Action::ReportAveragePupils, &Object::Institution).then(|| {
            format!("/statistics?by=pupil&class={class_id}&subject={subject_id}&period={period_id}")
        }),
        why_href: Some(format!(
            "/people/{}/access?action=give_marks&class={class_id}&subject={subject_id}",
            visitor.caller.person()
        )),
        may_write,
        own_id: visitor.caller.person().to_string(),
        decimal: if words.language == "en" { "." } else { "," },
        time_zone: visitor.time.zone().to_owned(),
        columns: shown.assessments.iter().map(|column| head(&shown, column)).collect(),
        rows: grid.collect(),
        legend: ["absent", "excused", "ill", "late"].into_iter().map(|code| note(words, code)).collect(),
        errors,
        form: MarkFormView {
            assessments: shown
                .assessments
                .iter()
                .map(|column| {
                    let label = format!("{} · {}", column.due_on.format("%d.%m"), column.title);
                    chosen(column.assessment_id, label, typed.map(|form| form.assessment))
                })
                .collect(),
            pupils: pupils
                .iter()
                .map(|(name, pupil)| chosen(*pupil, name.clone(), typed.map(|form| form.pupil)))
                .collect(),
            value: typed.map(|form| form.value.clone()).unwrap_or_default(),
            reason: typed.map(|form| form.reason.clone()).unwrap_or_default(),
            expected: typed.map(|form| form.expected.clone()).unwrap_or_default(),
        },
    })
}

fn chosen(id: Uuid, label: String, typed: Option<Uuid>) -> Choice {
    Choice { value: id.to_string(), label, selected: typed == Some(id) }
}

fn head(page: &Page, column: &journal::AssessmentRow) -> Column {
    let lesson = page.lessons.iter().find(|lesson| Some(lesson.lesson_id) == column.lesson_id);
    Column {
        iso: column.due_on.to_string(),
        day: column.due_on.format("%d.%m").to_string(),
        short: None,
        label: format!("{}, {}", column.title, column.due_on.format("%d.%m.%Y")),
        most: Some(column.most.normalize().to_string()),
        summative: false,
        cancelled: lesson.is_some_and(|lesson| lesson.cancelled),
    }
}

/// The letter of an attendance code in the reader's language, with its word.
fn note(words: &Words, code: &str) -> CellNote {
    CellNote {
        sign: words.word("attendance-sign-", code),
        word: words.word("attendance-", code),
        absent: code == "absent",
    }
}

/// What stands in the cells, by assessment or lesson and pupil.
struct Cells<'a> {
    marks: HashMap<(Uuid, Uuid), Vec<&'a journal::MarkRow>>,
    attendance: HashMap<(Uuid, Uuid), &'a str>,
}

impl<'a> Cells<'a> {
    fn of(page: &'a Page) -> Self {
        let mut marks: HashMap<(Uuid, Uuid), Vec<&journal::MarkRow>> = HashMap::new();
        for mark in &page.marks {
            marks.entry((mark.assessment_id, mark.pupil_id)).or_default().push(mark);
        }
        let attendance = page
            .attendance
            .iter()
            .filter_map(|sign| Some(((sign.lesson_id, sign.pupil_id), sign.code.as_deref()?)));
        Self { marks, attendance: attendance.collect() }
    }

    fn cell(&self, words: &Words, column: &journal::AssessmentRow, pupil: Uuid, has_way: bool) -> Cell {
        let marks = self.marks.get(&(column.assessment_id, pupil)).map(Vec::as_slice).unwrap_or_default();
        let first = marks.iter().find(|mark| mark.number == 1).and_then(|mark| mark.value);
        let mut notes: Vec<CellNote> = marks
            .iter()
            .filter(|mark| mark.number > 1)
            .filter_map(|mark| mark.value)
            .map(|value| CellNote { sign: mark(words, value), word: words.t("second-mark"), absent: false })
            .collect();
        let lesson = column.lesson_id.and_then(|lesson| self.attendance.get(&(lesson, pupil)));
        notes.extend(lesson.map(|code| note(words, code)));
        let place = CellPlace {
            assessment: column.assessment_id.to_string(),
            pupil: pupil.to_string(),
            number: 1,
            value: first.map(|value| value.normalize().to_string()).unwrap_or_default(),
            least: column.least.normalize().to_string(),
            most: column.most.normalize().to_string(),
            on: column.due_on.to_string(),
        };
        Cell {
            place: has_way.then_some(place),
            shown: first.map(|value| mark(words, value)).unwrap_or_default(),
            notes,
        }
    }

    /// The plain mean of a pupil's marks.
    fn average(&self, pupil: Uuid) -> Option<Decimal> {
        let of_pupil = self.marks.iter().filter(|((_, whose), _)| *whose == pupil);
        let values: Vec<Decimal> =
            of_pupil.flat_map(|(_, marks)| marks).filter_map(|mark| mark.value).collect();
        let sum: Decimal = values.iter().sum();
        sum.checked_div(Decimal::from(values.len()))
    }
}
