//! `POST /calendar-feeds`: a secret address for a calendar program is made.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::access::must_be_visible;
use super::feed_codes;
use crate::calendar_feeds::{self, Feed, FeedOf};
use crate::http::App;
use crate::http::caller::Caller;
use crate::http::command::Command;
use crate::http::openapi::{CommandAnswers, CommandHeaders};
use crate::http::problem::Refused;
use crate::http::school_time::SchoolTime;

/// Whose lessons the address shows.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CalendarFeedForm {
    #[schema(schema_with = feed_codes, required)]
    of: FeedOf,
    /// The teacher, class, pupil or room.
    id: Uuid,
}

/// An address that was made.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MadeCalendarFeed {
    feed_id: Uuid,
    /// Below the address of the program. Shown this once and not stored; null when the same command is sent
    /// again.
    address: Option<String>,
}

/// Makes a secret address under which a calendar program reads a timetable you may see.
#[utoipa::path(
    post,
    path = "/calendar-feeds",
    operation_id = "make_calendar_feed",
    tag = "timetable",
    params(CommandHeaders),
    request_body = CalendarFeedForm,
    responses((status = 201, description = "It is made.", body = MadeCalendarFeed), CommandAnswers)
)]
pub(super) async fn post(
    State(app): State<App>,
    caller: Caller,
    Command { form, terms }: Command<CalendarFeedForm>,
) -> Result<(StatusCode, Json<MadeCalendarFeed>), Refused> {
    let CalendarFeedForm { of, id: of_id } = form;
    let institution = caller.institution();
    let today = SchoolTime::of(&app, institution).await?.today();
    let standing = caller.standing_on(&app, today).await?;
    must_be_visible(&app, institution, &standing, (of, of_id), today).await?;
    let feed_id = terms.new_id(&app)?;
    let feed = Feed { institution, feed_id, of, of_id, made_by: caller.person() };
    let file = calendar_feeds::make(&app.pool, app.entropy.as_ref(), feed).await?;
    let address = file.map(|file| format!("/calendar/{}", file.as_str()));
    Ok((StatusCode::CREATED, Json(MadeCalendarFeed { feed_id, address })))
}
