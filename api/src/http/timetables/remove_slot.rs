//! `POST /timetables/{timetable_id}/slots/{slot_id}/removal`: a lesson of the week is taken out.

use axum::extract::State;
use dayek_domain::id::{SlotId, TimetableId};
use dayek_domain::timetable::Timetable;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::http::App;
use crate::http::caller::Caller;
use crate::http::command::{Command, Done};
use crate::http::extract::PathOf;
use crate::http::openapi::{CommandAnswers, CommandHeaders};
use crate::http::problem::Refused;
use crate::log::StreamKey;
use crate::usecases::RemoveSlot;

/// Nothing more is said.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RemoveSlotForm {}

/// Takes a lesson of the week out of the plan.
#[utoipa::path(
    post,
    path = "/timetables/{timetable_id}/slots/{slot_id}/removal",
    operation_id = "remove_slot",
    tag = "timetable",
    params(
        ("timetable_id" = Uuid, Path, description = "The timetable."),
        ("slot_id" = Uuid, Path, description = "The lesson of the week."),
        CommandHeaders
    ),
    request_body = RemoveSlotForm,
    responses(CommandAnswers)
)]
pub(super) async fn post(
    State(app): State<App>,
    caller: Caller,
    PathOf((timetable_id, slot_id)): PathOf<(TimetableId, SlotId)>,
    Command { terms, .. }: Command<RemoveSlotForm>,
) -> Result<Done, Refused> {
    let use_case = RemoveSlot { timetable_id, slot_id };
    terms.run(&app, caller, StreamKey::of::<Timetable>(timetable_id), use_case).await
}
