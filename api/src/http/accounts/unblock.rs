//! `POST /people/{person_id}/account/unblock`: somebody is let in again.

use axum::extract::State;
use dayek_domain::account::Account;
use dayek_domain::id::PersonId;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::http::App;
use crate::http::caller::Caller;
use crate::http::command::{Command, Done};
use crate::http::extract::PathOf;
use crate::http::openapi::{CommandAnswers, CommandHeaders};
use crate::http::problem::Refused;
use crate::log::StreamKey;
use crate::usecases::UnblockAccount;

/// Nothing more is said.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct UnblockAccountForm {}

/// Lets somebody sign in again; their old tokens and invitations stay taken back.
#[utoipa::path(
    post,
    path = "/people/{person_id}/account/unblock",
    operation_id = "unblock_account",
    tag = "account",
    params(("person_id" = Uuid, Path, description = "Who is let in again."), CommandHeaders),
    request_body = UnblockAccountForm,
    responses(CommandAnswers)
)]
pub(super) async fn post(
    State(app): State<App>,
    caller: Caller,
    PathOf(person_id): PathOf<PersonId>,
    Command { terms, .. }: Command<UnblockAccountForm>,
) -> Result<Done, Refused> {
    let use_case = UnblockAccount { person_id };
    terms.run(&app, caller, StreamKey::of::<Account>(person_id), use_case).await
}
