//! `POST /study-years/{study_year_id}/holidays/{holiday_id}/withdrawal`: there are lessons after all.

use axum::extract::State;
use dayek_domain::id::{HolidayId, StudyYearId};
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
use crate::usecases::WithdrawHoliday;

/// Nothing more is said.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct WithdrawHolidayForm {}

/// Takes a holiday back.
#[utoipa::path(
    post,
    path = "/study-years/{study_year_id}/holidays/{holiday_id}/withdrawal",
    operation_id = "withdraw_holiday",
    tag = "directory",
    params(
        ("study_year_id" = Uuid, Path, description = "The study year."),
        ("holiday_id" = Uuid, Path, description = "The holiday."),
        CommandHeaders
    ),
    request_body = WithdrawHolidayForm,
    responses(CommandAnswers)
)]
pub(super) async fn post(
    State(app): State<App>,
    caller: Caller,
    PathOf((study_year_id, holiday_id)): PathOf<(StudyYearId, HolidayId)>,
    Command { terms, .. }: Command<WithdrawHolidayForm>,
) -> Result<Done, Refused> {
    let use_case = WithdrawHoliday { study_year_id, holiday_id };
    terms.run(&app, caller, StreamKey::of::<StudyYear>(study_year_id), use_case).await
}
