//! How people get in: invitations, the accounts of others, one's own sessions.

mod block;
mod end_session;
mod invite;
mod list_sessions;
mod remove_second_factor;
mod restore;
mod show;
mod unblock;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::App;
use super::problem::Refused;
use crate::refusal::Refusal;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::default()
        .routes(routes!(show::get))
        .routes(routes!(block::post))
        .routes(routes!(unblock::post))
        .routes(routes!(remove_second_factor::post))
        .routes(routes!(restore::post))
        .routes(routes!(invite::post))
        .routes(routes!(list_sessions::get))
        .routes(routes!(end_session::post))
}

/// Carries a deed of several steps to its end, also when whoever asked has gone meanwhile.
pub(crate) async fn to_the_end<T: Send + 'static>(
    deed: impl Future<Output = Result<T, Refused>> + Send + 'static,
) -> Result<T, Refused> {
    match tokio::spawn(deed).await {
        Ok(result) => result,
        Err(broken) => Err(Refusal::Broken(broken.to_string()).into()),
    }
}
