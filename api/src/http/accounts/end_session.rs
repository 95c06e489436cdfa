//! `POST /me/sessions/{session_id}/end`: the caller ends a session of their own.

use axum::extract::State;
use axum::http::StatusCode;
use uuid::Uuid;

use crate::accounts;
use crate::http::App;
use crate::http::caller::Caller;
use crate::http::extract::PathOf;
use crate::http::openapi::ReadRefusals;
use crate::http::problem::Refused;
use crate::refusal::Refusal;

/// Ends one of your own sessions.
#[utoipa::path(
    post,
    path = "/me/sessions/{session_id}/end",
    operation_id = "end_session",
    tag = "account",
    params(("session_id" = Uuid, Path, description = "The session.")),
    responses((status = 204, description = "It is over."), ReadRefusals)
)]
pub(super) async fn post(
    State(app): State<App>,
    caller: Caller,
    PathOf(session_id): PathOf<Uuid>,
) -> Result<StatusCode, Refused> {
    if accounts::end(&app.pool, caller.institution(), caller.person(), session_id).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Refusal::NotFound.into())
    }
}
