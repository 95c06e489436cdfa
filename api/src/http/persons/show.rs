//! `GET /people/{person_id}`: what is known of a person, from the log itself.

use std::iter::once;

use axum::extract::State;
use chrono::NaiveDate;
use dayek_domain::access::{Action, Object};
use dayek_domain::id::PersonId;
use dayek_domain::person::{Person, PersonDetails, Sex, TaughtIn};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::form::{language_codes, sex_codes};
use crate::http::App;
use crate::http::caller::Caller;
use crate::http::consistency::{Shown, Wanted};
use crate::http::extract::PathOf;
use crate::http::openapi::{ReadHeaders, ReadRefusals};
use crate::http::problem::Refused;
use crate::lists::shown_iin;
use crate::log::StreamKey;
use crate::refusal::Refusal;

/// A person's data; all of it is null once it has been erased.
#[derive(Serialize, ToSchema)]
pub(super) struct PersonShown {
    person_id: Uuid,
    family_name: Option<String>,
    given_name: Option<String>,
    middle_name: Option<String>,
    birth_date: Option<NaiveDate>,
    #[schema(schema_with = sex_codes)]
    sex: Option<Sex>,
    /// Only its last digits for those who may not put the data right.
    #[schema(example = "******0010")]
    iin: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    address: Option<String>,
    #[schema(schema_with = language_codes)]
    taught_in: Option<TaughtIn>,
    position: Option<String>,
    education: Option<String>,
    /// Whether they are of the institution no more.
    archived: bool,
}

/// Shows what is known of a person.
#[utoipa::path(
    get,
    path = "/people/{person_id}",
    operation_id = "show_person",
    tag = "people",
    params(("person_id" = Uuid, Path, description = "The person."), ReadHeaders),
    responses(
        (
            status = 200,
            description = "The person.",
            body = PersonShown,
            headers(("ETag" = String, description = "Version of the person, for `If-Match`."))
        ),
        ReadRefusals
    )
)]
pub(super) async fn get(
    State(app): State<App>,
    caller: Caller,
    PathOf(person_id): PathOf<PersonId>,
    wanted: Wanted,
) -> Result<Shown<PersonShown>, Refused> {
    let classes = caller.classes_of_pupil(&app, person_id).await?;
    let object = Object::Person { person_id, classes: classes.clone() };
    caller.may(&app, Action::ViewPersonalData, &object).await?;
    let applied = wanted.wait(&app, caller, &[]).await?;
    let institution = caller.institution();
    let history = app.log.read(institution, &StreamKey::of::<Person>(person_id)).await?;
    let keys = app.log.keys_of(institution, once(&history)).await?;
    let person: Person = app.log.fold(institution, person_id.0, &history, &keys)?;
    if !person.is_human() {
        return Err(Refusal::NotFound.into());
    }
    let standing = caller.standing(&app).await?;
    let details = person.details().cloned();
    let iin = details.as_ref().and_then(|details| details.iin.as_ref());
    let iin = shown_iin(&standing, person_id.0, classes, iin);
    let shown = PersonShown::of(person_id.0, details, iin, person.is_archived());
    Ok(applied.shows(shown).version(history.version()))
}

impl PersonShown {
    fn of(person_id: Uuid, details: Option<PersonDetails>, iin: Option<String>, archived: bool) -> Self {
        let names = details.as_ref().map(|known| (known.family_name.clone(), known.given_name.clone()));
        let (family_name, given_name) = names.unzip();
        let known = details.unwrap_or_default();
        Self {
            person_id,
            family_name,
            given_name,
            middle_name: known.middle_name,
            birth_date: known.birth_date,
            sex: known.sex,
            iin,
            email: known.email,
            phone: known.phone,
            address: known.address,
            taught_in: known.taught_in,
            position: known.position,
            education: known.education,
            archived,
        }
    }
}
