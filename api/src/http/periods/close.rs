//! `POST /study-years/{study_year_id}/periods/{period_id}/closing`: its marks change no more.

use axum::extract::State;
use dayek_domain::id::{PeriodId, StudyYearId};
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
use crate::usecases::ClosePeriod;

/// Nothing more is said.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ClosePeriodForm {}

/// Closes a reporting period, so that its marks change no more.
#[utoipa::path(
    post,
    path = "/study-years/{study_year_id}/periods/{period_id}/closing",
    operation_id = "close_period",
    tag = "directory",
    params(
        ("study_year_id" = Uuid, Path, description = "The study year."),
        ("period_id" = Uuid, Path, description = "The reporting period."),
        CommandHeaders
    ),
    request_body = ClosePeriodForm,
    responses(CommandAnswers)
)]
pub(super) async fn post(
    State(app): State<App>,
    caller: Caller,
    PathOf((study_year_id, period_id)): PathOf<(StudyYearId, PeriodId)>,
    Command { terms, .. }: Command<ClosePeriodForm>,
) -> Result<Done, Refused> {
    let use_case = ClosePeriod { study_year_id, period_id };
    terms.run(&app, caller, StreamKey::of::<StudyYear>(study_year_id), use_case).await
}
