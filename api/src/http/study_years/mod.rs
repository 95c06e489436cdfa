//! Study years: their sets of reporting periods, their periods, their holidays, and the way to the next.

mod change;
mod declare_holiday;
mod define;
mod define_period;
mod define_set;
mod list;
mod promote;
mod withdraw_holiday;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::App;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::default()
        .routes(routes!(list::get, define::post))
        .routes(routes!(change::put))
        .routes(routes!(define_set::put))
        .routes(routes!(define_period::put))
        .routes(routes!(declare_holiday::put))
        .routes(routes!(withdraw_holiday::post))
        .routes(routes!(promote::post))
}
