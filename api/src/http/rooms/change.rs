//! `PUT /rooms/{room_id}`: the name, the building and the seats of a room are brought up to date.

use axum::extract::State;
use dayek_domain::id::RoomId;
use dayek_domain::room::Room;

use super::add::RoomForm;
use crate::http::App;
use crate::http::caller::Caller;
use crate::http::command::{Command, Done};
use crate::http::extract::PathOf;
use crate::http::openapi::{CommandAnswers, CommandHeaders};
use crate::http::problem::Refused;
use crate::log::StreamKey;
use crate::usecases::Known;

/// Changes a room.
#[utoipa::path(
    put,
    path = "/rooms/{room_id}",
    operation_id = "edit_room",
    tag = "directory",
    params(("room_id" = Uuid, Path, description = "The room."), CommandHeaders),
    request_body = RoomForm,
    responses(CommandAnswers)
)]
pub(super) async fn put(
    State(app): State<App>,
    caller: Caller,
    PathOf(room_id): PathOf<RoomId>,
    Command { form, terms }: Command<RoomForm>,
) -> Result<Done, Refused> {
    let use_case = Known(form.use_case(room_id));
    terms.run(&app, caller, StreamKey::of::<Room>(room_id), use_case).await
}
