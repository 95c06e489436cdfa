//! `PUT /pupils/{pupil_id}/guardians/{guardian_id}`: somebody is a guardian of a pupil.

use axum::extract::State;
use dayek_domain::id::PersonId;
use dayek_domain::person::{Kinship, Person};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa::openapi::Object;

use crate::http::App;
use crate::http::caller::Caller;
use crate::http::command::{Command, Done};
use crate::http::extract::PathOf;
use crate::http::given;
use crate::http::openapi::{CommandAnswers, CommandHeaders};
use crate::http::problem::Refused;
use crate::log::StreamKey;
use crate::usecases::LinkGuardian;

/// What the guardian is to the pupil.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct LinkGuardianForm {
    #[schema(schema_with = kinship_codes)]
    kinship: Kinship,
}

/// Every kinship there is.
pub(super) fn kinship_codes() -> Object {
    given::codes::<Kinship>()
}

/// Makes somebody a guardian of a pupil, or corrects the kinship.
#[utoipa::path(
    put,
    path = "/pupils/{pupil_id}/guardians/{guardian_id}",
    operation_id = "link_guardian",
    tag = "people",
    params(
        ("pupil_id" = Uuid, Path, description = "The pupil."),
        ("guardian_id" = Uuid, Path, description = "The guardian."),
        CommandHeaders
    ),
    request_body = LinkGuardianForm,
    responses(CommandAnswers)
)]
pub(super) async fn put(
    State(app): State<App>,
    caller: Caller,
    PathOf((pupil_id, guardian_id)): PathOf<(PersonId, PersonId)>,
    Command { form, terms }: Command<LinkGuardianForm>,
) -> Result<Done, Refused> {
    let use_case = LinkGuardian { pupil_id, guardian_id, kinship: form.kinship };
    terms.run(&app, caller, StreamKey::of::<Person>(pupil_id), use_case).await
}
