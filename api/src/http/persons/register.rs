//! `POST /people`: somebody is added.

use axum::extract::State;
use dayek_domain::id::PersonId;
use dayek_domain::person::Person;

use super::form::PersonForm;
use crate::http::App;
use crate::http::caller::Caller;
use crate::http::command::{Command, Done};
use crate::http::openapi::{CommandAnswers, CommandHeaders};
use crate::http::problem::Refused;
use crate::log::StreamKey;
use crate::usecases::RegisterPerson;

/// Adds a person; the answer names their id.
#[utoipa::path(
    post,
    path = "/people",
    operation_id = "register_person",
    tag = "people",
    params(CommandHeaders),
    request_body = PersonForm,
    responses(CommandAnswers)
)]
pub(super) async fn post(
    State(app): State<App>,
    caller: Caller,
    Command { form, terms }: Command<PersonForm>,
) -> Result<Done, Refused> {
    let id = terms.new_id(&app)?;
    let use_case = RegisterPerson { person_id: PersonId(id), details: form.details()? };
    Ok(terms.run(&app, caller, StreamKey::of::<Person>(id), use_case).await?.added(id))
}
