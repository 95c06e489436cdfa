//! Timetables: planning the week of a class, publishing it, and the dated lessons that came of it.

mod draft;
mod free;
mod lessons;
mod list;
mod plan_slot;
mod preview;
mod publish;
mod remove_slot;
mod show;
mod substitutes;
mod week_file;

pub(crate) mod access;
pub(crate) mod days;
pub(crate) mod lesson;
pub(crate) mod names;
pub(crate) mod occupancy;

use dayek_domain::timetable::{Week, Weekday};
use utoipa::openapi::Object;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{App, given};

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::default()
        .routes(routes!(list::get))
        .routes(routes!(preview::post))
        .routes(routes!(publish::post))
        .routes(routes!(show::get, draft::put))
        .routes(routes!(plan_slot::put))
        .routes(routes!(remove_slot::post))
        .routes(routes!(lessons::get))
        .routes(routes!(week_file::get))
        .routes(routes!(free::get))
        .routes(routes!(substitutes::get))
}

/// Every day of the week.
fn weekday_codes() -> Object {
    given::codes::<Weekday>()
}

/// In which weeks a lesson can take place.
fn week_codes() -> Object {
    given::codes::<Week>()
}
