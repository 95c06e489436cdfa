//! `POST /people/{person_id}/restore`: somebody is back.

use axum::extract::State;
use dayek_domain::id::PersonId;
use dayek_domain::person::Person;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::http::App;
use crate::http::caller::Caller;
use crate::http::command::{Command, Done};
use crate::http::extract::PathOf;
use crate::http::openapi::{CommandAnswers, CommandHeaders};
use crate::http::problem::Refused;
use crate::log::StreamKey;
use crate::usecases::RestorePerson;

/// Nothing has to be said.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RestorePersonForm {}

/// Brings somebody back on the lists.
#[utoipa::path(
    post,
    path = "/people/{person_id}/restore",
    operation_id = "restore_person",
    tag = "people",
    params(("person_id" = Uuid, Path, description = "The person."), CommandHeaders),
    request_body = RestorePersonForm,
    responses(CommandAnswers)
)]
pub(super) async fn post(
    State(app): State<App>,
    caller: Caller,
    PathOf(person_id): PathOf<PersonId>,
    Command { form: RestorePersonForm {}, terms }: Command<RestorePersonForm>,
) -> Result<Done, Refused> {
    terms.run(&app, caller, StreamKey::of::<Person>(person_id), RestorePerson { person_id }).await
}
