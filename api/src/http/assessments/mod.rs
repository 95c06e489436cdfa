//! Assessments: planning a column of marks, and seeing one as the log has it.

mod plan;
mod show;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::App;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::default().routes(routes!(plan::post)).routes(routes!(show::get))
}
