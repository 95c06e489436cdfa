//! `GET /timetables/{timetable_id}`: the week as it is planned, folded from the log itself.

use std::collections::HashMap;

use axum::extract::State;
use dayek_domain::access::{Action, Object};
use dayek_domain::id::{SlotId, TimetableId};
use dayek_domain::timetable::{PlannedSlot, Timetable, TimetablePlace, Week, Weekday};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{week_codes, weekday_codes};
use crate::http::App;
use crate::http::caller::Caller;
use crate::http::consistency::{Shown, Wanted};
use crate::http::extract::PathOf;
use crate::http::openapi::{ReadHeaders, ReadRefusals};
use crate::http::problem::Refused;
use crate::log::StreamKey;
use crate::refusal::Refusal;

/// The weekly timetable of one class or group in one reporting period.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TimetableShown {
    timetable_id: Uuid,
    version: String,
    name: String,
    class_id: Uuid,
    study_year_id: Uuid,
    period_id: Uuid,
    bell_schedule_id: Uuid,
    /// Whether lessons were ever made from it.
    published: bool,
    /// Whether it has been planned otherwise since.
    changed_since: bool,
    slots: Vec<SlotShown>,
}

/// One lesson of the week.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SlotShown {
    slot_id: Uuid,
    #[schema(schema_with = weekday_codes)]
    weekday: Weekday,
    /// Number in the bell schedule.
    number: u8,
    /// In every week, or in odd or even ones, counted from the first of the study year.
    #[schema(schema_with = week_codes)]
    week: Week,
    subject_id: Uuid,
    teacher_ids: Vec<Uuid>,
    room_id: Option<Uuid>,
}

/// Shows a weekly timetable as the log has it.
#[utoipa::path(
    get,
    path = "/timetables/{timetable_id}",
    operation_id = "show_timetable",
    tag = "timetable",
    params(("timetable_id" = Uuid, Path, description = "The timetable."), ReadHeaders),
    responses(
        (
            status = 200,
            description = "The timetable.",
            body = TimetableShown,
            headers(("ETag" = String, description = "Its version, for `If-Match`."))
        ),
        ReadRefusals
    )
)]
pub(super) async fn get(
    State(app): State<App>,
    caller: Caller,
    PathOf(timetable_id): PathOf<TimetableId>,
    wanted: Wanted,
) -> Result<Shown<TimetableShown>, Refused> {
    caller.may(&app, Action::ViewTimetable, &Object::Institution).await?;
    let applied = wanted.wait(&app, caller, &[]).await?;
    let key = StreamKey::of::<Timetable>(timetable_id);
    let history = app.log.read(caller.institution(), &key).await?;
    let state: Timetable = app.log.fold(caller.institution(), key.id, &history, &HashMap::new())?;
    let Some((place, name)) = state.place().zip(state.name()) else {
        return Err(Refusal::NotFound.into());
    };
    let TimetablePlace { class_id, study_year_id, period_id, bell_schedule_id } = place;
    let mut slots: Vec<SlotShown> = state.slots().map(|(slot_id, slot)| shown(slot_id, slot)).collect();
    slots.sort_by_key(|slot| (slot.weekday, slot.number, slot.week));
    let shown = TimetableShown {
        timetable_id: timetable_id.0,
        version: history.version().to_string(),
        name: name.to_owned(),
        class_id: class_id.0,
        study_year_id: study_year_id.0,
        period_id: period_id.0,
        bell_schedule_id: bell_schedule_id.0,
        published: state.is_published(),
        changed_since: state.is_outdated(),
        slots,
    };
    Ok(applied.shows(shown).version(history.version()))
}

fn shown(slot_id: SlotId, slot: &PlannedSlot) -> SlotShown {
    SlotShown {
        slot_id: slot_id.0,
        weekday: slot.weekday,
        number: slot.number,
        week: slot.week,
        subject_id: slot.subject_id.0,
        teacher_ids: slot.teacher_ids.iter().map(|teacher| teacher.0).collect(),
        room_id: slot.room_id.map(|room| room.0),
    }
}
