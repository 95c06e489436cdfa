//! What lessons are about, by name: classes, subjects, rooms and people of one page, read at once.

use std::collections::HashMap;

use dayek_projections::directory;
use dayek_projections::timetable::LessonRow;
use uuid::Uuid;

use crate::http::App;
use crate::http::problem::Refused;
use crate::pages::people::names_of;
use crate::pages::visitor::Visitor;

/// The ids that have to be named.
#[derive(Default)]
pub(super) struct Asked {
    pub(super) classes: Vec<Uuid>,
    pub(super) subjects: Vec<Uuid>,
    pub(super) rooms: Vec<Uuid>,
    pub(super) people: Vec<Uuid>,
}

pub(super) struct Names {
    classes: HashMap<Uuid, String>,
    subjects: HashMap<Uuid, String>,
    rooms: HashMap<Uuid, String>,
    people: HashMap<Uuid, String>,
    somebody: String,
    subject: String,
}

impl Asked {
    pub(super) fn lessons(&mut self, lessons: &[LessonRow]) {
        for row in lessons {
            self.classes.push(row.class_id);
            self.subjects.push(row.subject_id);
            self.rooms.extend(row.room_id);
            self.people.extend(row.teachers.iter().chain(&row.replaced).copied());
            self.people.extend(row.changed_by);
        }
    }
}

impl Names {
    pub(super) async fn of(app: &App, visitor: &Visitor, mut asked: Asked) -> Result<Self, Refused> {
        for ids in [&mut asked.classes, &mut asked.subjects, &mut asked.rooms, &mut asked.people] {
            ids.sort_unstable();
            ids.dedup();
        }
        let institution = visitor.caller.institution();
        Ok(Self {
            classes: directory::class_names(&app.pool, institution.0, &asked.classes).await?,
            subjects: directory::subject_names(&app.pool, institution.0, &asked.subjects).await?,
            rooms: directory::room_names(&app.pool, institution.0, &asked.rooms).await?,
            people: names_of(app, institution, &asked.people).await?,
            somebody: visitor.words.t("somebody"),
            subject: visitor.words.t("subject"),
        })
    }

    pub(super) async fn of_lessons(
        app: &App,
        visitor: &Visitor,
        lessons: &[LessonRow],
    ) -> Result<Self, Refused> {
        let mut asked = Asked::default();
        asked.lessons(lessons);
        Self::of(app, visitor, asked).await
    }

    pub(super) fn class(&self, class: Uuid) -> String {
        self.classes.get(&class).cloned().unwrap_or_else(|| self.somebody.clone())
    }

    pub(super) fn subject(&self, subject: Uuid) -> String {
        self.subjects.get(&subject).cloned().unwrap_or_else(|| self.subject.clone())
    }

    pub(super) fn room(&self, room: Uuid) -> String {
        self.rooms.get(&room).cloned().unwrap_or_else(|| self.somebody.clone())
    }

    pub(super) fn person(&self, person: Uuid) -> String {
        self.people.get(&person).cloned().unwrap_or_else(|| self.somebody.clone())
    }

    /// Several people in a row.
    pub(super) fn people(&self, people: &[Uuid]) -> String {
        let names: Vec<String> = people.iter().map(|person| self.person(*person)).collect();
        names.join(", ")
    }
}
