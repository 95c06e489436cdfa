//! The institutions below a governing organisation, and whose an institution says it is.

mod admit;
pub(crate) mod below;
mod list;
mod place;
mod release;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::App;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::default()
        .routes(routes!(list::get))
        .routes(routes!(admit::put))
        .routes(routes!(release::post))
        .routes(routes!(place::put))
}
