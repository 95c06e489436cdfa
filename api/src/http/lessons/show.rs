//! `GET /lessons/{lesson_id}`: when a lesson takes place and who was there, folded from the log itself.

use std::collections::{BTreeMap, HashMap};

use axum::extract::State;
use chrono::{NaiveDate, NaiveTime};
use dayek_domain::access::{Action, Object};
use dayek_domain::fact;
use dayek_domain::id::{LessonId, PersonId};
use dayek_domain::lesson::{AttendanceCode, Lesson, LessonEvent, LessonPlace, Slot};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::attendance_codes;
use crate::http::App;
use crate::http::caller::Caller;
use crate::http::consistency::{Shown, Wanted};
use crate::http::extract::PathOf;
use crate::http::openapi::{ReadHeaders, ReadRefusals};
use crate::http::problem::Refused;
use crate::log::{History, LogError, StreamKey};
use crate::refusal::Refusal;

/// A dated lesson.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LessonShown {
    lesson_id: Uuid,
    version: String,
    class_id: Uuid,
    subject_id: Uuid,
    study_year_id: Uuid,
    period_id: Uuid,
    date: NaiveDate,
    /// Number in the bell schedule of the day.
    number: u8,
    /// By the clock; null when it is not known.
    begins: Option<NaiveTime>,
    ends: Option<NaiveTime>,
    room_id: Option<Uuid>,
    /// Who gives it as things stand.
    teacher_ids: Vec<Uuid>,
    /// Who gives it by the timetable.
    regular_teacher_ids: Vec<Uuid>,
    /// The lesson it is held together with.
    joined_with: Option<Uuid>,
    cancelled: bool,
    /// Whether the timetable does not have it any more.
    withdrawn: bool,
    attendance: Vec<AttendanceShown>,
}

/// Whether a pupil was there.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AttendanceShown {
    pupil_id: Uuid,
    #[schema(schema_with = attendance_codes)]
    code: AttendanceCode,
    /// Sequence of the event that set it.
    revision: String,
}

/// Shows a lesson as the log has it.
#[utoipa::path(
    get,
    path = "/lessons/{lesson_id}",
    operation_id = "show_lesson",
    tag = "lessons",
    params(("lesson_id" = Uuid, Path, description = "The lesson."), ReadHeaders),
    responses(
        (
            status = 200,
            description = "The lesson.",
            body = LessonShown,
            headers(("ETag" = String, description = "Its version, for `If-Match`."))
        ),
        ReadRefusals
    )
)]
pub(super) async fn get(
    State(app): State<App>,
    caller: Caller,
    PathOf(lesson_id): PathOf<LessonId>,
    wanted: Wanted,
) -> Result<Shown<LessonShown>, Refused> {
    let applied = wanted.wait(&app, caller, &[]).await?;
    let key = StreamKey::of::<Lesson>(lesson_id);
    let history = app.log.read(caller.institution(), &key).await?;
    let state: Lesson = app.log.fold(caller.institution(), key.id, &history, &HashMap::new())?;
    let Some((place, slot)) = state.place().zip(state.slot()) else { return Err(Refusal::NotFound.into()) };
    let object = Object::Journal { class_id: place.class_id, subject_id: place.subject_id };
    caller.may(&app, Action::ViewJournals, &object).await?;

    let written = written(&key, &history)?;
    let attendance = written.iter().filter_map(|(&pupil_id, revision)| {
        let code = state.attendance_of(pupil_id)?;
        Some(AttendanceShown { pupil_id: pupil_id.0, code, revision: revision.to_string() })
    });
    let LessonPlace { class_id, subject_id, study_year_id, period_id } = place;
    let Slot { date, number } = slot;
    let shown = LessonShown {
        lesson_id: lesson_id.0,
        version: history.version().to_string(),
        class_id: class_id.0,
        subject_id: subject_id.0,
        study_year_id: study_year_id.0,
        period_id: period_id.0,
        date,
        number,
        begins: state.times().map(|times| times.begins),
        ends: state.times().map(|times| times.ends),
        room_id: state.room().map(|room| room.0),
        teacher_ids: state.teachers().iter().map(|teacher| teacher.0).collect(),
        regular_teacher_ids: state.regular_teachers().iter().map(|teacher| teacher.0).collect(),
        joined_with: state.joined_with().map(|lesson| lesson.0),
        cancelled: state.is_cancelled(),
        withdrawn: state.is_withdrawn(),
        attendance: attendance.collect(),
    };
    Ok(applied.shows(shown).version(history.version()))
}

/// The pupils whose attendance was ever written, each with the last event that did; the state does not tell.
fn written(key: &StreamKey, history: &History) -> Result<BTreeMap<PersonId, u64>, LogError> {
    let mut written = BTreeMap::new();
    for event in &history.events {
        let sequence = event.sequence;
        let fact = fact::read::<Lesson>(&event.event_version, &event.payload)
            .map_err(|cause| LogError::Unreadable { stream: key.to_string(), sequence, cause })?;
        if let LessonEvent::AttendanceRecorded { pupil_id, .. }
        | LessonEvent::AttendanceCleared { pupil_id, .. } = fact
        {
            written.insert(pupil_id, sequence);
        }
    }
    Ok(written)
}
