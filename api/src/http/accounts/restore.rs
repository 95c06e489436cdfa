//! `POST /people/{person_id}/account/restoration`: a new code for somebody who cannot get in any more.

use axum::extract::State;
use axum::response::Response;
use chrono::{DateTime, Utc};
use dayek_domain::account::Account;
use dayek_domain::id::PersonId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::accounts;
use crate::http::App;
use crate::http::caller::Caller;
use crate::http::command::Command;
use crate::http::extract::PathOf;
use crate::http::openapi::{CommandAnswers, CommandHeaders};
use crate::http::problem::Refused;
use crate::log::StreamKey;
use crate::refusal::Refusal;
use crate::usecases::RestoreAccess;

/// Nothing more is said.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RestoreAccessForm {}

/// The way in again.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RestoredAccess {
    /// Good once; null when the same command is sent again and the code does not count any more.
    code: Option<String>,
    expires_at: Option<DateTime<Utc>>,
}

/// Gives somebody who cannot get in any more a new code; their second factor stays.
#[utoipa::path(
    post,
    path = "/people/{person_id}/account/restoration",
    operation_id = "restore_access",
    tag = "account",
    params(("person_id" = Uuid, Path, description = "Who cannot get in any more."), CommandHeaders),
    request_body = RestoreAccessForm,
    responses((status = 201, description = "The code.", body = RestoredAccess), CommandAnswers)
)]
pub(super) async fn post(
    State(app): State<App>,
    caller: Caller,
    PathOf(person_id): PathOf<PersonId>,
    Command { terms, .. }: Command<RestoreAccessForm>,
) -> Result<Response, Refused> {
    let institution = caller.institution();
    let invited = accounts::invite_as(person_id, terms.new_id(&app)?);
    let classes = caller.classes_of_pupil(&app, person_id).await?;
    let use_case = RestoreAccess { invited, classes };
    let done = terms.run(&app, caller, StreamKey::of::<Account>(person_id), use_case).await?;
    // Sent again, it is the invitation of the first time, if that is still open.
    let mut open = accounts::open_invitations(&app.log, institution, &[person_id]).await?;
    open.retain(|one| one.invitation_id == invited.invitation_id);
    let remembered = accounts::remember_codes(&app.pool, &app.secrets, institution, &open).await;
    remembered.map_err(Refusal::from)?;
    let open = open.first();
    Ok(done.created(RestoredAccess {
        code: open.map(|one| accounts::code_of(&app.secrets, institution, one.invitation_id)),
        expires_at: open.map(|one| one.expires_at),
    }))
}
