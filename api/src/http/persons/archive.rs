//! `POST /people/{person_id}/archive`: somebody is of the institution no more.

use axum::extract::State;
use chrono::NaiveDate;
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
use crate::usecases::ArchivePerson;

/// Since when, and why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ArchivePersonForm {
    /// Their last day in the institution.
    on: NaiveDate,
    /// Sealed under the person.
    reason: Option<String>,
}

/// Takes somebody off the lists; what has happened stays.
#[utoipa::path(
    post,
    path = "/people/{person_id}/archive",
    operation_id = "archive_person",
    tag = "people",
    params(("person_id" = Uuid, Path, description = "The person."), CommandHeaders),
    request_body = ArchivePersonForm,
    responses(CommandAnswers)
)]
pub(super) async fn post(
    State(app): State<App>,
    caller: Caller,
    PathOf(person_id): PathOf<PersonId>,
    Command { form, terms }: Command<ArchivePersonForm>,
) -> Result<Done, Refused> {
    let use_case = ArchivePerson { person_id, on: form.on, reason: form.reason };
    terms.run(&app, caller, StreamKey::of::<Person>(person_id), use_case).await
}
