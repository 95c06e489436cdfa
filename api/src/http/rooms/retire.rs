//! `POST /rooms/{room_id}/retirement`: a room serves no more from a day on.

use axum::extract::State;
use chrono::NaiveDate;
use dayek_domain::id::RoomId;
use dayek_domain::room::Room;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::http::App;
use crate::http::caller::Caller;
use crate::http::command::{Command, Done};
use crate::http::extract::PathOf;
use crate::http::openapi::{CommandAnswers, CommandHeaders};
use crate::http::problem::Refused;
use crate::log::StreamKey;
use crate::usecases::RetireRoom;

/// From when on a room serves no more.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RetireRoomForm {
    /// The first day without it.
    on: NaiveDate,
}

/// Has a room serve no more from a day on.
#[utoipa::path(
    post,
    path = "/rooms/{room_id}/retirement",
    operation_id = "retire_room",
    tag = "directory",
    params(("room_id" = Uuid, Path, description = "The room."), CommandHeaders),
    request_body = RetireRoomForm,
    responses(CommandAnswers)
)]
pub(super) async fn post(
    State(app): State<App>,
    caller: Caller,
    PathOf(room_id): PathOf<RoomId>,
    Command { form, terms }: Command<RetireRoomForm>,
) -> Result<Done, Refused> {
    terms.run(&app, caller, StreamKey::of::<Room>(room_id), RetireRoom { room_id, on: form.on }).await
}
