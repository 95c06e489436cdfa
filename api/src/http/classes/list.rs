//! `GET /classes`: every class of the institution, with who teaches what in it.

use std::collections::BTreeMap;

use axum::extract::State;
use dayek_domain::access::Action;
use dayek_projections::directory::{self, ClassRow, PartRow, TeachingRow};
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
    /// The set of reporting periods it follows; null: the periods without a set.
    period_set_id: Option<Uuid>,
    /// The bells by which it has lessons; null: not chosen yet.
    bell_schedule_id: Option<Uuid>,
    /// `points` or `criteria`; null: not chosen yet.
    journal_kind: Option<String>,
    /// Of what a group consists.
    parts: Vec<PartItem>,
    subjects: Vec<TaughtSubject>,
}

/// A class, or one part of a division of it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PartItem {
    class_id: Uuid,
    /// By what the class is divided; null: the class is meant whole.
    division: Option<String>,
    part: Option<String>,
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
    let mut composed = directory::parts(&app.pool, institution).await?;
    let items = classes.into_iter().map(|row| {
        let subjects = taught.remove(&row.class_id).unwrap_or_default();
        let parts = composed.remove(&row.class_id).unwrap_or_default();
        item(row, parts, subjects)
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

fn item(row: ClassRow, parts: Vec<PartRow>, subjects: Vec<TaughtSubject>) -> ClassItem {
    let part = |PartRow { class_id, division, part }| PartItem { class_id, division, part };
    ClassItem {
        class_id: row.class_id,
        name: row.name,
        kind: row.kind,
        study_year_id: row.study_year_id,
        study_year: row.study_year,
        external_id: row.external_id,
        period_set_id: row.period_set_id,
        bell_schedule_id: row.bell_schedule_id,
        journal_kind: row.journal_kind,
        parts: parts.into_iter().map(part).collect(),
        subjects,
    }
}
