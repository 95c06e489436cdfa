//! `GET /rooms`: every room of the institution, those that serve no more among them.

use axum::extract::State;
use chrono::NaiveDate;
use dayek_domain::access::{Action, Object};
use dayek_projections::directory::{self, RoomRow};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::App;
use crate::http::caller::Caller;
use crate::http::consistency::{Shown, Wanted};
use crate::http::openapi::{ReadHeaders, ReadRefusals};
use crate::http::problem::Refused;

/// The rooms of an institution.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RoomList {
    items: Vec<RoomItem>,
}

/// A room in which lessons take place.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RoomItem {
    room_id: Uuid,
    name: String,
    building_id: Option<Uuid>,
    seats: Option<i32>,
    /// From that day on it serves no more.
    retired_on: Option<NaiveDate>,
}

/// Lists the rooms.
#[utoipa::path(
    get,
    path = "/rooms",
    operation_id = "list_rooms",
    tag = "directory",
    params(ReadHeaders),
    responses((status = 200, description = "The rooms.", body = RoomList), ReadRefusals)
)]
pub(super) async fn get(
    State(app): State<App>,
    caller: Caller,
    wanted: Wanted,
) -> Result<Shown<RoomList>, Refused> {
    caller.may(&app, Action::ViewSchoolPages, &Object::Institution).await?;
    let applied = wanted.wait(&app, caller, &["directory"]).await?;
    let rows = directory::rooms(&app.pool, caller.institution().0).await?;
    Ok(applied.shows(RoomList { items: rows.into_iter().map(item).collect() }))
}

fn item(row: RoomRow) -> RoomItem {
    let RoomRow { room_id, name, building_id, seats, retired_on } = row;
    RoomItem { room_id, name, building_id, seats, retired_on }
}
