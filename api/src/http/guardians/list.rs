//! `GET /pupils/{pupil_id}/guardians`: who the guardians of a pupil are, from the log itself.

use std::iter::once;

use axum::extract::State;
use dayek_domain::access::Action;
use dayek_domain::id::PersonId;
use dayek_domain::person::{Kinship, Person};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::link::kinship_codes;
use crate::http::App;
use crate::http::caller::Caller;
use crate::http::consistency::{Shown, Wanted};
use crate::http::extract::PathOf;
use crate::http::openapi::{ReadHeaders, ReadRefusals};
use crate::http::problem::Refused;
use crate::log::StreamKey;
use crate::refusal::Refusal;

/// The guardians of a pupil.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct GuardianList {
    pupil_id: Uuid,
    items: Vec<GuardianItem>,
}

/// A guardian, and what they are to the pupil.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct GuardianItem {
    guardian_id: Uuid,
    #[schema(schema_with = kinship_codes)]
    kinship: Kinship,
}

/// Lists the guardians of a pupil.
#[utoipa::path(
    get,
    path = "/pupils/{pupil_id}/guardians",
    operation_id = "list_guardians",
    tag = "people",
    params(("pupil_id" = Uuid, Path, description = "The pupil."), ReadHeaders),
    responses(
        (
            status = 200,
            description = "The guardians.",
            body = GuardianList,
            headers(("ETag" = String, description = "Version of the pupil, for `If-Match`."))
        ),
        ReadRefusals
    )
)]
pub(super) async fn get(
    State(app): State<App>,
    caller: Caller,
    PathOf(pupil_id): PathOf<PersonId>,
    wanted: Wanted,
) -> Result<Shown<GuardianList>, Refused> {
    let object = caller.person_as_object(&app, pupil_id).await?;
    caller.may(&app, Action::ViewPersonalData, &object).await?;
    let applied = wanted.wait(&app, caller, &[]).await?;
    let institution = caller.institution();
    let history = app.log.read(institution, &StreamKey::of::<Person>(pupil_id)).await?;
    let keys = app.log.keys_of(institution, once(&history)).await?;
    let pupil: Person = app.log.fold(institution, pupil_id.0, &history, &keys)?;
    if !pupil.is_registered() {
        return Err(Refusal::NotFound.into());
    }
    let items = pupil
        .guardians()
        .map(|(guardian_id, kinship)| GuardianItem { guardian_id: guardian_id.0, kinship })
        .collect();
    Ok(applied.shows(GuardianList { pupil_id: pupil_id.0, items }).version(history.version()))
}
