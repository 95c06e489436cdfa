//! `PUT /timetables/{timetable_id}`: the timetable of a class for a period is begun, or renamed.

use axum::extract::State;
use dayek_domain::id::{BellScheduleId, ClassId, PeriodId, StudyYearId, TimetableId};
use dayek_domain::timetable::{Timetable, TimetablePlace};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::http::App;
use crate::http::caller::Caller;
use crate::http::command::{Command, Done};
use crate::http::extract::PathOf;
use crate::http::openapi::{CommandAnswers, CommandHeaders};
use crate::http::problem::Refused;
use crate::log::StreamKey;
use crate::usecases::DraftTimetable;

/// Whose timetable it is, for when, and by which bells.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DraftTimetableForm {
    /// A class or a group.
    #[schema(value_type = Uuid)]
    class_id: ClassId,
    #[schema(value_type = Uuid)]
    study_year_id: StudyYearId,
    #[schema(value_type = Uuid)]
    period_id: PeriodId,
    #[schema(value_type = Uuid)]
    bell_schedule_id: BellScheduleId,
    name: String,
}

/// Begins the timetable of a class for a period, or gives it another name or other bells.
#[utoipa::path(
    put,
    path = "/timetables/{timetable_id}",
    operation_id = "draft_timetable",
    tag = "timetable",
    params(("timetable_id" = Uuid, Path, description = "The timetable; a new one's id is yours to choose."), CommandHeaders),
    request_body = DraftTimetableForm,
    responses(CommandAnswers)
)]
pub(super) async fn put(
    State(app): State<App>,
    caller: Caller,
    PathOf(timetable_id): PathOf<TimetableId>,
    Command { form, terms }: Command<DraftTimetableForm>,
) -> Result<Done, Refused> {
    let DraftTimetableForm { class_id, study_year_id, period_id, bell_schedule_id, name } = form;
    let place = TimetablePlace { class_id, study_year_id, period_id, bell_schedule_id };
    let use_case = DraftTimetable { timetable_id, place, name };
    terms.run(&app, caller, StreamKey::of::<Timetable>(timetable_id), use_case).await
}
