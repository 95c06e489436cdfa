//! Reports about people: the lists of pupils and of staff, as JSON and as files; and the empty table with
//! which people are brought in.

mod pupils;
mod staff;
mod template;
mod words;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::App;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::default()
        .routes(routes!(pupils::get))
        .routes(routes!(pupils::get_xlsx))
        .routes(routes!(pupils::get_csv))
        .routes(routes!(staff::get))
        .routes(routes!(staff::get_xlsx))
        .routes(routes!(staff::get_csv))
        .routes(routes!(template::get))
}
