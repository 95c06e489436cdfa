//! Words for what stands in some changes as ids or sealed: one query for each kind of thing, and one
//! look-up of keys for all of them.

use std::collections::HashMap;

use chrono::NaiveDate;
use dayek_domain::id::InstitutionId;
use dayek_projections::change_history::{Kind, Piece, Row, lines};
use dayek_projections::{directory, timetable};
use sqlx::PgPool;
use uuid::Uuid;

use super::item;
use crate::http::App;
use crate::http::people::{self, Opener};
use crate::refusal::Refusal;

/// What can be said in words about some changes. What is not known or has been erased has no name.
pub(crate) struct Words {
    pub(crate) opener: Opener,
    people: HashMap<Uuid, String>,
    classes: HashMap<Uuid, String>,
    subjects: HashMap<Uuid, String>,
    periods: HashMap<Uuid, String>,
    institutions: HashMap<Uuid, String>,
    /// Rooms, buildings, bell schedules and sets of periods.
    things: HashMap<Uuid, String>,
    /// Class and day of lessons.
    lessons: HashMap<Uuid, (Uuid, NaiveDate)>,
}

impl Words {
    pub(crate) async fn of(app: &App, institution: InstitutionId, rows: &[Row]) -> Result<Self, Refusal> {
        let pool = &app.pool;
        let named = named_in(rows);
        let teachers = of(&named, &["teacher"]).map(Some);
        // A guardian's row is about the guardian, and its stream is the pupil's.
        let pupils =
            rows.iter().filter(|row| row.kind == Kind::Guardian.code()).map(|row| Some(row.stream_id));
        let involved = rows.iter().flat_map(|row| [row.author_id, row.person_id]);
        let involved = ids(involved.chain(teachers).chain(pupils));
        let involved = directory::people(pool, institution.0, &involved).await?;
        let mut sealed = item::sealed(rows);
        sealed.extend(people::sealed(&involved));
        let opener = Opener::of(app, institution, &sealed).await?;

        let lessons: Vec<Uuid> = of(&named, &["lesson"]).collect();
        let lessons = timetable::places_of(pool, institution.0, &lessons).await?;
        let of_lessons = lessons.values().map(|(class, _)| Some(*class));
        let classes = of(&named, &["class"]).map(Some).chain(of_lessons);
        let classes = ids(rows.iter().map(|row| row.class_id).chain(classes));
        let subjects = of(&named, &["subject"]).map(Some);
        let subjects = ids(rows.iter().map(|row| row.subject_id).chain(subjects));
        let periods = ids(rows.iter().map(|row| row.period_id));
        let institutions = ids(rows.iter().filter(|row| is_tie(row)).flat_map(|row| {
            [&row.old_value, &row.new_value]
                .map(|value| value.as_deref().and_then(|id| Uuid::parse_str(id).ok()))
        }));
        Ok(Self {
            people: opener.names(&involved)?,
            opener,
            classes: directory::class_names(pool, institution.0, &classes).await?,
            subjects: directory::subject_names(pool, institution.0, &subjects).await?,
            periods: directory::period_names(pool, institution.0, &periods).await?,
            institutions: directory::tied(pool, institution.0, &institutions).await?,
            things: things(pool, institution, &named).await?,
            lessons,
        })
    }

    /// A person's full name, or the name of a program.
    pub(crate) fn person(&self, id: Option<Uuid>) -> Option<String> {
        self.people.get(&id?).cloned()
    }

    pub(crate) fn class(&self, id: Option<Uuid>) -> Option<String> {
        self.classes.get(&id?).cloned()
    }

    pub(crate) fn subject(&self, id: Option<Uuid>) -> Option<String> {
        self.subjects.get(&id?).cloned()
    }

    pub(crate) fn period(&self, id: Option<Uuid>) -> Option<String> {
        self.periods.get(&id?).cloned()
    }

    /// An institution above or below, as far as it says itself that it is.
    pub(crate) fn institution(&self, id: &str) -> Option<&str> {
        self.institutions.get(&Uuid::parse_str(id).ok()?).map(String::as_str)
    }

    /// What stands in a value as an id; a lesson is told by its class and day.
    pub(crate) fn thing(&self, of: &str, id: &str) -> Option<String> {
        let id = Uuid::parse_str(id).ok()?;
        match of {
            "teacher" => self.person(Some(id)),
            "class" => self.class(Some(id)),
            "subject" => self.subject(Some(id)),
            "lesson" => {
                let (class, day) = self.lessons.get(&id)?;
                Some(format!("{} {}", self.class(Some(*class))?, day.format("%d.%m.%Y")))
            }
            _ => self.things.get(&id).cloned(),
        }
    }
}

/// The ids that stand in values, by what they are of.
type NamedIds<'a> = HashMap<&'a str, Vec<Uuid>>;

fn named_in(rows: &[Row]) -> NamedIds<'_> {
    let mut named = NamedIds::new();
    for row in rows {
        let values = [&row.old_value, &row.new_value].into_iter().filter_map(Option::as_deref);
        for piece in values.flat_map(|value| lines(&row.kind, value)).flatten() {
            if let Piece::Code { of, is } = piece
                && let Ok(id) = Uuid::parse_str(is)
            {
                named.entry(of).or_default().push(id);
            }
        }
    }
    named
}

fn of<'a>(named: &'a NamedIds<'_>, codes: &'a [&str]) -> impl Iterator<Item = Uuid> {
    codes.iter().filter_map(|code| named.get(*code)).flatten().copied()
}

async fn things(
    pool: &PgPool,
    institution: InstitutionId,
    named: &NamedIds<'_>,
) -> Result<HashMap<Uuid, String>, Refusal> {
    let ids_of = |codes: &[&str]| of(named, codes).collect::<Vec<Uuid>>();
    let mut things = directory::room_names(pool, institution.0, &ids_of(&["room"])).await?;
    things.extend(directory::building_names(pool, institution.0, &ids_of(&["building"])).await?);
    things.extend(directory::bell_schedule_names(pool, institution.0, &ids_of(&["bells", "like"])).await?);
    things.extend(directory::period_set_names(pool, institution.0, &ids_of(&["set"])).await?);
    Ok(things)
}

/// Whether the values of a change are ids of institutions above or below.
fn is_tie(row: &Row) -> bool {
    row.kind == Kind::Institution.code() && matches!(row.title.as_deref(), Some("parent" | "subordinate"))
}

/// Each id once.
fn ids(named: impl Iterator<Item = Option<Uuid>>) -> Vec<Uuid> {
    let mut ids: Vec<Uuid> = named.flatten().collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}
