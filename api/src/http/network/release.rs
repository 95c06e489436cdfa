//! `POST /network/{institution_id}/release`: an institution is not one of one's own any more.

use axum::extract::State;
use dayek_domain::id::InstitutionId;
use dayek_domain::institution::Institution;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::http::App;
use crate::http::caller::Caller;
use crate::http::command::{Command, Done};
use crate::http::extract::PathOf;
use crate::http::openapi::{CommandAnswers, CommandHeaders};
use crate::http::problem::Refused;
use crate::log::StreamKey;
use crate::usecases::ReleaseSubordinate;

/// Nothing more is said.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReleaseForm {}

/// Counts an institution among one's own no more.
#[utoipa::path(
    post,
    path = "/network/{institution_id}/release",
    operation_id = "release_subordinate",
    tag = "network",
    params(("institution_id" = Uuid, Path, description = "The institution."), CommandHeaders),
    request_body = ReleaseForm,
    responses(CommandAnswers)
)]
pub(super) async fn post(
    State(app): State<App>,
    caller: Caller,
    PathOf(institution_id): PathOf<InstitutionId>,
    Command { terms, .. }: Command<ReleaseForm>,
) -> Result<Done, Refused> {
    let organisation_id = caller.institution();
    let use_case = ReleaseSubordinate { organisation_id, institution_id };
    terms.run(&app, caller, StreamKey::of::<Institution>(organisation_id), use_case).await
}
