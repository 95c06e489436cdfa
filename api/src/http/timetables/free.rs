//! `GET /timetable/free`: which teachers and rooms are free at an hour.

use std::collections::BTreeMap;

use axum::extract::State;
use chrono::{NaiveDate, NaiveTime};
use dayek_domain::access::{Action, Object};
use dayek_projections::directory::{self, BellScheduleRow};
use dayek_projections::timetable::{self, Of};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::days::must_be_a_school_day;
use super::names;
use super::occupancy::Moment;
use crate::http::App;
use crate::http::caller::Caller;
use crate::http::consistency::{Shown, Wanted};
use crate::http::extract::QueryOf;
use crate::http::openapi::{ReadHeaders, ReadRefusals};
use crate::http::problem::Refused;

/// A day and a lesson number.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct FreeQuery {
    date: NaiveDate,
    /// Number in the bell schedule of the day.
    number: u8,
}

/// Who and what is free, by the clock.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FreeList {
    /// The hours the number stands for on that day.
    hours: Vec<FreeHour>,
    teachers: Vec<FreeTeacher>,
    rooms: Vec<FreeRoom>,
}

/// From when to when by the clock of the school.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FreeHour {
    begins: NaiveTime,
    ends: NaiveTime,
}

/// A teacher who has no lesson then.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FreeTeacher {
    teacher_id: Uuid,
    name: Option<String>,
    /// What they teach.
    subjects: Vec<String>,
    /// How many lessons they give on that day.
    lessons: usize,
}

/// A room in which there is no lesson then.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FreeRoom {
    room_id: Uuid,
    name: String,
    seats: Option<i32>,
}

/// Shows which teachers and rooms are free at a lesson number of a day.
#[utoipa::path(
    get,
    path = "/timetable/free",
    operation_id = "show_free",
    tag = "timetable",
    params(FreeQuery, ReadHeaders),
    responses((status = 200, description = "Who and what is free.", body = FreeList), ReadRefusals)
)]
pub(super) async fn get(
    State(app): State<App>,
    caller: Caller,
    QueryOf(FreeQuery { date, number }): QueryOf<FreeQuery>,
    wanted: Wanted,
) -> Result<Shown<FreeList>, Refused> {
    caller.may(&app, Action::ViewTimetable, &Object::Institution).await?;
    must_be_a_school_day(date, "date")?;
    let applied = wanted.wait(&app, caller, &["timetable", "directory"]).await?;
    let institution = caller.institution();
    let day = timetable::lessons(&app.pool, institution.0, &Of::All, date, date).await?;
    let bells = bells_of(&app, institution.0, date).await?;
    let moment = Moment::of_number(i16::from(number), &day, &bells);
    let taken = moment.occupied(&day);

    let mut subjects: BTreeMap<Uuid, Vec<String>> = BTreeMap::new();
    for row in directory::teaching(&app.pool, institution.0).await? {
        let known = subjects.entry(row.teacher_id).or_default();
        if let Some(name) = row.subject_name
            && !known.contains(&name)
        {
            known.push(name);
        }
    }
    subjects.retain(|teacher, _| !taken.teachers.contains(teacher));
    let people = subjects.keys().copied().collect();
    let names = names::Wanted { people, ..names::Wanted::default() }.names(&app, institution).await?;
    let teachers = subjects.into_iter().map(|(teacher_id, subjects)| FreeTeacher {
        teacher_id,
        name: names.person(teacher_id),
        subjects,
        lessons: day.iter().filter(|row| !row.cancelled && row.teachers.contains(&teacher_id)).count(),
    });
    let mut teachers: Vec<FreeTeacher> = teachers.collect();
    teachers.sort_by(|one, other| (&one.name, one.teacher_id).cmp(&(&other.name, other.teacher_id)));
    let rooms = directory::rooms(&app.pool, institution.0).await?.into_iter();
    let in_use = rooms.filter(|room| room.retired_on.is_none_or(|on| date < on));
    let free = in_use.filter(|room| !taken.rooms.contains(&room.room_id));
    let rooms = free.map(|room| FreeRoom { room_id: room.room_id, name: room.name, seats: room.seats });
    let hours = moment.hours.iter().map(|hour| FreeHour { begins: hour.begins, ends: hour.ends });
    Ok(applied.shows(FreeList { hours: hours.collect(), teachers, rooms: rooms.collect() }))
}

/// The bells of the study years a day lies in.
async fn bells_of(
    app: &App,
    institution: Uuid,
    date: NaiveDate,
) -> Result<Vec<BellScheduleRow>, sqlx::Error> {
    let mut bells = Vec::new();
    for year in directory::study_years(&app.pool, institution).await? {
        if year.first_day <= date && date <= year.last_day {
            bells.extend(directory::bell_schedules(&app.pool, institution, year.study_year_id).await?);
        }
    }
    Ok(bells)
}
