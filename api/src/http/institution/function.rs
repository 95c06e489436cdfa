//! `PUT /institution/functions/{function}`: a page of the social part is used, or not.

use axum::extract::State;
use dayek_domain::institution::{Function, Institution};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::http::App;
use crate::http::caller::Caller;
use crate::http::command::{Command, Done};
use crate::http::extract::PathOf;
use crate::http::openapi::{CommandAnswers, CommandHeaders};
use crate::http::problem::Refused;
use crate::log::StreamKey;
use crate::usecases::SwitchFunction;

/// Whether it is used.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SwitchFunctionForm {
    on: bool,
}

/// Uses a page of the social part, or does without it.
#[utoipa::path(
    put,
    path = "/institution/functions/{function}",
    operation_id = "switch_function",
    tag = "directory",
    params(("function" = String, Path, description = "The page, such as `parents_room`."), CommandHeaders),
    request_body = SwitchFunctionForm,
    responses(CommandAnswers)
)]
pub(super) async fn put(
    State(app): State<App>,
    caller: Caller,
    PathOf(function): PathOf<Function>,
    Command { form, terms }: Command<SwitchFunctionForm>,
) -> Result<Done, Refused> {
    let institution_id = caller.institution();
    let use_case = SwitchFunction { institution_id, function, on: form.on };
    terms.run(&app, caller, StreamKey::of::<Institution>(institution_id), use_case).await
}
