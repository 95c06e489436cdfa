//! `GET /classes/{class_id}/pupils`: everybody who is or was in a class, each stay with its days.

use axum::extract::State;
use chrono::NaiveDate;
use dayek_domain::access::{Action, Object};
use dayek_domain::id::ClassId;
use dayek_projections::directory;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::App;
use crate::http::caller::Caller;
use crate::http::consistency::{Shown, Wanted};
use crate::http::extract::PathOf;
use crate::http::openapi::{ReadHeaders, ReadRefusals};
use crate::http::people::{Opener, PersonName};
use crate::http::problem::Refused;
use crate::refusal::Refusal;

/// The pupils of a class.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PupilList {
    items: Vec<PupilItem>,
}

/// One stay of a pupil in a class, first and last day included.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PupilItem {
    pupil_id: Uuid,
    #[serde(flatten)]
    name: PersonName,
    /// Null when the first day is not known.
    from: Option<NaiveDate>,
    /// Null while the pupil is in the class.
    to: Option<NaiveDate>,
}

/// Lists everybody who is or was in a class.
#[utoipa::path(
    get,
    path = "/classes/{class_id}/pupils",
    operation_id = "list_pupils",
    tag = "directory",
    params(("class_id" = Uuid, Path, description = "The class."), ReadHeaders),
    responses((status = 200, description = "The pupils.", body = PupilList), ReadRefusals)
)]
pub(super) async fn get(
    State(app): State<App>,
    caller: Caller,
    PathOf(class_id): PathOf<ClassId>,
    wanted: Wanted,
) -> Result<Shown<PupilList>, Refused> {
    caller.may(&app, Action::ViewClassPupils, &Object::Class(class_id)).await?;
    let applied = wanted.wait(&app, caller, &["directory"]).await?;
    let institution = caller.institution();
    if directory::class(&app.pool, institution.0, class_id.0).await?.is_none() {
        return Err(Refusal::NotFound.into());
    }
    let rows = directory::pupils(&app.pool, institution.0, class_id.0).await?;
    let sealed: Vec<&str> = rows.iter().filter_map(|row| row.details.as_deref()).collect();
    let opener = Opener::of(&app, institution, &sealed).await?;
    let mut items = Vec::with_capacity(rows.len());
    for row in &rows {
        let name = opener.name(row.details.as_deref())?;
        items.push(PupilItem { pupil_id: row.pupil_id, name, from: row.from_day, to: row.to_day });
    }
    Ok(applied.shows(PupilList { items }))
}
