//! Tokens of one's own, for programs: seeing, issuing and revoking them.

mod issue;
mod list;
mod revoke;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::App;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::default().routes(routes!(list::get, issue::post)).routes(routes!(revoke::post))
}
