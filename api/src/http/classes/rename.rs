//! `PUT /classes/{class_id}`: a class or a group is called otherwise.

use axum::extract::State;
use dayek_domain::id::ClassId;
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
use crate::usecases::RenameClass;

/// What a class is called from now on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RenameClassForm {
    #[schema(example = "7А")]
    name: String,
}

/// Renames a class or a group.
#[utoipa::path(
    put,
    path = "/classes/{class_id}",
    operation_id = "rename_class",
    tag = "directory",
    params(("class_id" = Uuid, Path, description = "The class."), CommandHeaders),
    request_body = RenameClassForm,
    responses(CommandAnswers)
)]
pub(super) async fn put(
    State(app): State<App>,
    caller: Caller,
    PathOf(class_id): PathOf<ClassId>,
    Command { form, terms }: Command<RenameClassForm>,
) -> Result<Done, Refused> {
    let use_case = RenameClass { class_id, name: form.name };
    terms.run(&app, caller, StreamKey::of::<SchoolClass>(class_id), use_case).await
}
