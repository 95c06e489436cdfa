//! Classes and their pupils.

mod enrol_pupil;
mod list;
mod list_pupils;
mod withdraw_pupil;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::App;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::default()
        .routes(routes!(list::get))
        .routes(routes!(list_pupils::get, enrol_pupil::post))
        .routes(routes!(withdraw_pupil::post))
}
