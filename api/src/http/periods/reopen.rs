//! `POST /study-years/{study_year_id}/periods/{period_id}/reopening`: for a reason, which is kept.

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
use crate::usecases::ReopenPeriod;

/// Why a closed period is opened again.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReopenPeriodForm {
    /// Stands in the log as it is: it names no person.
    reason: String,
}

/// Reopens a closed reporting period.
#[utoipa::path(
    post,
    path = "/study-years/{study_year_id}/periods/{period_id}/reopening",
    operation_id = "reopen_period",
    tag = "directory",
    params(
        ("study_year_id" = Uuid, Path, description = "The study year."),
        ("period_id" = Uuid, Path, description = "The reporting period."),
        CommandHeaders
    ),
    request_body = ReopenPeriodForm,
    responses(CommandAnswers)
)]
pub(super) async fn post(
    State(app): State<App>,
    caller: Caller,
    PathOf((study_year_id, period_id)): PathOf<(StudyYearId, PeriodId)>,
    Command { form, terms }: Command<ReopenPeriodForm>,
) -> Result<Done, Refused> {
    let use_case = ReopenPeriod { study_year_id, period_id, reason: form.reason };
    terms.run(&app, caller, StreamKey::of::<StudyYear>(study_year_id), use_case).await
}
