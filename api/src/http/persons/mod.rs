//! People: adding them, putting their data right, taking them off the lists and bringing them back.

mod amend;
mod archive;
mod cursor;
mod form;
mod list;
mod register;
mod restore;
mod show;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::App;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::default()
        .routes(routes!(list::get, register::post))
        .routes(routes!(show::get, amend::put))
        .routes(routes!(archive::post))
        .routes(routes!(restore::post))
}
