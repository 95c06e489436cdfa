//! `PUT /study-years/{study_year_id}/periods/{period_id}`: a reporting period.

use axum::extract::State;
use chrono::NaiveDate;
use dayek_domain::id::{PeriodId, PeriodSetId, StudyYearId};
use dayek_domain::study_year::{Days, PeriodKind, StudyYear};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::http::App;
use crate::http::caller::Caller;
use crate::http::command::{Command, Done};
use crate::http::extract::PathOf;
use crate::http::openapi::{CommandAnswers, CommandHeaders};
use crate::http::problem::Refused;
use crate::log::StreamKey;
use crate::usecases::DefinePeriod;

/// A reporting period, first and last day included.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PeriodForm {
    /// The set it belongs to. Periods of one set do not overlap.
    #[schema(value_type = Option<Uuid>)]
    set_id: Option<PeriodSetId>,
    /// `quarter`, `half_year`, `trimester`, `semester`, `module`, `term` or `grading_period`.
    #[schema(value_type = String, example = "quarter")]
    kind: PeriodKind,
    name: String,
    first_day: NaiveDate,
    last_day: NaiveDate,
}

/// Defines a reporting period, or changes its name or days.
#[utoipa::path(
    put,
    path = "/study-years/{study_year_id}/periods/{period_id}",
    operation_id = "define_period",
    tag = "directory",
    params(
        ("study_year_id" = Uuid, Path, description = "The study year."),
        ("period_id" = Uuid, Path, description = "The period; yours to choose when it is new."),
        CommandHeaders
    ),
    request_body = PeriodForm,
    responses(CommandAnswers)
)]
pub(super) async fn put(
    State(app): State<App>,
    caller: Caller,
    PathOf((study_year_id, period_id)): PathOf<(StudyYearId, PeriodId)>,
    Command { form, terms }: Command<PeriodForm>,
) -> Result<Done, Refused> {
    let PeriodForm { set_id, kind, name, first_day, last_day } = form;
    let days = Days { first: first_day, last: last_day };
    let use_case = DefinePeriod { study_year_id, period_id, set_id, kind, name, days };
    terms.run(&app, caller, StreamKey::of::<StudyYear>(study_year_id), use_case).await
}
