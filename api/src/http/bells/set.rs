//! `PUT /study-years/{study_year_id}/bell-schedules/{bell_schedule_id}`: when lessons begin and end.

use axum::extract::State;
use chrono::NaiveTime;
use dayek_domain::id::{BellScheduleId, StudyYearId};
use dayek_domain::study_year::{Bell, BellSchedule, StudyYear};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::http::App;
use crate::http::caller::Caller;
use crate::http::command::{Command, Done};
use crate::http::extract::PathOf;
use crate::http::openapi::{CommandAnswers, CommandHeaders};
use crate::http::problem::Refused;
use crate::log::StreamKey;
use crate::usecases::SetBells;

/// A bell schedule.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct BellScheduleForm {
    name: String,
    /// In the order of the day.
    bells: Vec<BellForm>,
}

/// The clock times of one lesson number.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct BellForm {
    /// From 0 to 15.
    number: u8,
    #[schema(value_type = String, example = "08:00")]
    begins: NaiveTime,
    #[schema(value_type = String, example = "08:45")]
    ends: NaiveTime,
}

impl BellScheduleForm {
    fn schedule(self) -> BellSchedule {
        let bell = |BellForm { number, begins, ends }| Bell { number, begins, ends };
        BellSchedule { name: self.name, bells: self.bells.into_iter().map(bell).collect() }
    }
}

/// Sets a bell schedule, or sets it anew.
#[utoipa::path(
    put,
    path = "/study-years/{study_year_id}/bell-schedules/{bell_schedule_id}",
    operation_id = "set_bells",
    tag = "directory",
    params(
        ("study_year_id" = Uuid, Path, description = "The study year."),
        ("bell_schedule_id" = Uuid, Path, description = "The schedule; yours to choose when it is new."),
        CommandHeaders
    ),
    request_body = BellScheduleForm,
    responses(CommandAnswers)
)]
pub(super) async fn put(
    State(app): State<App>,
    caller: Caller,
    PathOf((study_year_id, bell_schedule_id)): PathOf<(StudyYearId, BellScheduleId)>,
    Command { form, terms }: Command<BellScheduleForm>,
) -> Result<Done, Refused> {
    let use_case = SetBells { study_year_id, bell_schedule_id, schedule: form.schedule() };
    terms.run(&app, caller, StreamKey::of::<StudyYear>(study_year_id), use_case).await
}
