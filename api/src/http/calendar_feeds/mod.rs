//! Timetables in a calendar program: making and revoking secret addresses, and what they show.

pub(crate) mod access;

mod ics;
mod list;
mod make;
mod read;
mod revoke;

use utoipa::openapi::Object;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{App, given};
use crate::calendar_feeds::FeedOf;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::default().routes(routes!(list::get, make::post)).routes(routes!(revoke::post))
}

/// What a calendar program asks for: it has nothing but the address.
pub(super) fn open() -> OpenApiRouter<App> {
    OpenApiRouter::default().routes(routes!(read::get))
}

/// Whose lessons a feed can show.
fn feed_codes() -> Object {
    given::codes::<FeedOf>()
}
