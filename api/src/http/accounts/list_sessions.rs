//! `GET /me/sessions`: the caller's own sessions in pages.

use axum::extract::State;
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::accounts;
use crate::http::App;
use crate::http::caller::Caller;
use crate::http::consistency::{Shown, Wanted};
use crate::http::openapi::{ReadHeaders, ReadRefusals};
use crate::http::problem::Refused;

/// Your sessions that are open, the newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SessionList {
    items: Vec<SessionItem>,
}

/// One browser you are signed in with.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SessionItem {
    session_id: Uuid,
    /// What the browser calls itself.
    device: String,
    created_at: DateTime<Utc>,
    /// To the minute.
    last_seen_at: DateTime<Utc>,
    /// When a second factor was proved; null when none was.
    second_factor_at: Option<DateTime<Utc>>,
    /// Whether it is the one you ask with.
    here: bool,
}

/// Lists your own open sessions.
#[utoipa::path(
    get,
    path = "/me/sessions",
    operation_id = "list_sessions",
    tag = "account",
    params(ReadHeaders),
    responses((status = 200, description = "The sessions.", body = SessionList), ReadRefusals)
)]
pub(super) async fn get(
    State(app): State<App>,
    caller: Caller,
    wanted: Wanted,
) -> Result<Shown<SessionList>, Refused> {
    let applied = wanted.wait(&app, caller, &[]).await?;
    let rows = accounts::list(&app.pool, caller.institution(), caller.person()).await?;
    let items = rows.into_iter().map(|row| SessionItem {
        session_id: row.session_id,
        device: row.device,
        created_at: row.created_at,
        last_seen_at: row.last_seen_at,
        second_factor_at: row.second_factor_at,
        here: caller.session() == Some(row.session_id),
    });
    Ok(applied.shows(SessionList { items: items.collect() }))
}
