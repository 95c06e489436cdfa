//! `PUT /institution/parent`: the institution says under which organisation it stands.

use axum::extract::State;
use dayek_domain::id::InstitutionId;
use dayek_domain::institution::Institution;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::http::App;
use crate::http::caller::Caller;
use crate::http::command::{Command, Done};
use crate::http::given;
use crate::http::openapi::{CommandAnswers, CommandHeaders};
use crate::http::problem::Refused;
use crate::log::StreamKey;
use crate::usecases::PlaceUnder;

/// Under which organisation the institution stands.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PlaceForm {
    /// A governing organisation; null: none.
    #[serde(deserialize_with = "given::present")]
    #[schema(required, value_type = Option<Uuid>)]
    parent_id: Option<InstitutionId>,
}

/// Places the institution under an organisation, which sees its numbers once it has admitted it.
#[utoipa::path(
    put,
    path = "/institution/parent",
    operation_id = "place_institution",
    tag = "network",
    params(CommandHeaders),
    request_body = PlaceForm,
    responses(CommandAnswers)
)]
pub(super) async fn put(
    State(app): State<App>,
    caller: Caller,
    Command { form, terms }: Command<PlaceForm>,
) -> Result<Done, Refused> {
    let institution_id = caller.institution();
    let use_case = PlaceUnder { institution_id, parent_id: form.parent_id };
    terms.run(&app, caller, StreamKey::of::<Institution>(institution_id), use_case).await
}
