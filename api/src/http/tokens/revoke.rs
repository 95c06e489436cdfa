//! `POST /tokens/{token_id}/revocation`: the caller takes a token of their own back.

use axum::extract::State;
use dayek_domain::account::Account;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::App;
use crate::http::accounts::to_the_end;
use crate::http::caller::Caller;
use crate::http::command::{Command, Done};
use crate::http::extract::PathOf;
use crate::http::openapi::{CommandAnswers, CommandHeaders};
use crate::http::problem::Refused;
use crate::log::StreamKey;
use crate::tokens;
use crate::usecases::RevokeToken;

/// Nothing more is said.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RevokeTokenForm {}

/// Takes one of your own tokens back, and those that were made with it.
#[utoipa::path(
    post,
    path = "/tokens/{token_id}/revocation",
    operation_id = "revoke_token",
    tag = "account",
    params(("token_id" = Uuid, Path, description = "The token."), CommandHeaders),
    request_body = RevokeTokenForm,
    responses(CommandAnswers)
)]
pub(super) async fn post(
    State(app): State<App>,
    caller: Caller,
    PathOf(token_id): PathOf<Uuid>,
    Command { terms, .. }: Command<RevokeTokenForm>,
) -> Result<Done, Refused> {
    let person = caller.person();
    let children = tokens::children(&app.pool, caller.institution(), person, token_id).await?;
    let use_case = RevokeToken { person_id: person, token_id, children };
    to_the_end(async move {
        let done = terms.run(&app, caller, StreamKey::of::<Account>(person), use_case).await?;
        // A command that is refused stops no token. Also when nothing changed: a repeat finishes what broke off.
        tokens::revoke(&app.pool, caller.institution(), person, token_id).await?;
        Ok(done)
    })
    .await
}
