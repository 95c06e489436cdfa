//! `PUT /study-years/{study_year_id}/holidays/{holiday_id}`: days without lessons.

use axum::extract::State;
use chrono::NaiveDate;
use dayek_domain::id::{HolidayId, PeriodSetId, StudyYearId};
use dayek_domain::study_year::{Days, StudyYear};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::http::App;
use crate::http::caller::Caller;
use crate::http::command::{Command, Done};
use crate::http::extract::PathOf;
use crate::http::openapi::{CommandAnswers, CommandHeaders};
use crate::http::problem::Refused;
use crate::log::StreamKey;
use crate::usecases::DeclareHoliday;

/// A holiday, first and last day included.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct HolidayForm {
    name: String,
    first_day: NaiveDate,
    last_day: NaiveDate,
    /// Whether it is one of the country and not of the school.
    #[serde(default)]
    public: bool,
    /// The set whose holiday it is; null: the whole school's.
    #[schema(value_type = Option<Uuid>)]
    set_id: Option<PeriodSetId>,
}

/// Declares a holiday, or changes its name or days.
#[utoipa::path(
    put,
    path = "/study-years/{study_year_id}/holidays/{holiday_id}",
    operation_id = "declare_holiday",
    tag = "directory",
    params(
        ("study_year_id" = Uuid, Path, description = "The study year."),
        ("holiday_id" = Uuid, Path, description = "The holiday; yours to choose when it is new."),
        CommandHeaders
    ),
    request_body = HolidayForm,
    responses(CommandAnswers)
)]
pub(super) async fn put(
    State(app): State<App>,
    caller: Caller,
    PathOf((study_year_id, holiday_id)): PathOf<(StudyYearId, HolidayId)>,
    Command { form, terms }: Command<HolidayForm>,
) -> Result<Done, Refused> {
    let HolidayForm { name, first_day, last_day, public, set_id } = form;
    let days = Days { first: first_day, last: last_day };
    let use_case = DeclareHoliday { study_year_id, holiday_id, name, days, public, set_id };
    terms.run(&app, caller, StreamKey::of::<StudyYear>(study_year_id), use_case).await
}
