//! R17: cancelled and substituted lessons, as an answer and as a file.

pub(crate) mod report;

mod files;
mod show;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::App;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::default()
        .routes(routes!(show::get))
        .routes(routes!(files::get_csv))
        .routes(routes!(files::get_xlsx))
}
