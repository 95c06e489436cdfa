//! `PUT /people/{person_id}`: the data of a person is put right.

use axum::extract::State;
use dayek_domain::id::PersonId;
use dayek_domain::person::Person;

use super::form::PersonForm;
use crate::http::App;
use crate::http::caller::Caller;
use crate::http::command::{Command, Done};
use crate::http::extract::PathOf;
use crate::http::openapi::{CommandAnswers, CommandHeaders};
use crate::http::problem::Refused;
use crate::log::StreamKey;
use crate::usecases::AmendPerson;

/// Puts other data in the place of what is known of a person.
#[utoipa::path(
    put,
    path = "/people/{person_id}",
    operation_id = "amend_person",
    tag = "people",
    params(("person_id" = Uuid, Path, description = "The person."), CommandHeaders),
    request_body = PersonForm,
    responses(CommandAnswers)
)]
pub(super) async fn put(
    State(app): State<App>,
    caller: Caller,
    PathOf(person_id): PathOf<PersonId>,
    Command { form, terms }: Command<PersonForm>,
) -> Result<Done, Refused> {
    let classes = caller.classes_of_pupil(&app, person_id).await?;
    let use_case = AmendPerson { person_id, classes, details: form.details()? };
    terms.run(&app, caller, StreamKey::of::<Person>(person_id), use_case).await
}
