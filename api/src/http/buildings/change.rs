//! `PUT /buildings/{building_id}`: the name and the address of a building are brought up to date.

use axum::extract::State;
use dayek_domain::building::Building;
use dayek_domain::id::BuildingId;

use super::add::BuildingForm;
use crate::http::App;
use crate::http::caller::Caller;
use crate::http::command::{Command, Done};
use crate::http::extract::PathOf;
use crate::http::openapi::{CommandAnswers, CommandHeaders};
use crate::http::problem::Refused;
use crate::log::StreamKey;
use crate::usecases::Known;

/// Changes the name or the address of a building.
#[utoipa::path(
    put,
    path = "/buildings/{building_id}",
    operation_id = "edit_building",
    tag = "directory",
    params(("building_id" = Uuid, Path, description = "The building."), CommandHeaders),
    request_body = BuildingForm,
    responses(CommandAnswers)
)]
pub(super) async fn put(
    State(app): State<App>,
    caller: Caller,
    PathOf(building_id): PathOf<BuildingId>,
    Command { form, terms }: Command<BuildingForm>,
) -> Result<Done, Refused> {
    let use_case = Known(form.use_case(building_id));
    terms.run(&app, caller, StreamKey::of::<Building>(building_id), use_case).await
}
