//! `GET /timetable`: the dated lessons of a class, a teacher, a room or a pupil.

use axum::extract::State;
use chrono::NaiveDate;
use dayek_projections::timetable::{self, Of};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::access::{Whose, may_view};
use super::days::must_be_a_span;
use super::lesson::TimetableLesson;
use super::names;
use crate::http::App;
use crate::http::caller::Caller;
use crate::http::consistency::{Shown, Wanted};
use crate::http::extract::QueryOf;
use crate::http::openapi::{ReadHeaders, ReadRefusals};
use crate::http::problem::Refused;

const MOST_DAYS: i64 = 62;
/// Of the whole institution.
const MOST_DAYS_OF_ALL: i64 = 7;

/// Whose lessons, and on which days. Of class, teacher, room and pupil at most one is named; without any,
/// the lessons of the whole institution are shown, at most a week.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct TimetableQuery {
    /// Lessons of this class or group.
    class_id: Option<Uuid>,
    /// Lessons of this teacher, also those in which others replace them.
    teacher_id: Option<Uuid>,
    /// Lessons in this room.
    room_id: Option<Uuid>,
    /// Lessons of the classes and groups this pupil is in today.
    pupil_id: Option<Uuid>,
    /// The first day.
    from: NaiveDate,
    /// The last day, at most 61 days later.
    to: NaiveDate,
}

/// Dated lessons, in the order of the clock.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TimetableLessonList {
    items: Vec<TimetableLesson>,
}

/// Shows the dated lessons of a class, a teacher, a room or a pupil.
#[utoipa::path(
    get,
    path = "/timetable",
    operation_id = "show_lessons",
    tag = "timetable",
    params(TimetableQuery, ReadHeaders),
    responses((status = 200, description = "The lessons.", body = TimetableLessonList), ReadRefusals)
)]
pub(super) async fn get(
    State(app): State<App>,
    caller: Caller,
    QueryOf(query): QueryOf<TimetableQuery>,
    wanted: Wanted,
) -> Result<Shown<TimetableLessonList>, Refused> {
    let applied = wanted.wait(&app, caller, &["timetable", "directory"]).await?;
    let whose = Whose::named(query.class_id, query.teacher_id, query.room_id, query.pupil_id)?;
    may_view(&app, caller, whose).await?;
    let most = if whose == Whose::Everybody { MOST_DAYS_OF_ALL } else { MOST_DAYS };
    must_be_a_span(query.from, query.to, most)?;
    let of = match whose {
        Whose::Everybody => Of::All,
        Whose::Class(class) => Of::Classes(vec![class.0]),
        Whose::Teacher(teacher) => Of::Teacher(teacher.0),
        Whose::Room(room) => Of::Room(room.0),
        Whose::Pupil(pupil) => {
            let classes = caller.classes_of_pupil(&app, pupil).await?;
            Of::Classes(classes.into_iter().map(|class| class.0).collect())
        }
    };
    let institution = caller.institution();
    let rows = timetable::lessons(&app.pool, institution.0, &of, query.from, query.to).await?;
    let names = names::Wanted::of(&rows).names(&app, institution).await?;
    let items = rows.iter().map(|row| TimetableLesson::of(row, &names)).collect();
    Ok(applied.shows(TimetableLessonList { items }))
}
