//! Timetables in a calendar program: secret addresses of one's own, made here and taken back.

use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use super::names::{Asked, Names};
use crate::calendar_feeds::{self, Feed, FeedOf, FeedRow};
use crate::entropy::new_id;
use crate::http::App;
use crate::http::calendar_feeds::access::must_be_visible;
use crate::http::problem::Refused;
use crate::log::LogError;
use crate::pages::form::{Sent, go_to, page};
use crate::pages::invitations::own_address;
use crate::pages::views::{FeedLine, TimetableFeeds};
use crate::pages::visitor::Visitor;
use crate::refusal::Refusal;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::pages) struct FeedsQuery {
    done: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::pages) struct FeedSent {
    of: String,
    id: Uuid,
}

pub(in crate::pages) async fn get(
    State(app): State<App>,
    visitor: Visitor,
    Query(FeedsQuery { done: _ }): Query<FeedsQuery>,
) -> Result<Response, Refused> {
    page(&view(&app, &visitor, None).await?)
}

/// The address is shown in the answer itself, once; its secret is not stored.
pub(in crate::pages) async fn make(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    Sent(sent): Sent<FeedSent>,
) -> Result<Response, Refused> {
    let of: FeedOf = sent.of.parse().map_err(|_| Refusal::NotFound)?;
    let (institution, today) = (visitor.caller.institution(), visitor.time.today());
    must_be_visible(&app, institution, &visitor.standing, (of, sent.id), today).await?;
    let feed_id = new_id(app.entropy.as_ref()).map_err(LogError::from)?;
    let feed = Feed { institution, feed_id, of, of_id: sent.id, made_by: visitor.caller.person() };
    let file = calendar_feeds::make(&app.pool, app.entropy.as_ref(), feed).await?;
    let fresh = file.map(|file| format!("{}/calendar/{}", own_address(&headers), file.as_str()));
    page(&view(&app, &visitor, fresh).await?)
}

pub(in crate::pages) async fn revoke(
    State(app): State<App>,
    visitor: Visitor,
    Path(feed): Path<Uuid>,
) -> Result<Response, Refused> {
    let (institution, person) = (visitor.caller.institution(), visitor.caller.person());
    if calendar_feeds::revoke(&app.pool, institution, person, feed).await? {
        Ok(go_to("/timetable/feeds?done=revoked"))
    } else {
        Err(Refusal::NotFound.into())
    }
}

async fn view(app: &App, visitor: &Visitor, fresh: Option<String>) -> Result<TimetableFeeds, Refused> {
    let (institution, person) = (visitor.caller.institution(), visitor.caller.person());
    let rows = calendar_feeds::list(&app.pool, institution, person).await?;
    let mut asked = Asked::default();
    for row in &rows {
        match row.of_kind.parse() {
            Ok(FeedOf::Class) => asked.classes.push(row.of_id),
            Ok(FeedOf::Room) => asked.rooms.push(row.of_id),
            Ok(FeedOf::Teacher | FeedOf::Pupil) => asked.people.push(row.of_id),
            Err(_) => {}
        }
    }
    let names = Names::of(app, visitor, asked).await?;
    let feeds = rows.iter().map(|row| FeedLine {
        id: row.feed_id.to_string(),
        label: label(visitor, &names, row),
        made: visitor.time.written(row.made_at),
    });
    Ok(TimetableFeeds {
        frame: visitor.frame(app, visitor.words.t("timetable-feed-own")).await?,
        fresh,
        feeds: feeds.collect(),
    })
}

fn label(visitor: &Visitor, names: &Names, row: &FeedRow) -> String {
    let words = visitor.words;
    match row.of_kind.parse() {
        Ok(FeedOf::Class) => words.t1("sheet-week-class", "name", &names.class(row.of_id)),
        Ok(FeedOf::Room) => words.t1("sheet-week-room", "name", &names.room(row.of_id)),
        Ok(FeedOf::Teacher) => words.t1("sheet-week-teacher", "name", &names.person(row.of_id)),
        Ok(FeedOf::Pupil) => words.t1("timetable-feed-pupil", "name", &names.person(row.of_id)),
        Err(_) => words.t("somebody"),
    }
}
