//! Whether the program runs, and whether it can serve. Open to all, so they name no institution.

mod live;
mod ready;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::App;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::default().routes(routes!(live::get)).routes(routes!(ready::get))
}
