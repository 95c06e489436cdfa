//! `POST /lessons/{lesson_id}/restore`: a cancelled lesson takes place after all.

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
use crate::usecases::RestoreLesson;

/// Why a lesson takes place after all.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RestoreLessonForm {
    /// Stands in the log as it is: it names no person.
    reason: Option<String>,
}

/// Has a cancelled lesson take place after all.
#[utoipa::path(
    post,
    path = "/lessons/{lesson_id}/restore",
    operation_id = "restore_lesson",
    tag = "lessons",
    params(("lesson_id" = Uuid, Path, description = "The lesson."), CommandHeaders),
    request_body = RestoreLessonForm,
    responses(CommandAnswers)
)]
pub(super) async fn post(
    State(app): State<App>,
    caller: Caller,
    PathOf(lesson_id): PathOf<LessonId>,
    Command { form, terms }: Command<RestoreLessonForm>,
) -> Result<Done, Refused> {
    let use_case = RestoreLesson { lesson_id, reason: form.reason };
    terms.run(&app, caller, StreamKey::of::<Lesson>(lesson_id), use_case).await
}
