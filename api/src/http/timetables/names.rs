//! What the things in a timetable are called, looked up once for a whole answer.

use std::collections::HashMap;

use dayek_domain::id::InstitutionId;
use dayek_projections::directory;
use dayek_projections::timetable::LessonRow;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::App;
use crate::http::people::{self, Opener};
use crate::refusal::Refusal;

/// Of what and whom the names are wanted.
#[derive(Debug, Default)]
pub(crate) struct Wanted {
    pub(crate) classes: Vec<Uuid>,
    pub(crate) subjects: Vec<Uuid>,
    pub(crate) rooms: Vec<Uuid>,
    pub(crate) people: Vec<Uuid>,
}

/// The names; what the institution does not know, and who has been erased, has none.
#[derive(Debug, Default)]
pub(crate) struct Names {
    classes: HashMap<Uuid, String>,
    subjects: HashMap<Uuid, String>,
    rooms: HashMap<Uuid, String>,
    people: HashMap<Uuid, String>,
}

/// Somebody who gives lessons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct TimetableTeacher {
    teacher_id: Uuid,
    /// Family name first; null when it has been erased.
    name: Option<String>,
}

impl Wanted {
    /// Everything that is named in these lessons.
    pub(crate) fn of(rows: &[LessonRow]) -> Self {
        let mut wanted = Self::default();
        for row in rows {
            wanted.classes.push(row.class_id);
            wanted.subjects.push(row.subject_id);
            wanted.rooms.extend(row.room_id);
            wanted.people.extend(row.teachers.iter().chain(&row.replaced));
        }
        wanted
    }

    pub(crate) async fn names(mut self, app: &App, institution: InstitutionId) -> Result<Names, Refusal> {
        for ids in [&mut self.classes, &mut self.subjects, &mut self.rooms, &mut self.people] {
            ids.sort_unstable();
            ids.dedup();
        }
        let (pool, of) = (&app.pool, institution.0);
        let people = if self.people.is_empty() {
            HashMap::new()
        } else {
            let known = directory::people(pool, of, &self.people).await?;
            Opener::of(app, institution, &people::sealed(&known)).await?.names(&known)?
        };
        Ok(Names {
            classes: directory::class_names(pool, of, &self.classes).await?,
            subjects: directory::subject_names(pool, of, &self.subjects).await?,
            rooms: directory::room_names(pool, of, &self.rooms).await?,
            people,
        })
    }
}

impl Names {
    pub(crate) fn class(&self, id: Uuid) -> Option<String> {
        self.classes.get(&id).cloned()
    }

    pub(crate) fn subject(&self, id: Uuid) -> Option<String> {
        self.subjects.get(&id).cloned()
    }

    pub(crate) fn room(&self, id: Uuid) -> Option<String> {
        self.rooms.get(&id).cloned()
    }

    pub(crate) fn person(&self, id: Uuid) -> Option<String> {
        self.people.get(&id).cloned()
    }

    pub(crate) fn teachers(&self, ids: &[Uuid]) -> Vec<TimetableTeacher> {
        ids.iter().map(|id| TimetableTeacher { teacher_id: *id, name: self.person(*id) }).collect()
    }
}
