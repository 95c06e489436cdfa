//! The institution itself: what stands of it in papers, and which pages and kinds of marks it uses.

mod function;
mod mark_kind;
mod profile;
mod show;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::App;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::default()
        .routes(routes!(show::get))
        .routes(routes!(profile::put))
        .routes(routes!(function::put))
        .routes(routes!(mark_kind::put))
}
