//! `GET /calendar/{file}`: what a calendar program reads, as its maker may see it now.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use chrono::{Days, NaiveDate};
use dayek_projections::directory;
use dayek_projections::timetable::{self, LessonRow, Of};
use uuid::Uuid;

use super::access::must_be_visible;
use super::ics;
use crate::accounts;
use crate::calendar_feeds::{self, Feed, FeedOf};
use crate::clock;
use crate::http::App;
use crate::http::extract::PathOf;
use crate::http::problem::Refused;
use crate::http::school_time::SchoolTime;
use crate::http::timetables::names::{Names, Wanted};
use crate::refusal::Refusal;
use crate::standing::{self, Asked};

const DAYS_BACK: Days = Days::new(60);
const DAYS_AHEAD: Days = Days::new(180);

/// Shows a timetable to a calendar program, by its secret address.
#[utoipa::path(
    get,
    path = "/calendar/{file}",
    operation_id = "read_calendar",
    tag = "timetable",
    security(()),
    params(("file" = String, Path, description = "The last part of the address, as it was made.")),
    responses(
        (status = 200, description = "The lessons as iCalendar.", content_type = "text/calendar", body = String),
        (status = 404, description = "There is no such address, or its maker may not see the lessons any more.")
    )
)]
pub(super) async fn get(State(app): State<App>, PathOf(file): PathOf<String>) -> Result<Response, Refused> {
    let feed = calendar_feeds::find(&app.pool, &file).await?.ok_or(Refusal::NotFound)?;
    let Feed { institution, of, of_id, made_by, .. } = feed;
    let time = SchoolTime::of(&app, institution).await?;
    let today = time.today();
    if accounts::account_of(&app.log, institution, made_by).await?.is_blocked() {
        return Err(Refusal::NotFound.into());
    }
    // A calendar program proves no second factor: what needs one is asleep here.
    let asked = Asked { institution, person: made_by, two_factors: false, day: today };
    let standing = standing::now(&app.log, asked).await?;
    must_be_visible(&app, institution, &standing, (of, of_id), today).await?;

    let from = today.checked_sub_days(DAYS_BACK).unwrap_or(today);
    let to = today.checked_add_days(DAYS_AHEAD).unwrap_or(today);
    let classes = classes(&app, feed, today).await?;
    let rows = lessons(&app, feed, &classes, (from, to)).await?;
    let mut wanted = Wanted { people: Vec::new(), ..Wanted::of(&rows) };
    wanted.classes.extend(&classes);
    wanted.rooms.push(of_id);
    wanted.people.extend((of == FeedOf::Teacher).then_some(of_id));
    let names = wanted.names(&app, institution).await?;
    let title = title(feed, &classes, &names);
    let calendar = ics::written(&title, &rows, &names, (from, to), time.zone(), clock::now());
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CACHE_CONTROL, "private, max-age=900"),
    ];
    Ok((headers, calendar).into_response())
}

/// The classes whose lessons are shown.
async fn classes(app: &App, feed: Feed, today: NaiveDate) -> Result<Vec<Uuid>, sqlx::Error> {
    match feed.of {
        FeedOf::Class => Ok(vec![feed.of_id]),
        FeedOf::Pupil => directory::classes_of_pupil(&app.pool, feed.institution.0, feed.of_id, today).await,
        FeedOf::Teacher | FeedOf::Room => Ok(Vec::new()),
    }
}

async fn lessons(
    app: &App,
    feed: Feed,
    classes: &[Uuid],
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Vec<LessonRow>, sqlx::Error> {
    let of = match feed.of {
        FeedOf::Teacher => Of::Teacher(feed.of_id),
        FeedOf::Room => Of::Room(feed.of_id),
        FeedOf::Class | FeedOf::Pupil => Of::Classes(classes.to_vec()),
    };
    let mut rows = timetable::lessons(&app.pool, feed.institution.0, &of, from, to).await?;
    if feed.of == FeedOf::Teacher {
        // What others give in the teacher's place is no lesson of theirs.
        rows.retain(|row| row.teachers.contains(&feed.of_id));
    }
    Ok(rows)
}

/// What the calendar is called. A pupil's is called by the classes: no name of a pupil leaves the school.
fn title(feed: Feed, classes: &[Uuid], names: &Names) -> String {
    let title = match feed.of {
        FeedOf::Teacher => names.person(feed.of_id),
        FeedOf::Room => names.room(feed.of_id),
        FeedOf::Class | FeedOf::Pupil => {
            let classes: Vec<String> = classes.iter().filter_map(|class| names.class(*class)).collect();
            Some(classes.join(", "))
        }
    };
    title.unwrap_or_default()
}
