//! `POST /people/{person_id}/account/second-factor-removal`: a second factor whose telephone is lost is taken off.

use axum::extract::State;
use dayek_domain::account::Account;
use dayek_domain::id::PersonId;
use serde::Deserialize;
use utoipa::ToSchema;

use super::to_the_end;
use crate::accounts;
use crate::http::App;
use crate::http::caller::Caller;
use crate::http::command::{Command, Done};
use crate::http::extract::PathOf;
use crate::http::openapi::{CommandAnswers, CommandHeaders};
use crate::http::problem::Refused;
use crate::log::StreamKey;
use crate::tokens;
use crate::usecases::RemoveSecondFactor;

/// Nothing more is said.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RemoveSecondFactorForm {}

/// Takes off the second factor of somebody who has lost their telephone.
#[utoipa::path(
    post,
    path = "/people/{person_id}/account/second-factor-removal",
    operation_id = "remove_second_factor",
    tag = "account",
    params(("person_id" = Uuid, Path, description = "Whose second factor."), CommandHeaders),
    request_body = RemoveSecondFactorForm,
    responses(CommandAnswers)
)]
pub(super) async fn post(
    State(app): State<App>,
    caller: Caller,
    PathOf(person_id): PathOf<PersonId>,
    Command { terms, .. }: Command<RemoveSecondFactorForm>,
) -> Result<Done, Refused> {
    let tokens = tokens::strong(&app.pool, caller.institution(), person_id).await?;
    let use_case = RemoveSecondFactor { person_id, tokens };
    to_the_end(async move {
        let done = terms.run(&app, caller, StreamKey::of::<Account>(person_id), use_case).await?;
        // Also when nothing changed: a repeat finishes what broke off.
        accounts::forget_second_factor(&app.log, caller.institution(), person_id).await?;
        Ok(done)
    })
    .await
}
