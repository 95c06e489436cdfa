//! `POST /calendar-feeds/{feed_id}/revocation`: the caller takes an address of their own back.

use axum::extract::State;
use axum::http::StatusCode;
use uuid::Uuid;

use crate::calendar_feeds;
use crate::http::App;
use crate::http::caller::Caller;
use crate::http::extract::PathOf;
use crate::http::openapi::ReadRefusals;
use crate::http::problem::Refused;
use crate::refusal::Refusal;

/// Takes one of your own addresses for calendar programs back.
#[utoipa::path(
    post,
    path = "/calendar-feeds/{feed_id}/revocation",
    operation_id = "revoke_calendar_feed",
    tag = "timetable",
    params(("feed_id" = Uuid, Path, description = "The address.")),
    responses((status = 204, description = "It shows nothing any more."), ReadRefusals)
)]
pub(super) async fn post(
    State(app): State<App>,
    caller: Caller,
    PathOf(feed_id): PathOf<Uuid>,
) -> Result<StatusCode, Refused> {
    if calendar_feeds::revoke(&app.pool, caller.institution(), caller.person(), feed_id).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Refusal::NotFound.into())
    }
}
