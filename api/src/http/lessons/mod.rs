//! Lessons: scheduling, seeing, moving and cancelling them, who gives them and where, and who was there.

mod cancel;
mod change_attendance;
mod change_room;
mod end_substitution;
mod join;
mod move_lesson;
mod restore;
mod schedule;
mod show;
mod substitute;

use chrono::NaiveTime;
use dayek_domain::lesson::{AttendanceCode, Times};
use utoipa::openapi::Object;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{App, given};
use crate::refusal::Refusal;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::default()
        .routes(routes!(schedule::post))
        .routes(routes!(show::get))
        .routes(routes!(move_lesson::put))
        .routes(routes!(cancel::post))
        .routes(routes!(restore::post))
        .routes(routes!(substitute::post))
        .routes(routes!(end_substitution::post))
        .routes(routes!(change_room::post))
        .routes(routes!(join::post))
        .routes(routes!(change_attendance::post))
}

/// Every code of attendance there is.
fn attendance_codes() -> Object {
    given::codes::<AttendanceCode>()
}

/// An hour by the clock: both ends of it or none.
fn times(begins: Option<NaiveTime>, ends: Option<NaiveTime>) -> Result<Option<Times>, Refusal> {
    match (begins, ends) {
        (Some(begins), Some(ends)) => Ok(Some(Times { begins, ends })),
        (None, None) => Ok(None),
        (Some(_), None) => Err(Refusal::input("/ends", "is needed beside `begins`")),
        (None, Some(_)) => Err(Refusal::input("/begins", "is needed beside `ends`")),
    }
}
