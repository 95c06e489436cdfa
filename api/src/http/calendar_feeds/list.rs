//! `GET /calendar-feeds`: the caller's own addresses for calendar programs.

use axum::extract::State;
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::feed_codes;
use crate::calendar_feeds;
use crate::http::App;
use crate::http::caller::Caller;
use crate::http::consistency::{Shown, Wanted};
use crate::http::openapi::{ReadHeaders, ReadRefusals};
use crate::http::problem::Refused;

/// Your addresses that still count, the newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CalendarFeedList {
    items: Vec<CalendarFeedItem>,
}

/// An address, without its secret.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CalendarFeedItem {
    feed_id: Uuid,
    #[schema(schema_with = feed_codes)]
    of: String,
    /// The teacher, class, pupil or room.
    id: Uuid,
    made_at: DateTime<Utc>,
}

/// Lists your own addresses for calendar programs.
#[utoipa::path(
    get,
    path = "/calendar-feeds",
    operation_id = "list_calendar_feeds",
    tag = "timetable",
    params(ReadHeaders),
    responses((status = 200, description = "The addresses.", body = CalendarFeedList), ReadRefusals)
)]
pub(super) async fn get(
    State(app): State<App>,
    caller: Caller,
    wanted: Wanted,
) -> Result<Shown<CalendarFeedList>, Refused> {
    let applied = wanted.wait(&app, caller, &[]).await?;
    let rows = calendar_feeds::list(&app.pool, caller.institution(), caller.person()).await?;
    let items = rows.into_iter().map(|row| CalendarFeedItem {
        feed_id: row.feed_id,
        of: row.of_kind,
        id: row.of_id,
        made_at: row.made_at,
    });
    Ok(applied.shows(CalendarFeedList { items: items.collect() }))
}
