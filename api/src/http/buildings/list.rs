//! `GET /buildings`: every building of the institution.

use axum::extract::State;
use dayek_domain::access::{Action, Object};
use dayek_projections::directory::{self, BuildingRow};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::App;
use crate::http::caller::Caller;
use crate::http::consistency::{Shown, Wanted};
use crate::http::openapi::{ReadHeaders, ReadRefusals};
use crate::http::problem::Refused;

/// The buildings of an institution.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BuildingList {
    items: Vec<BuildingItem>,
}

/// A building.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BuildingItem {
    building_id: Uuid,
    name: String,
    address: Option<String>,
}

/// Lists the buildings.
#[utoipa::path(
    get,
    path = "/buildings",
    operation_id = "list_buildings",
    tag = "directory",
    params(ReadHeaders),
    responses((status = 200, description = "The buildings.", body = BuildingList), ReadRefusals)
)]
pub(super) async fn get(
    State(app): State<App>,
    caller: Caller,
    wanted: Wanted,
) -> Result<Shown<BuildingList>, Refused> {
    caller.may(&app, Action::ViewSchoolPages, &Object::Institution).await?;
    let applied = wanted.wait(&app, caller, &["directory"]).await?;
    let rows = directory::buildings(&app.pool, caller.institution().0).await?;
    let item = |BuildingRow { building_id, name, address }| BuildingItem { building_id, name, address };
    Ok(applied.shows(BuildingList { items: rows.into_iter().map(item).collect() }))
}
