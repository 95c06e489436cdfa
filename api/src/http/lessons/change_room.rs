//! `POST /lessons/{lesson_id}/room`: a lesson is held in another room.

use axum::extract::State;
use dayek_domain::id::{LessonId, RoomId};
use dayek_domain::lesson::Lesson;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::http::App;
use crate::http::caller::Caller;
use crate::http::command::{Command, Done};
use crate::http::extract::PathOf;
use crate::http::given;
use crate::http::openapi::{CommandAnswers, CommandHeaders};
use crate::http::problem::Refused;
use crate::log::StreamKey;
use crate::usecases::ChangeRoom;

/// Where a lesson is held, and why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangeRoomForm {
    /// Null for no room.
    #[serde(deserialize_with = "given::present")]
    #[schema(value_type = Option<Uuid>, required)]
    room_id: Option<RoomId>,
    /// Stands in the log as it is: it names no person.
    reason: Option<String>,
}

/// Has a lesson held in another room.
#[utoipa::path(
    post,
    path = "/lessons/{lesson_id}/room",
    operation_id = "change_room",
    tag = "lessons",
    params(("lesson_id" = Uuid, Path, description = "The lesson."), CommandHeaders),
    request_body = ChangeRoomForm,
    responses(CommandAnswers)
)]
pub(super) async fn post(
    State(app): State<App>,
    caller: Caller,
    PathOf(lesson_id): PathOf<LessonId>,
    Command { form, terms }: Command<ChangeRoomForm>,
) -> Result<Done, Refused> {
    let ChangeRoomForm { room_id, reason } = form;
    let use_case = ChangeRoom { lesson_id, room_id, reason };
    terms.run(&app, caller, StreamKey::of::<Lesson>(lesson_id), use_case).await
}
