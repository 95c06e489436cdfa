//! `GET /classes`: every class of the institution, with who teaches what in it.

use std::collections::BTreeMap;

use axum::extract::State;
use dayek_domain::access::Action;
use dayek_projections::directory::{self, ClassRow, TeachingRow};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::App;
use crate::http::caller::Caller;
use crate::http::consistency::{Shown, Wanted};
use crate::http::openapi::{ReadHeaders, ReadRefusals};
use crate::http::problem::Refused;

/// The classes of an institution.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ClassList {
    items: Vec<ClassItem>,
}

/// A class of one study year.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ClassItem {
    class_id: Uuid,
    name: String,
    /// `class` or `group`.
    kind: String,
    study_year_id: Uuid,
    /// Name of the study year.
    study_year: String,
    /// The id under which another system knows the class.
    external_id: Option<String>,
    subjects: Vec<TaughtSubject>,
}

/// A subject that is taught in a class.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TaughtSubject {
    subject_id: Uuid,
    /// Null when the subject is not known.
    subject_name: Option<String>,
    teacher_ids: Vec<Uuid>,
}

/// Lists the classes, with who teaches what in each.
#[utoipa::path(
    get,
    path = "/classes",
    operation_id = "list_classes",
    tag = "directory",
    params(ReadHeaders),
    responses((status = 200, description = "The classes.", body = ClassList), ReadRefusals)
)]
pub(super) async fn get(
    State(app): State<App>,
    caller: Caller,
    wanted: Wanted,
) -> Result<Shown<ClassList>, Refused> {
    let applied = wanted.wait(&app, caller, &["directory"]).await?;
    let scope = caller.scope(&app, Action::ViewClassPages).await?;
    let only = (!scope.institution).then_some(scope.classes);
    let institution = caller.institution().0;
    let classes = directory::classes(&app.pool, institution, only.as_deref()).await?;
    let mut taught = by_class(directory::teaching(&app.pool, institution).await?);
    let items = classes.into_iter().map(|row| {
        let subjects = taught.remove(&row.class_id).unwrap_or_default();
        item(row, subjects)
    });
    Ok(applied.shows(ClassList { items: items.collect() }))
}

/// The rows come class by class, and in each subject by subject.
fn by_class(rows: Vec<TeachingRow>) -> BTreeMap<Uuid, Vec<TaughtSubject>> {
    let mut classes: BTreeMap<Uuid, Vec<TaughtSubject>> = BTreeMap::new();
    for TeachingRow { class_id, subject_id, subject_name, teacher_id } in rows {
        let subjects = classes.entry(class_id).or_default();
        match subjects.last_mut().filter(|subject| subject.subject_id == subject_id) {
            Some(subject) => subject.teacher_ids.push(teacher_id),
            None => subjects.push(TaughtSubject { subject_id, subject_name, teacher_ids: vec![teacher_id] }),
        }
    }
    classes
}

fn item(row: ClassRow, subjects: Vec<TaughtSubject>) -> ClassItem {
    let ClassRow { class_id, name, kind, study_year_id, study_year, external_id } = row;
    ClassItem { class_id, name, kind, study_year_id, study_year, external_id, subjects }
}
