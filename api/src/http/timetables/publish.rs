//! `POST /timetables/publish`: the week becomes dated lessons.

use axum::extract::State;
use chrono::NaiveDate;
use dayek_domain::id::TimetableId;
use dayek_domain::timetable::Timetable;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::http::App;
use crate::http::caller::Caller;
use crate::http::command::{Command, Done};
use crate::http::openapi::{CommandAnswers, CommandHeaders};
use crate::http::problem::Refused;
use crate::log::StreamKey;
use crate::refusal::Refusal;
use crate::usecases::PublishTimetables;

/// All of it is one append; a class has some hundred lessons in a period.
const MOST: usize = 40;

/// Which timetables, and from which day on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PublishTimetablesForm {
    /// Of one reporting period; normally those of one class and of its groups. At most 40.
    #[schema(value_type = Vec<Uuid>, min_items = 1, max_items = 40)]
    pub(super) timetable_ids: Vec<TimetableId>,
    /// Lessons before this day stay as they are.
    pub(super) from: NaiveDate,
}

pub(super) fn must_be_few(timetable_ids: &[TimetableId]) -> Result<TimetableId, Refusal> {
    match timetable_ids {
        [first, ..] if timetable_ids.len() <= MOST => Ok(*first),
        _ => Err(Refusal::input("/timetable_ids", format!("names 1 to {MOST} timetables"))),
    }
}

/// Makes the dated lessons of timetables, all of them or none; a clash is refused.
#[utoipa::path(
    post,
    path = "/timetables/publish",
    operation_id = "publish_timetables",
    tag = "timetable",
    params(CommandHeaders),
    request_body = PublishTimetablesForm,
    responses(CommandAnswers)
)]
pub(super) async fn post(
    State(app): State<App>,
    caller: Caller,
    Command { form, terms }: Command<PublishTimetablesForm>,
) -> Result<Done, Refused> {
    let PublishTimetablesForm { timetable_ids, from } = form;
    let first = must_be_few(&timetable_ids)?;
    let use_case = PublishTimetables { timetable_ids, from };
    terms.run(&app, caller, StreamKey::of::<Timetable>(first), use_case).await
}
