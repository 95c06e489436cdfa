//! Lessons: scheduling, seeing, moving and cancelling them, and who was there.

mod cancel;
mod change_attendance;
mod move_lesson;
mod schedule;
mod show;

use dayek_domain::lesson::AttendanceCode;
use utoipa::openapi::Object;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{App, given};

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::default()
        .routes(routes!(schedule::post))
        .routes(routes!(show::get))
        .routes(routes!(move_lesson::put))
        .routes(routes!(cancel::post))
        .routes(routes!(change_attendance::post))
}

/// Every code of attendance there is.
fn attendance_codes() -> Object {
    given::codes::<AttendanceCode>()
}
