//! The subjects of the school on their page.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use dayek_domain::access::{Action, Object};
use dayek_domain::id::SubjectId;
use dayek_projections::directory::{self, SubjectRow};
use serde::Deserialize;
use uuid::Uuid;

use super::lines::{Faults, lines};
use super::{ask, fresh};
use crate::http::App;
use crate::http::problem::Refused;
use crate::pages::form::{Sent, filled, go_to, page, refused_form};
use crate::pages::rights::run;
use crate::pages::views::{FieldError, SetupSubjects, SubjectEdit, SubjectLine};
use crate::pages::visitor::Visitor;
use crate::usecases::{AddSubject, All, Known};

#[derive(Default, Deserialize)]
#[serde(default)]
pub(in crate::pages) struct SubjectsQuery {
    /// The subject to change.
    subject: Option<Uuid>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::pages) struct SubjectsSent {
    subjects: String,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::pages) struct SubjectSent {
    name: String,
    code: String,
}

/// What a form left on the page.
#[derive(Default)]
struct Left {
    errors: Vec<FieldError>,
    subjects: String,
    edit: Option<SubjectEdit>,
}

pub(in crate::pages) async fn get(
    State(app): State<App>,
    visitor: Visitor,
    Query(query): Query<SubjectsQuery>,
) -> Result<Response, Refused> {
    page(&view(&app, &visitor, query.subject, Left::default()).await?)
}

/// Adds subjects, all or none.
pub(in crate::pages) async fn add(
    State(app): State<App>,
    visitor: Visitor,
    Sent(sent): Sent<SubjectsSent>,
) -> Result<Response, Refused> {
    visitor.may(Action::EditDirectory, &Object::Institution)?;
    let known = directory::subjects(&app.pool, visitor.caller.institution().0).await?;
    let read = lines(&sent.subjects);
    let mut faults = Faults::of(visitor.words, "subjects");
    faults.check(&read, 2);
    faults.check_names(&read, known.iter().map(|row| row.name.as_str()));
    if faults.errors.is_empty() {
        let mut subjects = Vec::with_capacity(read.len());
        for line in &read {
            let (subject_id, code) = (fresh(&app)?, line.field(1).map(str::to_owned));
            subjects.push(AddSubject { subject_id, name: line.name().to_owned(), code });
        }
        match ask(&app, &visitor, All(subjects)).await? {
            None => return Ok(saved()),
            Some(rule) => faults.add_rule(&rule, &read),
        }
    }
    let left = Left { errors: faults.errors, subjects: sent.subjects, ..Left::default() };
    refused_form(&view(&app, &visitor, None, left).await?)
}

pub(in crate::pages) async fn change(
    State(app): State<App>,
    visitor: Visitor,
    Path(subject): Path<Uuid>,
    Sent(sent): Sent<SubjectSent>,
) -> Result<Response, Refused> {
    let (name, code) = (sent.name.trim().to_owned(), filled(sent.code.clone()));
    let use_case = Known(AddSubject { subject_id: SubjectId(subject), name, code });
    match run(&app, &visitor, use_case).await? {
        None => Ok(saved()),
        Some(text) => {
            let errors = vec![FieldError { field: "subject_name", text }];
            let edit = Some(SubjectEdit { id: subject.to_string(), name: sent.name, code: sent.code });
            let left = Left { errors, edit, ..Left::default() };
            refused_form(&view(&app, &visitor, None, left).await?)
        }
    }
}

fn saved() -> Response {
    go_to("/setup/subjects?done=saved")
}

async fn view(
    app: &App,
    visitor: &Visitor,
    subject: Option<Uuid>,
    left: Left,
) -> Result<SetupSubjects, Refused> {
    visitor.may(Action::EditDirectory, &Object::Institution)?;
    let rows = directory::subjects(&app.pool, visitor.caller.institution().0).await?;
    let to_change = rows.iter().find(|row| Some(row.subject_id) == subject).map(edit);
    Ok(SetupSubjects {
        frame: visitor.frame(app, visitor.words.t("setup-subjects")).await?,
        edit: left.edit.or(to_change),
        rows: rows.into_iter().map(line).collect(),
        subjects: left.subjects,
        errors: left.errors,
    })
}

fn line(row: SubjectRow) -> SubjectLine {
    let SubjectRow { subject_id, name, code } = row;
    SubjectLine { id: subject_id.to_string(), name, code: code.unwrap_or_default() }
}

fn edit(row: &SubjectRow) -> SubjectEdit {
    let code = row.code.clone().unwrap_or_default();
    SubjectEdit { id: row.subject_id.to_string(), name: row.name.clone(), code }
}
