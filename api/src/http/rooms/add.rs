//! `POST /rooms`: a room is added.

use axum::extract::State;
use dayek_domain::id::{BuildingId, RoomId};
use dayek_domain::room::Room;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::http::App;
use crate::http::caller::Caller;
use crate::http::command::{Command, Done};
use crate::http::openapi::{CommandAnswers, CommandHeaders};
use crate::http::problem::Refused;
use crate::log::StreamKey;
use crate::usecases::AddRoom;

/// A room in which lessons take place.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RoomForm {
    name: String,
    #[schema(value_type = Option<Uuid>)]
    building_id: Option<BuildingId>,
    seats: Option<u16>,
}

impl RoomForm {
    pub(super) fn use_case(self, room_id: RoomId) -> AddRoom {
        AddRoom { room_id, name: self.name, building_id: self.building_id, seats: self.seats }
    }
}

/// Adds a room.
#[utoipa::path(
    post,
    path = "/rooms",
    operation_id = "add_room",
    tag = "directory",
    params(CommandHeaders),
    request_body = RoomForm,
    responses(CommandAnswers)
)]
pub(super) async fn post(
    State(app): State<App>,
    caller: Caller,
    Command { form, terms }: Command<RoomForm>,
) -> Result<Done, Refused> {
    let id = terms.new_id(&app)?;
    let use_case = form.use_case(RoomId(id));
    Ok(terms.run(&app, caller, StreamKey::of::<Room>(id), use_case).await?.added(id))
}
