//! `PUT /classes/{class_id}/psychologist`: a psychologist serves a class, or none does.

use axum::extract::State;
use dayek_domain::id::ClassId;
use dayek_domain::school_class::SchoolClass;

use super::appoint_leader::DutyForm;
use crate::http::App;
use crate::http::caller::Caller;
use crate::http::command::{Command, Done};
use crate::http::extract::PathOf;
use crate::http::openapi::{CommandAnswers, CommandHeaders};
use crate::http::problem::Refused;
use crate::log::StreamKey;
use crate::usecases::Duty;

/// Has a psychologist serve a class, or none.
#[utoipa::path(
    put,
    path = "/classes/{class_id}/psychologist",
    operation_id = "assign_psychologist",
    tag = "directory",
    params(("class_id" = Uuid, Path, description = "The class."), CommandHeaders),
    request_body = DutyForm,
    responses(CommandAnswers)
)]
pub(super) async fn put(
    State(app): State<App>,
    caller: Caller,
    PathOf(class_id): PathOf<ClassId>,
    Command { form, terms }: Command<DutyForm>,
) -> Result<Done, Refused> {
    let use_case = form.use_case(class_id, Duty::Psychologist);
    terms.run(&app, caller, StreamKey::of::<SchoolClass>(class_id), use_case).await
}
