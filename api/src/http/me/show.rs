//! `GET /me`: whose token it is, where, and in which roles.

use axum::extract::State;
use dayek_projections::directory;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::App;
use crate::http::caller::Caller;
use crate::http::consistency::{Shown, Wanted};
use crate::http::openapi::{ReadHeaders, ReadRefusals};
use crate::http::problem::Refused;
use crate::http::roles::Held;

/// Who is asking.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Me {
    institution_id: Uuid,
    institution_name: Option<String>,
    /// IANA name, such as `Asia/Almaty`.
    time_zone: Option<String>,
    person_id: Uuid,
    /// Every role, over what it is held, and the event that gave it.
    roles: Vec<Held>,
}

/// Shows whose token it is, in which institution and in which roles.
#[utoipa::path(
    get,
    path = "/me",
    operation_id = "show_me",
    tag = "directory",
    params(ReadHeaders),
    responses((status = 200, description = "You.", body = Me), ReadRefusals)
)]
pub(super) async fn get(
    State(app): State<App>,
    caller: Caller,
    wanted: Wanted,
) -> Result<Shown<Me>, Refused> {
    let applied = wanted.wait(&app, caller, &["directory"]).await?;
    let institution = caller.institution();
    let name = directory::institution_of(&app.pool, institution.0).await?.map(|(name, _)| name);
    let me = Me {
        institution_id: institution.0,
        institution_name: name,
        time_zone: directory::time_zone(&app.pool, institution.0).await?,
        person_id: caller.person().0,
        roles: caller.standing(&app).await?.holds().iter().map(Held::of).collect(),
    };
    Ok(applied.shows(me))
}
