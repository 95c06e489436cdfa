//! `PUT /timetables/{timetable_id}/slots/{slot_id}`: a lesson of the week is planned.

use axum::extract::State;
use dayek_domain::id::{PersonId, RoomId, SlotId, SubjectId, TimetableId};
use dayek_domain::timetable::{PlannedSlot, Timetable, Week, Weekday};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{week_codes, weekday_codes};
use crate::http::App;
use crate::http::caller::Caller;
use crate::http::command::{Command, Done};
use crate::http::extract::PathOf;
use crate::http::openapi::{CommandAnswers, CommandHeaders};
use crate::http::problem::Refused;
use crate::log::StreamKey;
use crate::usecases::PlanSlot;

/// A lesson of the week.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PlanSlotForm {
    #[schema(schema_with = weekday_codes, required)]
    weekday: Weekday,
    /// Number in the bell schedule.
    number: u8,
    /// In every week when it is not sent; odd weeks are the first of the study year, the third and so on.
    #[serde(default = "every_week")]
    #[schema(schema_with = week_codes, required = false)]
    week: Week,
    #[schema(value_type = Uuid)]
    subject_id: SubjectId,
    /// Who gives it. One without a teacher can be planned, but not published.
    #[serde(default)]
    #[schema(value_type = Vec<Uuid>)]
    teacher_ids: Vec<PersonId>,
    #[schema(value_type = Option<Uuid>)]
    room_id: Option<RoomId>,
}

const fn every_week() -> Week {
    Week::Every
}

/// Plans a lesson of the week, or plans it otherwise.
#[utoipa::path(
    put,
    path = "/timetables/{timetable_id}/slots/{slot_id}",
    operation_id = "plan_slot",
    tag = "timetable",
    params(
        ("timetable_id" = Uuid, Path, description = "The timetable."),
        ("slot_id" = Uuid, Path, description = "The lesson of the week; a new one's id is yours to choose."),
        CommandHeaders
    ),
    request_body = PlanSlotForm,
    responses(CommandAnswers)
)]
pub(super) async fn put(
    State(app): State<App>,
    caller: Caller,
    PathOf((timetable_id, slot_id)): PathOf<(TimetableId, SlotId)>,
    Command { form, terms }: Command<PlanSlotForm>,
) -> Result<Done, Refused> {
    let PlanSlotForm { weekday, number, week, subject_id, teacher_ids, room_id } = form;
    let slot = PlannedSlot { weekday, number, week, subject_id, teacher_ids, room_id };
    let use_case = PlanSlot { timetable_id, slot_id, slot };
    terms.run(&app, caller, StreamKey::of::<Timetable>(timetable_id), use_case).await
}
