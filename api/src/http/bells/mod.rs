//! Bell schedules: when the lessons of a day begin and end, and the days that ring otherwise.

mod list;
mod set;
mod set_day;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::App;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::default()
        .routes(routes!(list::get))
        .routes(routes!(set::put))
        .routes(routes!(set_day::put))
}
