//! Marks: giving, changing and withdrawing them, one or a whole column at once.

mod change;
mod set;
mod withdraw;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::App;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::default()
        .routes(routes!(change::post))
        .routes(routes!(set::put))
        .routes(routes!(withdraw::post))
}
