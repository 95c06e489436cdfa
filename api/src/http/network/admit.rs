//! `PUT /network/{institution_id}`: an institution is counted among one's own.

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
use crate::usecases::AdmitSubordinate;

/// Nothing more is said.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AdmitForm {}

/// Counts an institution among one's own. It is shown once it has placed itself under the organisation.
#[utoipa::path(
    put,
    path = "/network/{institution_id}",
    operation_id = "admit_subordinate",
    tag = "network",
    params(("institution_id" = Uuid, Path, description = "The institution."), CommandHeaders),
    request_body = AdmitForm,
    responses(CommandAnswers)
)]
pub(super) async fn put(
    State(app): State<App>,
    caller: Caller,
    PathOf(institution_id): PathOf<InstitutionId>,
    Command { terms, .. }: Command<AdmitForm>,
) -> Result<Done, Refused> {
    let organisation_id = caller.institution();
    let use_case = AdmitSubordinate { organisation_id, institution_id };
    terms.run(&app, caller, StreamKey::of::<Institution>(organisation_id), use_case).await
}
