//! The change history: who changed what, when, from which value to which, and why.

mod cursor;
pub(crate) mod item;
mod list;
pub(crate) mod words;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::App;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::default().routes(routes!(list::get))
}
