//! `PUT /classes/{class_id}/teachers`: a teacher teaches a subject in a class.

use axum::extract::State;
use dayek_domain::id::{ClassId, PersonId, SubjectId};
use dayek_domain::school_class::SchoolClass;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::http::App;
use crate::http::caller::Caller;
use crate::http::command::{Command, Done};
use crate::http::extract::PathOf;
use crate::http::openapi::{CommandAnswers, CommandHeaders};
use crate::http::problem::Refused;
use crate::log::StreamKey;
use crate::usecases::AssignTeacher;

/// Who teaches, and what.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TeachingForm {
    /// An employee.
    #[schema(value_type = Uuid)]
    pub(super) teacher_id: PersonId,
    #[schema(value_type = Uuid)]
    pub(super) subject_id: SubjectId,
}

/// Has a teacher teach a subject in a class.
#[utoipa::path(
    put,
    path = "/classes/{class_id}/teachers",
    operation_id = "assign_teacher",
    tag = "directory",
    params(("class_id" = Uuid, Path, description = "The class."), CommandHeaders),
    request_body = TeachingForm,
    responses(CommandAnswers)
)]
pub(super) async fn put(
    State(app): State<App>,
    caller: Caller,
    PathOf(class_id): PathOf<ClassId>,
    Command { form, terms }: Command<TeachingForm>,
) -> Result<Done, Refused> {
    let TeachingForm { teacher_id, subject_id } = form;
    let use_case = AssignTeacher { class_id, subject_id, teacher_id };
    terms.run(&app, caller, StreamKey::of::<SchoolClass>(class_id), use_case).await
}
