//! `POST /classes/{class_id}/teachers/removal`: a teacher teaches a subject of a class no more.

use axum::extract::State;
use dayek_domain::id::ClassId;
use dayek_domain::school_class::SchoolClass;

use super::assign_teacher::TeachingForm;
use crate::http::App;
use crate::http::caller::Caller;
use crate::http::command::{Command, Done};
use crate::http::extract::PathOf;
use crate::http::openapi::{CommandAnswers, CommandHeaders};
use crate::http::problem::Refused;
use crate::log::StreamKey;
use crate::usecases::UnassignTeacher;

/// Has a teacher teach a subject of a class no more.
#[utoipa::path(
    post,
    path = "/classes/{class_id}/teachers/removal",
    operation_id = "unassign_teacher",
    tag = "directory",
    params(("class_id" = Uuid, Path, description = "The class."), CommandHeaders),
    request_body = TeachingForm,
    responses(CommandAnswers)
)]
pub(super) async fn post(
    State(app): State<App>,
    caller: Caller,
    PathOf(class_id): PathOf<ClassId>,
    Command { form, terms }: Command<TeachingForm>,
) -> Result<Done, Refused> {
    let TeachingForm { teacher_id, subject_id } = form;
    let use_case = UnassignTeacher { class_id, subject_id, teacher_id };
    terms.run(&app, caller, StreamKey::of::<SchoolClass>(class_id), use_case).await
}
