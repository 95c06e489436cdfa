//! `GET /people/{person_id}/roles`: what a person may do, from the log itself.

use std::collections::HashMap;

use axum::extract::State;
use dayek_domain::access::{Action, Object};
use dayek_domain::id::PersonId;
use dayek_domain::membership::Membership;
use dayek_domain::person::Person;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::held::{HeldRole, OpenedSection};
use crate::http::App;
use crate::http::caller::Caller;
use crate::http::consistency::{Shown, Wanted};
use crate::http::extract::PathOf;
use crate::http::openapi::{ReadHeaders, ReadRefusals};
use crate::http::problem::Refused;
use crate::log::StreamKey;
use crate::refusal::Refusal;

/// A person's roles.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RoleList {
    person_id: Uuid,
    roles: Vec<HeldRole>,
    /// Sections of the administration that are opened to them as an editor.
    sections: Vec<OpenedSection>,
}

/// Lists the roles a person or program holds.
#[utoipa::path(
    get,
    path = "/people/{person_id}/roles",
    operation_id = "list_roles",
    tag = "roles",
    params(("person_id" = Uuid, Path, description = "Whose roles."), ReadHeaders),
    responses(
        (
            status = 200,
            description = "The roles.",
            body = RoleList,
            headers(("ETag" = String, description = "Version of the membership, for `If-Match`."))
        ),
        ReadRefusals
    )
)]
pub(super) async fn get(
    State(app): State<App>,
    caller: Caller,
    PathOf(person_id): PathOf<PersonId>,
    wanted: Wanted,
) -> Result<Shown<RoleList>, Refused> {
    let object = Object::Person { person_id, classes: vec![] };
    caller.may(&app, Action::ViewRoles, &object).await?;
    let applied = wanted.wait(&app, caller, &[]).await?;
    let person = StreamKey::of::<Person>(person_id);
    let membership = StreamKey::of::<Membership>(person_id);
    let streams = [person.clone(), membership.clone()];
    let mut histories = app.log.read_many(caller.institution(), &streams).await?;
    let person = histories.remove(&person).unwrap_or_default();
    if person.version() == 0 {
        return Err(Refusal::NotFound.into());
    }
    let history = histories.remove(&membership).unwrap_or_default();
    let state: Membership = app.log.fold(caller.institution(), membership.id, &history, &HashMap::new())?;
    let roles = state.roles().map(HeldRole::of).collect();
    let sections = state.sections().map(OpenedSection::of).collect();
    Ok(applied.shows(RoleList { person_id: person_id.0, roles, sections }).version(history.version()))
}
