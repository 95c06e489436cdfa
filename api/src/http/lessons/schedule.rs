//! `POST /lessons`: a lesson is put into the schedule.

use axum::extract::State;
use chrono::NaiveDate;
use dayek_domain::id::{ClassId, LessonId, PeriodId, StudyYearId, SubjectId};
use dayek_domain::lesson::{Lesson, LessonPlace, Slot};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::http::App;
use crate::http::caller::Caller;
use crate::http::command::{Command, CommandAnswer, Done};
use crate::http::openapi::{CommandAnswers, CommandHeaders};
use crate::http::problem::Refused;
use crate::log::StreamKey;
use crate::usecases::ScheduleLesson;

/// Where a lesson belongs, and when it takes place.
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
    let place = LessonPlace { class_id, subject_id, study_year_id, period_id };
    let use_case = ScheduleLesson { lesson_id, place, slot: Slot { date, number } };
    let stream = StreamKey::of::<Lesson>(lesson_id);
    Ok(terms.run(&app, caller, stream, use_case).await?.lesson(lesson_id.0))
}
