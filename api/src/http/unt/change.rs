//! `PUT /study-years/{study_year_id}/unt-takers/{pupil_id}`: a pupil takes the test, or does not.

use axum::extract::State;
use dayek_domain::id::{PersonId, StudyYearId};
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
use crate::usecases::ChangeUntList;

/// Whether a pupil is on the list.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct UntTakerForm {
    listed: bool,
}

/// Puts a pupil of the last grade on the list of those who take the test, or takes them off it.
#[utoipa::path(
    put,
    path = "/study-years/{study_year_id}/unt-takers/{pupil_id}",
    operation_id = "change_unt_list",
    tag = "people",
    params(
        ("study_year_id" = Uuid, Path, description = "The study year at whose end the test is taken."),
        ("pupil_id" = Uuid, Path, description = "The pupil."),
        CommandHeaders
    ),
    request_body = UntTakerForm,
    responses(CommandAnswers)
)]
pub(super) async fn put(
    State(app): State<App>,
    caller: Caller,
    PathOf((study_year_id, pupil_id)): PathOf<(StudyYearId, PersonId)>,
    Command { form, terms }: Command<UntTakerForm>,
) -> Result<Done, Refused> {
    let use_case = ChangeUntList { study_year_id, pupils: vec![(pupil_id, form.listed)] };
    terms.run(&app, caller, StreamKey::of::<Person>(pupil_id), use_case).await
}
