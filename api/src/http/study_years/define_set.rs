//! `PUT /study-years/{study_year_id}/period-sets/{set_id}`: a set of reporting periods.

use axum::extract::State;
use dayek_domain::id::{PeriodSetId, StudyYearId};
use dayek_domain::study_year::StudyYear;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::http::App;
use crate::http::caller::Caller;
use crate::http::command::{Command, Done};
use crate::http::extract::PathOf;
use crate::http::openapi::{CommandAnswers, CommandHeaders};
use crate::http::problem::Refused;
use crate::log::StreamKey;
use crate::usecases::DefinePeriodSet;

/// A set of reporting periods.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PeriodSetForm {
    #[schema(example = "Тоқсандар")]
    name: String,
}

/// Defines a set of reporting periods, or renames it.
#[utoipa::path(
    put,
    path = "/study-years/{study_year_id}/period-sets/{set_id}",
    operation_id = "define_period_set",
    tag = "directory",
    params(
        ("study_year_id" = Uuid, Path, description = "The study year."),
        ("set_id" = Uuid, Path, description = "The set; yours to choose when it is new."),
        CommandHeaders
    ),
    request_body = PeriodSetForm,
    responses(CommandAnswers)
)]
pub(super) async fn put(
    State(app): State<App>,
    caller: Caller,
    PathOf((study_year_id, set_id)): PathOf<(StudyYearId, PeriodSetId)>,
    Command { form, terms }: Command<PeriodSetForm>,
) -> Result<Done, Refused> {
    let use_case = DefinePeriodSet { study_year_id, set_id, name: form.name };
    terms.run(&app, caller, StreamKey::of::<StudyYear>(study_year_id), use_case).await
}
