//! Who and which rooms are free at one moment of a day.

use std::collections::{BTreeSet, HashMap, HashSet};

use axum::extract::{Query, State};
use axum::response::Response;
use dayek_domain::access::{Action, Object};
use dayek_domain::timetable::Weekday;
use dayek_projections::directory::{self, BellScheduleRow};
use dayek_projections::timetable::{self, Of};
use serde::Deserialize;
use uuid::Uuid;

use super::candidates::{hours, rooms, staff};
use super::{clock, day, weekday, written};
use crate::http::App;
use crate::http::problem::Refused;
use crate::http::timetables::occupancy::Moment;
use crate::pages::form::page;
use crate::pages::views::{Choice, FreeRoom, FreeTeacher, TimetableFree};
use crate::pages::visitor::Visitor;

/// The numbers that can be asked for where no bells are known.
const NUMBERS: std::ops::RangeInclusive<i16> = 1..=10;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::pages) struct FreeQuery {
    date: Option<String>,
    number: Option<String>,
}

pub(in crate::pages) async fn get(
    State(app): State<App>,
    visitor: Visitor,
    Query(query): Query<FreeQuery>,
) -> Result<Response, Refused> {
    visitor.may(Action::ViewTimetable, &Object::Institution)?;
    let words = visitor.words;
    let institution = visitor.caller.institution();
    let date = query.date.as_deref().and_then(day).unwrap_or_else(|| visitor.time.today());
    let number: Option<i16> = query.number.as_deref().and_then(|number| number.trim().parse().ok());
    let bells = match visitor.year {
        Some(year) => directory::bell_schedules(&app.pool, institution.0, year).await?,
        None => vec![],
    };
    let (mut asked, mut teachers, mut free_rooms) = (None, vec![], vec![]);
    if let Some(number) = number {
        let lessons = timetable::lessons(&app.pool, institution.0, &Of::All, date, date).await?;
        let moment = Moment::of_number(number, &lessons, &bells);
        let busy = moment.occupied(&lessons);
        let hours = hours(&lessons);
        let teaching = directory::teaching(&app.pool, institution.0).await?;
        let teaches: HashSet<Uuid> = teaching.iter().map(|row| row.teacher_id).collect();
        let free = staff(&app, &visitor).await?.into_iter();
        let free = free.filter(|(id, _)| teaches.contains(id) && !busy.teachers.contains(id));
        teachers.extend(free.map(|(teacher, name)| FreeTeacher {
            href: format!("/timetable?teacher={teacher}&week={date}"),
            name,
            lessons: hours.get(&teacher).copied().unwrap_or_default().to_string(),
        }));
        let buildings = directory::buildings(&app.pool, institution.0).await?;
        let buildings: HashMap<Uuid, String> =
            buildings.into_iter().map(|row| (row.building_id, row.name)).collect();
        let rooms = rooms(&app, &visitor, date).await?.into_iter();
        let rooms = rooms.filter(|room| !busy.rooms.contains(&room.room_id));
        free_rooms.extend(rooms.map(|room| FreeRoom {
            href: format!("/timetable?room={}&week={date}", room.room_id),
            name: room.name,
            building: room.building_id.and_then(|id| buildings.get(&id).cloned()),
            seats: room.seats.map(|seats| seats.to_string()),
        }));
        let day = format!("{}, {}", weekday(words, Weekday::from_date(date)), written(date));
        let times: Vec<String> = moment.hours.iter().map(|hour| clock(hour.begins, hour.ends)).collect();
        let (number, times) = (number.to_string(), times.join(", "));
        asked = Some(words.ta("timetable-free-at", &[("day", &day), ("number", &number), ("times", &times)]));
    }
    page(&TimetableFree {
        frame: visitor.frame(&app, words.t("timetable-free-title")).await?,
        date: date.to_string(),
        numbers: numbers(&bells, number),
        asked,
        teachers,
        rooms: free_rooms,
    })
}

/// Every number that rings.
fn numbers(bells: &[BellScheduleRow], asked: Option<i16>) -> Vec<Choice> {
    let mut rung: BTreeSet<i16> =
        bells.iter().flat_map(|schedule| &schedule.bells).map(|bell| bell.number).collect();
    if rung.is_empty() {
        rung.extend(NUMBERS);
    }
    rung.extend(asked);
    let one = |number: i16| Choice {
        value: number.to_string(),
        label: number.to_string(),
        selected: asked == Some(number),
    };
    rung.into_iter().map(one).collect()
}
