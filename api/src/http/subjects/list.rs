//! `GET /subjects`: every subject of the institution's directory.

use axum::extract::State;
use dayek_domain::access::{Action, Object};
use dayek_projections::directory::{self, SubjectRow};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::App;
use crate::http::caller::Caller;
use crate::http::consistency::{Shown, Wanted};
use crate::http::openapi::{ReadHeaders, ReadRefusals};
use crate::http::problem::Refused;

/// The subjects of an institution.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SubjectList {
    items: Vec<SubjectItem>,
}

/// A subject.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SubjectItem {
    subject_id: Uuid,
    name: String,
    code: Option<String>,
}

/// Lists the subjects.
#[utoipa::path(
    get,
    path = "/subjects",
    operation_id = "list_subjects",
    tag = "directory",
    params(ReadHeaders),
    responses((status = 200, description = "The subjects.", body = SubjectList), ReadRefusals)
)]
pub(super) async fn get(
    State(app): State<App>,
    caller: Caller,
    wanted: Wanted,
) -> Result<Shown<SubjectList>, Refused> {
    caller.may(&app, Action::ViewSchoolPages, &Object::Institution).await?;
    let applied = wanted.wait(&app, caller, &["directory"]).await?;
    let rows = directory::subjects(&app.pool, caller.institution().0).await?;
    let item = |SubjectRow { subject_id, name, code }| SubjectItem { subject_id, name, code };
    Ok(applied.shows(SubjectList { items: rows.into_iter().map(item).collect() }))
}
