//! `POST /lessons`: a lesson is put into the schedule, as another system has it, or as an extra one.

use axum::extract::State;
use chrono::{NaiveDate, NaiveTime};
use dayek_domain::id::{ClassId, LessonId, PeriodId, PersonId, RoomId, StudyYearId, SubjectId};
use dayek_domain::lesson::{Lesson, LessonPlace, Slot};
use serde::Deserialize;
use utoipa::ToSchema;

use super::times;
use crate::http::App;
use crate::http::caller::Caller;
use crate::http::command::{Command, CommandAnswer, Done};
use crate::http::openapi::{CommandAnswers, CommandHeaders};
use crate::http::problem::Refused;
use crate::log::StreamKey;
use crate::usecases::{AddLesson, ScheduleLesson};

/// Where a lesson belongs, and when it takes place. With a teacher, a room or an hour it is an extra lesson
/// of the timetable, and takes its teachers, its class and its room then.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ScheduleLessonForm {
    /// Yours to choose, so that a repeat is the same lesson; otherwise a new one is made.
    #[schema(value_type = Option<Uuid>)]
    lesson_id: Option<LessonId>,
    #[schema(value_type = Uuid)]
    class_id: ClassId,
    #[schema(value_type = Uuid)]
    subject_id: SubjectId,
    #[schema(value_type = Uuid)]
    study_year_id: StudyYearId,
    #[schema(value_type = Uuid)]
    period_id: PeriodId,
    date: NaiveDate,
    /// Number in the bell schedule of the day.
    number: u8,
    /// Who gives an extra lesson.
    #[schema(value_type = Option<Vec<Uuid>>)]
    teacher_ids: Option<Vec<PersonId>>,
    #[schema(value_type = Option<Uuid>)]
    room_id: Option<RoomId>,
    /// By the clock; when an extra lesson names no hour, as the bells of the class ring.
    begins: Option<NaiveTime>,
    ends: Option<NaiveTime>,
}

/// Puts a lesson into the schedule.
#[utoipa::path(
    post,
    path = "/lessons",
    operation_id = "schedule_lesson",
    tag = "lessons",
    params(CommandHeaders),
    request_body = ScheduleLessonForm,
    responses(
        (
            status = 201,
            description = "It is scheduled.",
            body = CommandAnswer,
            headers(("Location" = String, description = "Where the lesson can be seen."))
        ),
        CommandAnswers
    )
)]
pub(super) async fn post(
    State(app): State<App>,
    caller: Caller,
    Command { form, terms }: Command<ScheduleLessonForm>,
) -> Result<Done, Refused> {
    let lesson_id = match form.lesson_id {
        Some(chosen) => chosen,
        None => LessonId(terms.new_id(&app)?),
    };
    let ScheduleLessonForm { class_id, subject_id, study_year_id, period_id, date, number, .. } = form;
    let ScheduleLessonForm { teacher_ids, room_id, begins, ends, .. } = form;
    let place = LessonPlace { class_id, subject_id, study_year_id, period_id };
    let slot = Slot { date, number };
    let times = times(begins, ends)?;
    let stream = StreamKey::of::<Lesson>(lesson_id);
    let done = if teacher_ids.is_some() || room_id.is_some() || times.is_some() {
        let teacher_ids = teacher_ids.unwrap_or_default();
        let use_case = AddLesson { lesson_id, place, slot, teacher_ids, room_id, times };
        terms.run(&app, caller, stream, use_case).await?
    } else {
        terms.run(&app, caller, stream, ScheduleLesson { lesson_id, place, slot }).await?
    };
    Ok(done.lesson(lesson_id.0))
}
