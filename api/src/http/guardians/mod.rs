//! The guardians of a pupil: seeing, linking and unlinking them.

mod link;
mod list;
mod unlink;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::App;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::default()
        .routes(routes!(list::get))
        .routes(routes!(link::put))
        .routes(routes!(unlink::post))
}
