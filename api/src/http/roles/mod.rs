//! The roles of a person and the sections opened to an editor: seeing, giving and taking them.

mod close_section;
mod grant;
mod held;
mod list;
mod open_section;
mod revoke;

pub(super) use grant::OrderForm;
pub(super) use held::Held;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::App;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::default()
        .routes(routes!(list::get, grant::post))
        .routes(routes!(revoke::post))
        .routes(routes!(open_section::put))
        .routes(routes!(close_section::post))
}
