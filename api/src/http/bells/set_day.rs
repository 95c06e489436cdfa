//! `PUT /study-years/{study_year_id}/bell-schedules/{bell_schedule_id}/days/{date}`: a shortened day.

use axum::extract::State;
use chrono::NaiveDate;
use dayek_domain::id::{BellScheduleId, StudyYearId};
use dayek_domain::study_year::StudyYear;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::http::App;
use crate::http::caller::Caller;
use crate::http::command::{Command, Done};
use crate::http::extract::PathOf;
use crate::http::given;
use crate::http::openapi::{CommandAnswers, CommandHeaders};
use crate::http::problem::Refused;
use crate::log::StreamKey;
use crate::usecases::SetDayBells;

/// Like which schedule it rings on that day.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DayBellsForm {
    /// Another schedule of the study year; null: as usual.
    #[serde(deserialize_with = "given::present")]
    #[schema(required, value_type = Option<Uuid>)]
    to: Option<BellScheduleId>,
}

/// Has a bell schedule ring like another on one day.
#[utoipa::path(
    put,
    path = "/study-years/{study_year_id}/bell-schedules/{bell_schedule_id}/days/{date}",
    operation_id = "set_day_bells",
    tag = "directory",
    params(
        ("study_year_id" = Uuid, Path, description = "The study year."),
        ("bell_schedule_id" = Uuid, Path, description = "The schedule."),
        ("date" = NaiveDate, Path, description = "The day."),
        CommandHeaders
    ),
    request_body = DayBellsForm,
    responses(CommandAnswers)
)]
pub(super) async fn put(
    State(app): State<App>,
    caller: Caller,
    PathOf((study_year_id, bell_schedule_id, date)): PathOf<(StudyYearId, BellScheduleId, NaiveDate)>,
    Command { form, terms }: Command<DayBellsForm>,
) -> Result<Done, Refused> {
    let use_case = SetDayBells { study_year_id, date, bell_schedule_id, to: form.to };
    terms.run(&app, caller, StreamKey::of::<StudyYear>(study_year_id), use_case).await
}
