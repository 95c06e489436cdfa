//! The rooms of the institution.

mod add;
mod change;
mod list;
mod retire;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::App;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::default()
        .routes(routes!(list::get, add::post))
        .routes(routes!(change::put))
        .routes(routes!(retire::post))
}
