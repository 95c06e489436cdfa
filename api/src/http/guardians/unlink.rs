//! `POST /pupils/{pupil_id}/guardians/{guardian_id}/removal`: somebody is no guardian of a pupil any more.

use axum::extract::State;
use dayek_domain::id::PersonId;
use dayek_domain::person::Person;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::http::App;
use crate::http::caller::Caller;
use crate::http::command::{Command, Done};
use crate::http::extract::PathOf;
use crate::http::openapi::{CommandAnswers, CommandHeaders};
use crate::http::problem::Refused;
use crate::log::StreamKey;
use crate::usecases::UnlinkGuardian;

/// Why a guardianship ends.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct UnlinkGuardianForm {
    /// Sealed under the pupil.
    reason: Option<String>,
}

/// Ends a guardianship.
#[utoipa::path(
    post,
    path = "/pupils/{pupil_id}/guardians/{guardian_id}/removal",
    operation_id = "unlink_guardian",
    tag = "people",
    params(
        ("pupil_id" = Uuid, Path, description = "The pupil."),
        ("guardian_id" = Uuid, Path, description = "The guardian."),
        CommandHeaders
    ),
    request_body = UnlinkGuardianForm,
    responses(CommandAnswers)
)]
pub(super) async fn post(
    State(app): State<App>,
    caller: Caller,
    PathOf((pupil_id, guardian_id)): PathOf<(PersonId, PersonId)>,
    Command { form, terms }: Command<UnlinkGuardianForm>,
) -> Result<Done, Refused> {
    let use_case = UnlinkGuardian { pupil_id, guardian_id, reason: form.reason };
    terms.run(&app, caller, StreamKey::of::<Person>(pupil_id), use_case).await
}
