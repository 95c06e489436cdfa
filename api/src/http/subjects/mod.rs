//! The subjects of the institution.

mod add;
mod change;
mod list;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::App;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::default().routes(routes!(list::get, add::post)).routes(routes!(change::put))
}
