//! Reporting periods: seeing, closing and reopening them.

mod close;
mod list;
mod reopen;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::App;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::default()
        .routes(routes!(list::get))
        .routes(routes!(close::post))
        .routes(routes!(reopen::post))
}
