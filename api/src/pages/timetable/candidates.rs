//! Who and what can be chosen for a lesson: employees and rooms.

use std::collections::HashMap;

use chrono::NaiveDate;
use dayek_projections::directory::{self, RoomRow};
use dayek_projections::timetable::LessonRow;
use uuid::Uuid;

use crate::http::App;
use crate::http::problem::Refused;
use crate::pages::choices::{choice, is_employed};
use crate::pages::people::named;
use crate::pages::views::Choice;
use crate::pages::visitor::Visitor;

/// How many lessons each teacher has among those of a day.
pub(super) fn hours(lessons: &[LessonRow]) -> HashMap<Uuid, i64> {
    let mut hours = HashMap::new();
    for teacher in lessons.iter().filter(|row| !row.cancelled).flat_map(|row| &row.teachers) {
        *hours.entry(*teacher).or_default() += 1;
    }
    hours
}

/// The employees, by name.
pub(super) async fn staff(app: &App, visitor: &Visitor) -> Result<Vec<(Uuid, String)>, Refused> {
    let mut members = directory::members(&app.pool, visitor.caller.institution().0, None).await?;
    members.retain(is_employed);
    let people = named(app, visitor, members).await?;
    Ok(people.into_iter().map(|(name, member)| (member.person_id, name)).collect())
}

/// The rooms that serve on a day.
pub(super) async fn rooms(app: &App, visitor: &Visitor, day: NaiveDate) -> Result<Vec<RoomRow>, Refused> {
    let mut rooms = directory::rooms(&app.pool, visitor.caller.institution().0).await?;
    rooms.retain(|room| room.retired_on.is_none_or(|retired| day < retired));
    Ok(rooms)
}

pub(super) fn people_choices(people: &[(Uuid, String)], chosen: &[Uuid]) -> Vec<Choice> {
    let one = |(person, name): &(Uuid, String)| Choice {
        value: person.to_string(),
        label: name.clone(),
        selected: chosen.contains(person),
    };
    people.iter().map(one).collect()
}

pub(super) fn room_choices(rooms: &[RoomRow], chosen: Option<Uuid>) -> Vec<Choice> {
    rooms.iter().map(|room| choice(room.room_id, &room.name, chosen)).collect()
}
