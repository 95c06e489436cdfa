//! `POST /lessons/{lesson_id}/substitute`: others give a lesson in the place of its teachers.

use axum::extract::State;
use dayek_domain::id::{LessonId, PersonId};
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
use crate::usecases::SubstituteTeacher;

/// Who gives a lesson instead, and why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SubstituteTeacherForm {
    /// Employees; they may keep this lesson, on its day, and nothing else.
    #[schema(value_type = Vec<Uuid>)]
    teacher_ids: Vec<PersonId>,
    /// Stands in the log as it is: it names no person.
    reason: Option<String>,
}

/// Has others give a lesson in the place of its teachers.
#[utoipa::path(
    post,
    path = "/lessons/{lesson_id}/substitute",
    operation_id = "substitute_teacher",
    tag = "lessons",
    params(("lesson_id" = Uuid, Path, description = "The lesson."), CommandHeaders),
    request_body = SubstituteTeacherForm,
    responses(CommandAnswers)
)]
pub(super) async fn post(
    State(app): State<App>,
    caller: Caller,
    PathOf(lesson_id): PathOf<LessonId>,
    Command { form, terms }: Command<SubstituteTeacherForm>,
) -> Result<Done, Refused> {
    let SubstituteTeacherForm { teacher_ids, reason } = form;
    let use_case = SubstituteTeacher { lesson_id, teacher_ids, reason };
    terms.run(&app, caller, StreamKey::of::<Lesson>(lesson_id), use_case).await
}
