//! `POST /people/{person_id}/account/block`: somebody is shut out.

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
use crate::usecases::BlockAccount;

/// Why somebody is shut out.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct BlockAccountForm {
    /// Sealed under the person.
    reason: Option<String>,
}

/// Shuts somebody out at once: sessions end, tokens and an open invitation are taken back.
#[utoipa::path(
    post,
    path = "/people/{person_id}/account/block",
    operation_id = "block_account",
    tag = "account",
    params(("person_id" = Uuid, Path, description = "Who is shut out."), CommandHeaders),
    request_body = BlockAccountForm,
    responses(CommandAnswers)
)]
pub(super) async fn post(
    State(app): State<App>,
    caller: Caller,
    PathOf(person_id): PathOf<PersonId>,
    Command { form, terms }: Command<BlockAccountForm>,
) -> Result<Done, Refused> {
    let use_case = BlockAccount { person_id, reason: form.reason };
    to_the_end(async move {
        let done = terms.run(&app, caller, StreamKey::of::<Account>(person_id), use_case).await?;
        // Also when nothing changed: a repeat finishes what broke off.
        accounts::shut_out(&app.log, caller.institution(), person_id).await?;
        Ok(done)
    })
    .await
}
