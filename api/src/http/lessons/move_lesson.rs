//! `PUT /lessons/{lesson_id}/slot`: a lesson moves to another day or number.

use axum::extract::State;
use chrono::{NaiveDate, NaiveTime};
use dayek_domain::expected::Expected;
use dayek_domain::id::LessonId;
use dayek_domain::lesson::{Lesson, Slot};
use serde::{Deserialize, Deserializer};
use utoipa::ToSchema;

use super::times;
use crate::http::App;
use crate::http::caller::Caller;
use crate::http::command::{Command, Done};
use crate::http::extract::PathOf;
use crate::http::openapi::{CommandAnswers, CommandHeaders};
use crate::http::problem::Refused;
use crate::log::StreamKey;
use crate::usecases::MoveLesson;

/// Where a lesson moves to, and why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MoveLessonForm {
    date: NaiveDate,
    /// Number in the bell schedule of the day.
    number: u8,
    /// By the clock; when no hour is named, as the bells of the class ring on that day.
    begins: Option<NaiveTime>,
    ends: Option<NaiveTime>,
    /// Stands in the log as it is: it names no person.
    reason: Option<String>,
    /// Where you saw the lesson; if it stands elsewhere now, that is a conflict. Not sent: anywhere.
    #[serde(default, deserialize_with = "seen_slot")]
    #[schema(value_type = Option<SlotForm>)]
    expected: Expected<Slot>,
}

/// A day, and a number in its bell schedule.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SlotForm {
    date: NaiveDate,
    number: u8,
}

fn seen_slot<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Expected<Slot>, D::Error> {
    let seen = Option::<SlotForm>::deserialize(deserializer)?;
    Ok(Expected::Exactly(seen.map(|SlotForm { date, number }| Slot { date, number })))
}

/// Moves a lesson to another day or number.
#[utoipa::path(
    put,
    path = "/lessons/{lesson_id}/slot",
    operation_id = "move_lesson",
    tag = "lessons",
    params(("lesson_id" = Uuid, Path, description = "The lesson."), CommandHeaders),
    request_body = MoveLessonForm,
    responses(CommandAnswers)
)]
pub(super) async fn put(
    State(app): State<App>,
    caller: Caller,
    PathOf(lesson_id): PathOf<LessonId>,
    Command { form, terms }: Command<MoveLessonForm>,
) -> Result<Done, Refused> {
    let MoveLessonForm { date, number, begins, ends, reason, expected } = form;
    let (to, times) = (Slot { date, number }, times(begins, ends)?);
    let use_case = MoveLesson { lesson_id, to, times, reason, expected };
    terms.run(&app, caller, StreamKey::of::<Lesson>(lesson_id), use_case).await
}
