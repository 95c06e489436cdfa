//! Words for what stands in some changes as ids or sealed: one query for each kind of thing, and one
//! look-up of keys for all of them.

use std::collections::HashMap;

use dayek_domain::id::InstitutionId;
use dayek_projections::change_history::{Kind, Row};
use dayek_projections::directory;
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
}

impl Words {
    pub(crate) async fn of(app: &App, institution: InstitutionId, rows: &[Row]) -> Result<Self, Refusal> {
        let pool = &app.pool;
        let involved = ids(rows.iter().flat_map(|row| [row.author_id, row.person_id]));
        let involved = directory::people(pool, institution.0, &involved).await?;
        let mut sealed = item::sealed(rows);
        sealed.extend(people::sealed(&involved));
        let opener = Opener::of(app, institution, &sealed).await?;

        let classes = ids(rows.iter().map(|row| row.class_id));
        let subjects = ids(rows.iter().map(|row| row.subject_id));
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
