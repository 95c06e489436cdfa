//! `POST /lessons/{lesson_id}/attendance`: a teacher records or clears who was there, all or nothing.

use axum::extract::State;
use dayek_domain::expected::Expected;
use dayek_domain::id::{LessonId, PersonId};
use dayek_domain::lesson::{AttendanceCode, Lesson};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa::openapi::schema::{OneOfBuilder, Type};
use utoipa::openapi::{Object, RefOr, Schema};

use super::attendance_codes;
use crate::http::App;
use crate::http::caller::Caller;
use crate::http::command::{Command, Done};
use crate::http::extract::PathOf;
use crate::http::given;
use crate::http::openapi::{CommandAnswers, CommandHeaders};
use crate::http::problem::Refused;
use crate::log::StreamKey;
use crate::usecases::{AttendanceChange, ChangeAttendance};

/// The attendance of one lesson.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangeAttendanceForm {
    marks: Vec<AttendanceForm>,
}

/// One pupil's attendance.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AttendanceForm {
    #[schema(value_type = Uuid)]
    pupil_id: PersonId,
    /// Null clears it.
    #[serde(deserialize_with = "given::present")]
    #[schema(schema_with = code_or_null, required)]
    code: Option<AttendanceCode>,
    /// The code you saw, null for none; another one now is a conflict. Not sent: anything.
    #[serde(default, deserialize_with = "given::seen")]
    #[schema(schema_with = code_or_null, required = false)]
    expected: Expected<AttendanceCode>,
}

fn code_or_null() -> RefOr<Schema> {
    OneOfBuilder::new().item(Object::with_type(Type::Null)).item(attendance_codes()).into()
}

impl AttendanceForm {
    fn change(self) -> AttendanceChange {
        let Self { pupil_id, code, expected } = self;
        AttendanceChange { pupil_id, code, expected }
    }
}

/// Records or clears who was at a lesson, all or nothing.
#[utoipa::path(
    post,
    path = "/lessons/{lesson_id}/attendance",
    operation_id = "change_attendance",
    tag = "lessons",
    params(("lesson_id" = Uuid, Path, description = "The lesson."), CommandHeaders),
    request_body = ChangeAttendanceForm,
    responses(CommandAnswers)
)]
pub(super) async fn post(
    State(app): State<App>,
    caller: Caller,
    PathOf(lesson_id): PathOf<LessonId>,
    Command { form, terms }: Command<ChangeAttendanceForm>,
) -> Result<Done, Refused> {
    let changes = form.marks.into_iter().map(AttendanceForm::change).collect();
    let use_case = ChangeAttendance { lesson_id, changes };
    terms.run(&app, caller, StreamKey::of::<Lesson>(lesson_id), use_case).await
}
