//! What the school has already: looked up by name in read models, and by the ids an earlier import gave.

use std::collections::{HashMap, HashSet};

use dayek_domain::id::{BuildingId, PersonId};
use dayek_domain::membership::Membership;
use dayek_projections::directory::{self, BuildingRow, ClassRow, PartRow, RoomRow, SubjectRow};
use dayek_projections::timetable::{self, PlanRow};
use uuid::Uuid;

use super::Ids;
use super::error::FetImportError;
use super::frame::Frame;
use crate::fet::{self, Fet};
use crate::importer::USER;
use crate::store::Store;

/// Something that the file names.
#[derive(Debug, Clone)]
pub(super) struct Entry<I> {
    pub(super) id: I,
    pub(super) name: String,
    pub(super) is_there: bool,
}

pub(super) struct Known {
    subjects: Vec<SubjectRow>,
    buildings: Vec<BuildingRow>,
    rooms: Vec<RoomRow>,
    classes: Vec<ClassRow>,
    /// Whom another import has brought, by the name the file has for them.
    elsewhere: HashMap<String, PersonId>,
    employed: HashSet<Uuid>,
    people: HashSet<Uuid>,
    /// The timetables of the period.
    pub(super) plans: Vec<PlanRow>,
    pub(super) parts: HashMap<Uuid, Vec<PartRow>>,
}

impl Known {
    pub(super) async fn read(
        store: &Store,
        frame: &Frame,
        ids: &Ids<'_>,
        fet: &Fet,
    ) -> Result<Self, FetImportError> {
        let (pool, institution) = (&store.pool, frame.institution.0);
        let mut classes = directory::classes(pool, institution, None).await?;
        classes.retain(|row| row.study_year_id == frame.study_year_id.0);

        let elsewhere: HashMap<String, PersonId> =
            fet.teachers.iter().map(|name| (name.clone(), ids.of(USER, name))).collect();
        let own = fet.teachers.iter().map(|name| teacher_id(ids, name).0);
        let asked: Vec<Uuid> = elsewhere.values().map(|person| person.0).chain(own).collect();
        let people = directory::people(pool, institution, &asked).await?;
        let people: Vec<Uuid> = people.into_iter().map(|row| row.person_id).collect();
        let memberships = store.log.states::<Membership>(frame.institution, &people, None).await?;
        let employed = memberships.into_iter().filter(|(_, membership)| membership.is_employed());
        Ok(Self {
            subjects: directory::subjects(pool, institution).await?,
            buildings: directory::buildings(pool, institution).await?,
            rooms: directory::rooms(pool, institution).await?,
            classes,
            elsewhere,
            employed: employed.map(|(person, _)| person).collect(),
            people: people.into_iter().collect(),
            plans: timetable::plans(pool, institution, Some(frame.period_id.0)).await?,
            parts: directory::parts(pool, institution).await?,
        })
    }

    pub(super) fn subject<I: From<Uuid>>(&self, ids: &Ids<'_>, name: &str) -> Entry<I> {
        let rows = self.subjects.iter().map(|row| (row.subject_id, row.name == name));
        entry(name, ids.of("fet-subject", name), rows)
    }

    pub(super) fn building<I: From<Uuid>>(&self, ids: &Ids<'_>, name: &str) -> Entry<I> {
        let rows = self.buildings.iter().map(|row| (row.building_id, row.name == name));
        entry(name, ids.of("fet-building", name), rows)
    }

    /// A room of that name in that building, or in any if the file says none.
    pub(super) fn room<I: From<Uuid>>(
        &self,
        ids: &Ids<'_>,
        room: &fet::Room,
        building: Option<BuildingId>,
    ) -> Entry<I> {
        let is_it = |row: &RoomRow| {
            let lies_there = building.is_none_or(|building| row.building_id == Some(building.0));
            row.name == room.name && lies_there && row.retired_on.is_none()
        };
        let rows = self.rooms.iter().map(|row| (row.room_id, is_it(row)));
        entry(&room.name, ids.of("fet-room", &room.name), rows)
    }

    pub(super) fn class<I: From<Uuid>>(&self, ids: &Ids<'_>, frame: &Frame, name: &str) -> Entry<I> {
        let rows = self.classes.iter().map(|row| (row.class_id, row.kind == "class" && row.name == name));
        entry(name, ids.of("fet-class", &format!("{}/{name}", frame.study_year_id)), rows)
    }

    /// A group is known by the sets it joins, in whatever order the file names them.
    pub(super) fn group<I: From<Uuid>>(&self, ids: &Ids<'_>, frame: &Frame, name: &str) -> Entry<I> {
        let mut sets: Vec<&str> = name.split(" + ").collect();
        sets.sort_unstable();
        let key = format!("{}/{}", frame.study_year_id, sets.join(" + "));
        entry(name, ids.of("fet-group", &key), self.classes.iter().map(|row| (row.class_id, false)))
    }

    /// Somebody whom another system calls so and who is of the staff, or a teacher of the file's own.
    pub(super) fn teacher(&self, ids: &Ids<'_>, name: &str) -> Entry<PersonId> {
        let other = self.elsewhere.get(name).filter(|person| self.employed.contains(&person.0));
        let id = other.copied().unwrap_or_else(|| teacher_id(ids, name));
        Entry { id, name: name.to_owned(), is_there: self.employed.contains(&id.0) }
    }

    /// Whether the school knows them, as somebody of the staff or not.
    pub(super) fn is_registered(&self, person: PersonId) -> bool {
        self.people.contains(&person.0)
    }

    pub(super) fn class_name(&self, class: Uuid) -> Option<&str> {
        self.classes.iter().find(|row| row.class_id == class).map(|row| row.name.as_str())
    }
}

fn teacher_id(ids: &Ids<'_>, name: &str) -> PersonId {
    ids.of("fet-teacher", name)
}

/// What an earlier import made, whatever it is called now, or else what bears the name.
fn entry<I: From<Uuid>>(
    name: &str,
    derived: Uuid,
    rows: impl Iterator<Item = (Uuid, bool)> + Clone,
) -> Entry<I> {
    let mut own = rows.clone().filter(|(id, _)| *id == derived);
    let mut named = rows.filter(|(_, is_named)| *is_named);
    let found = own.next().or_else(|| named.next()).map(|(id, _)| id);
    Entry { id: found.unwrap_or(derived).into(), name: name.to_owned(), is_there: found.is_some() }
}
