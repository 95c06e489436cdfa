//! `PUT /classes/{class_id}/parts`: of what a group consists.

use axum::extract::State;
use dayek_domain::id::ClassId;
use dayek_domain::school_class::SchoolClass;
use serde::Deserialize;
use utoipa::ToSchema;

use super::form::PartForm;
use crate::http::App;
use crate::http::caller::Caller;
use crate::http::command::{Command, Done};
use crate::http::extract::PathOf;
use crate::http::openapi::{CommandAnswers, CommandHeaders};
use crate::http::problem::Refused;
use crate::log::StreamKey;
use crate::usecases::ComposeGroup;

/// Of what a group consists.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ComposeGroupForm {
    parts: Vec<PartForm>,
}

/// Says of which classes, or parts of classes, a group consists.
#[utoipa::path(
    put,
    path = "/classes/{class_id}/parts",
    operation_id = "compose_group",
    tag = "directory",
    params(("class_id" = Uuid, Path, description = "The group."), CommandHeaders),
    request_body = ComposeGroupForm,
    responses(CommandAnswers)
)]
pub(super) async fn put(
    State(app): State<App>,
    caller: Caller,
    PathOf(class_id): PathOf<ClassId>,
    Command { form, terms }: Command<ComposeGroupForm>,
) -> Result<Done, Refused> {
    let use_case = ComposeGroup { class_id, parts: form.parts.into_iter().map(PartForm::part).collect() };
    terms.run(&app, caller, StreamKey::of::<SchoolClass>(class_id), use_case).await
}
