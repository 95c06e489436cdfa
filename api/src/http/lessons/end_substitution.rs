//! `POST /lessons/{lesson_id}/substitute/end`: its own teachers give a lesson after all.

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
use crate::usecases::EndSubstitution;

/// Nothing more is said.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct EndSubstitutionForm {}

/// Has the teachers of the timetable give a lesson after all.
#[utoipa::path(
    post,
    path = "/lessons/{lesson_id}/substitute/end",
    operation_id = "end_substitution",
    tag = "lessons",
    params(("lesson_id" = Uuid, Path, description = "The lesson."), CommandHeaders),
    request_body = EndSubstitutionForm,
    responses(CommandAnswers)
)]
pub(super) async fn post(
    State(app): State<App>,
    caller: Caller,
    PathOf(lesson_id): PathOf<LessonId>,
    Command { terms, .. }: Command<EndSubstitutionForm>,
) -> Result<Done, Refused> {
    let use_case = EndSubstitution { lesson_id };
    terms.run(&app, caller, StreamKey::of::<Lesson>(lesson_id), use_case).await
}
