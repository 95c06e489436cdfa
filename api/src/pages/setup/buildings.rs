//! The buildings of the school, on the page of its rooms.

use axum::extract::{Path, State};
use axum::response::Response;
use dayek_domain::access::{Action, Object};
use dayek_domain::id::BuildingId;
use dayek_projections::directory;
use serde::Deserialize;
use uuid::Uuid;

use super::lines::{Faults, lines};
use super::rooms::{Left, refuse, saved};
use super::{ask, fresh};
use crate::http::App;
use crate::http::problem::Refused;
use crate::pages::form::{Sent, filled};
use crate::pages::rights::run;
use crate::pages::views::{BuildingEdit, FieldError};
use crate::pages::visitor::Visitor;
use crate::usecases::{AddBuilding, All, Known};

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::pages) struct BuildingsSent {
    buildings: String,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::pages) struct BuildingSent {
    name: String,
    address: String,
}

/// Adds buildings, all or none.
pub(in crate::pages) async fn add(
    State(app): State<App>,
    visitor: Visitor,
    Sent(sent): Sent<BuildingsSent>,
) -> Result<Response, Refused> {
    visitor.may(Action::EditDirectory, &Object::Institution)?;
    let known = directory::buildings(&app.pool, visitor.caller.institution().0).await?;
    let read = lines(&sent.buildings);
    let mut faults = Faults::of(visitor.words, "buildings");
    faults.check(&read, 2);
    faults.check_names(&read, known.iter().map(|row| row.name.as_str()));
    if faults.errors.is_empty() {
        let mut buildings = Vec::with_capacity(read.len());
        for line in &read {
            let (building_id, address) = (fresh(&app)?, line.field(1).map(str::to_owned));
            buildings.push(AddBuilding { building_id, name: line.name().to_owned(), address });
        }
        match ask(&app, &visitor, All(buildings)).await? {
            None => return Ok(saved()),
            Some(rule) => faults.add_rule(&rule, &read),
        }
    }
    let left = Left { errors: faults.errors, buildings: sent.buildings, ..Left::default() };
    refuse(&app, &visitor, left).await
}

pub(in crate::pages) async fn change(
    State(app): State<App>,
    visitor: Visitor,
    Path(building): Path<Uuid>,
    Sent(sent): Sent<BuildingSent>,
) -> Result<Response, Refused> {
    let (name, address) = (sent.name.trim().to_owned(), filled(sent.address.clone()));
    let use_case = Known(AddBuilding { building_id: BuildingId(building), name, address });
    match run(&app, &visitor, use_case).await? {
        None => Ok(saved()),
        Some(text) => {
            let errors = vec![FieldError { field: "building_name", text }];
            let edit = BuildingEdit { id: building.to_string(), name: sent.name, address: sent.address };
            refuse(&app, &visitor, Left { errors, building: Some(edit), ..Left::default() }).await
        }
    }
}
