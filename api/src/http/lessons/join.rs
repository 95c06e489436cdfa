//! `POST /lessons/{lesson_id}/join`: two lessons of one moment are held together.

use axum::extract::State;
use dayek_domain::id::LessonId;
use dayek_domain::lesson::Lesson;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::http::App;
use crate::http::caller::Caller;
use crate::http::command::{Command, Done};
use crate::http::extract::PathOf;
use crate::http::openapi::{CommandAnswers, CommandHeaders};
use crate::http::problem::Refused;
use crate::log::StreamKey;
use crate::usecases::JoinLesson;

/// With which lesson, and why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct JoinLessonForm {
    /// The other lesson: its teachers give both, in its room.
    #[schema(value_type = Uuid)]
    with: LessonId,
    /// Stands in the log as it is: it names no person.
    reason: Option<String>,
}

/// Has a lesson held together with another of the same moment.
#[utoipa::path(
    post,
    path = "/lessons/{lesson_id}/join",
    operation_id = "join_lesson",
    tag = "lessons",
    params(("lesson_id" = Uuid, Path, description = "The lesson."), CommandHeaders),
    request_body = JoinLessonForm,
    responses(CommandAnswers)
)]
pub(super) async fn post(
    State(app): State<App>,
    caller: Caller,
    PathOf(lesson_id): PathOf<LessonId>,
    Command { form, terms }: Command<JoinLessonForm>,
) -> Result<Done, Refused> {
    let JoinLessonForm { with, reason } = form;
    let use_case = JoinLesson { lesson_id, with, reason };
    terms.run(&app, caller, StreamKey::of::<Lesson>(lesson_id), use_case).await
}
