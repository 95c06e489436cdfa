//! `PUT /institution/mark-kinds/{kind}`: marks of a kind are given, or not.

use axum::extract::State;
use dayek_domain::institution::{Institution, MarkKind};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::http::App;
use crate::http::caller::Caller;
use crate::http::command::{Command, Done};
use crate::http::extract::PathOf;
use crate::http::openapi::{CommandAnswers, CommandHeaders};
use crate::http::problem::Refused;
use crate::log::StreamKey;
use crate::usecases::SwitchMarkKind;

/// Whether it is used.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SwitchMarkKindForm {
    on: bool,
}

/// Gives marks of a kind, or does without them.
#[utoipa::path(
    put,
    path = "/institution/mark-kinds/{kind}",
    operation_id = "switch_mark_kind",
    tag = "directory",
    params(("kind" = String, Path, description = "The kind, such as `ten`."), CommandHeaders),
    request_body = SwitchMarkKindForm,
    responses(CommandAnswers)
)]
pub(super) async fn put(
    State(app): State<App>,
    caller: Caller,
    PathOf(kind): PathOf<MarkKind>,
    Command { form, terms }: Command<SwitchMarkKindForm>,
) -> Result<Done, Refused> {
    let institution_id = caller.institution();
    let use_case = SwitchMarkKind { institution_id, kind, on: form.on };
    terms.run(&app, caller, StreamKey::of::<Institution>(institution_id), use_case).await
}
