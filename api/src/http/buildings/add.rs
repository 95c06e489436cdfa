//! `POST /buildings`: a building is added.

use axum::extract::State;
use dayek_domain::building::Building;
use dayek_domain::id::BuildingId;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::http::App;
use crate::http::caller::Caller;
use crate::http::command::{Command, Done};
use crate::http::openapi::{CommandAnswers, CommandHeaders};
use crate::http::problem::Refused;
use crate::log::StreamKey;
use crate::usecases::AddBuilding;

/// A building.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct BuildingForm {
    name: String,
    address: Option<String>,
}

impl BuildingForm {
    pub(super) fn use_case(self, building_id: BuildingId) -> AddBuilding {
        AddBuilding { building_id, name: self.name, address: self.address }
    }
}

/// Adds a building.
#[utoipa::path(
    post,
    path = "/buildings",
    operation_id = "add_building",
    tag = "directory",
    params(CommandHeaders),
    request_body = BuildingForm,
    responses(CommandAnswers)
)]
pub(super) async fn post(
    State(app): State<App>,
    caller: Caller,
    Command { form, terms }: Command<BuildingForm>,
) -> Result<Done, Refused> {
    let id = terms.new_id(&app)?;
    let use_case = form.use_case(BuildingId(id));
    Ok(terms.run(&app, caller, StreamKey::of::<Building>(id), use_case).await?.added(id))
}
