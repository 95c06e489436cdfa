//! Classes: their pupils, their teachers, and who leads and serves them.

mod appoint_leader;
mod assign_psychologist;
mod assign_teacher;
mod compose;
mod enrol_pupil;
mod form;
mod list;
mod list_pupils;
mod rename;
mod settings;
mod transfer_pupil;
mod unassign_teacher;
mod withdraw_pupil;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::App;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::default()
        .routes(routes!(list::get, form::post))
        .routes(routes!(rename::put))
        .routes(routes!(settings::put))
        .routes(routes!(compose::put))
        .routes(routes!(list_pupils::get, enrol_pupil::post))
        .routes(routes!(withdraw_pupil::post))
        .routes(routes!(transfer_pupil::post))
        .routes(routes!(appoint_leader::put))
        .routes(routes!(assign_psychologist::put))
        .routes(routes!(assign_teacher::put))
        .routes(routes!(unassign_teacher::post))
}
