//! The roles of a person: seeing, granting and revoking them.

mod grant;
mod held;
mod list;
mod revoke;

pub(super) use held::HeldRole;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::App;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::default().routes(routes!(list::get, grant::post)).routes(routes!(revoke::post))
}
