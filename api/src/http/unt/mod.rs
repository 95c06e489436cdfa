//! The list of those who take the unified national test (ҰБТ).

mod change;
mod list;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::App;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::default().routes(routes!(list::get)).routes(routes!(change::put))
}
