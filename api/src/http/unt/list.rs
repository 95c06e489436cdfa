//! `GET /study-years/{study_year_id}/unt-takers`: who takes the unified national test.

use axum::extract::State;
use dayek_domain::access::{Action, Object};
use dayek_domain::id::StudyYearId;
use dayek_projections::{directory, roster};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::App;
use crate::http::caller::Caller;
use crate::http::consistency::{Shown, Wanted};
use crate::http::extract::PathOf;
use crate::http::openapi::{ReadHeaders, ReadRefusals};
use crate::http::people::{Opener, PersonName, sealed};
use crate::http::problem::Refused;
use crate::refusal::Refusal;

/// Those who take the test.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct UntTakers {
    items: Vec<UntTaker>,
}

/// Somebody who takes the test.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct UntTaker {
    pupil_id: Uuid,
    #[serde(flatten)]
    name: PersonName,
}

/// Lists who takes the unified national test at the end of a study year.
#[utoipa::path(
    get,
    path = "/study-years/{study_year_id}/unt-takers",
    operation_id = "list_unt_takers",
    tag = "people",
    params(
        ("study_year_id" = Uuid, Path, description = "The study year at whose end the test is taken."),
        ReadHeaders
    ),
    responses((status = 200, description = "Those who take the test.", body = UntTakers), ReadRefusals)
)]
pub(super) async fn get(
    State(app): State<App>,
    caller: Caller,
    PathOf(study_year_id): PathOf<StudyYearId>,
    wanted: Wanted,
) -> Result<Shown<UntTakers>, Refused> {
    caller.may(&app, Action::FormUntList, &Object::Institution).await?;
    let applied = wanted.wait(&app, caller, &["directory", "roster"]).await?;
    let institution = caller.institution();
    let years = directory::study_years(&app.pool, institution.0).await?;
    if years.iter().all(|year| year.study_year_id != study_year_id.0) {
        return Err(Refusal::NotFound.into());
    }
    let takers = roster::unt_takers(&app.pool, institution.0, study_year_id.0).await?;
    let people = directory::people(&app.pool, institution.0, &takers).await?;
    let opener = Opener::of(&app, institution, &sealed(&people)).await?;
    let mut items = Vec::with_capacity(people.len());
    for person in &people {
        let name = opener.name(person.details.as_deref())?;
        items.push(UntTaker { pupil_id: person.person_id, name });
    }
    items.sort_by_key(|item| item.pupil_id);
    Ok(applied.shows(UntTakers { items }))
}
