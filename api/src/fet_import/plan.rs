//! The file in the school's terms: every name with its id, and the week of every class and group.

use std::collections::{BTreeMap, HashMap, HashSet};

use dayek_domain::id::{BuildingId, ClassId, PersonId, RoomId, SubjectId, TimetableId};
use dayek_domain::school_class::Part;
use dayek_domain::timetable::Weekday;
use dayek_projections::directory::PartRow;
use strum::IntoEnumIterator as _;
use uuid::Uuid;

use super::Ids;
use super::error::FetImportError;
use super::frame::Frame;
use super::known::{Entry, Known};
use super::week::{Hour, Taught, Weekly};
use crate::fet::{self, Fet, StudentSet};

pub(super) struct Plan {
    pub(super) subjects: Vec<Entry<SubjectId>>,
    pub(super) teachers: Vec<Entry<PersonId>>,
    /// Teachers whom the school knows, though not as its staff.
    pub(super) registered: HashSet<PersonId>,
    pub(super) buildings: Vec<Entry<BuildingId>>,
    pub(super) rooms: Vec<Room>,
    pub(super) classes: Vec<Entry<ClassId>>,
    pub(super) groups: Vec<Group>,
    pub(super) weeks: Vec<Weekly>,
}

pub(super) struct Room {
    pub(super) entry: Entry<RoomId>,
    pub(super) building_id: Option<BuildingId>,
    pub(super) seats: Option<u16>,
}

/// Pupils of some classes who have lessons together.
pub(super) struct Group {
    pub(super) entry: Entry<ClassId>,
    pub(super) parts: Vec<Part>,
}

impl Plan {
    pub(super) fn of(fet: &Fet, frame: &Frame, known: &Known, ids: &Ids<'_>) -> Result<Self, FetImportError> {
        let teachers: Vec<_> = fet.teachers.iter().map(|name| known.teacher(ids, name)).collect();
        let registered =
            teachers.iter().map(|entry| entry.id).filter(|id| known.is_registered(*id)).collect();
        let named: HashSet<&String> = fet.rooms.iter().filter_map(|room| room.building.as_ref()).collect();
        let mut named: Vec<&String> = named.into_iter().collect();
        named.sort_unstable();
        let buildings: Vec<Entry<BuildingId>> =
            named.into_iter().map(|name| known.building(ids, name)).collect();
        let room = |room: &fet::Room| {
            let mut named = buildings.iter().filter(|entry| room.building.as_ref() == Some(&entry.name));
            let building_id = named.next().map(|entry: &Entry<BuildingId>| entry.id);
            Room { entry: known.room(ids, room, building_id), building_id, seats: room.seats }
        };
        let rooms = fet.rooms.iter().map(room).collect();
        let mut plan = Self {
            subjects: fet.subjects.iter().map(|name| known.subject(ids, name)).collect(),
            rooms,
            classes: fet.classes.iter().map(|class| known.class(ids, frame, &class.name)).collect(),
            teachers,
            registered,
            buildings,
            groups: Vec::new(),
            weeks: Vec::new(),
        };
        plan.weeks = plan.weekly(fet, frame, known, ids)?;
        plan.add_emptied(frame, known, ids);
        Ok(plan)
    }

    fn weekly(
        &mut self,
        fet: &Fet,
        frame: &Frame,
        known: &Known,
        ids: &Ids<'_>,
    ) -> Result<Vec<Weekly>, FetImportError> {
        let class_ids = by_name(&self.classes);
        let mut weeks: Vec<Weekly> = Vec::with_capacity(fet.sets.len());
        // All parts of a class named together are the class, so that two sets may have one week.
        let mut week_of_set = Vec::with_capacity(fet.sets.len());
        for set in &fet.sets {
            let (entry, parts) = if let Some(class_id) = set.class().and_then(|class| class_ids.get(class)) {
                (class_of(&self.classes, *class_id), vec![Part::whole(*class_id)])
            } else {
                let group = group_of(set, &class_ids, known.group(ids, frame, &set.name))?;
                let found = (Some(group.entry.clone()), group.parts.clone());
                self.groups.push(group);
                found
            };
            let entry = entry.ok_or_else(|| unnamed(&set.name))?;
            let there = weeks.iter().position(|week| week.class_id == entry.id);
            week_of_set.push(there.unwrap_or(weeks.len()));
            if there.is_none() {
                weeks.push(of_class(&entry, parts, frame, known, ids));
            }
        }
        let (subjects, teachers) = (by_name(&self.subjects), by_name(&self.teachers));
        let rooms: HashMap<&str, RoomId> =
            self.rooms.iter().map(|room| (room.entry.name.as_str(), room.entry.id)).collect();
        for activity in &fet.activities {
            let subject = subjects.get(activity.subject.as_str());
            let of_file = activity.teachers.iter().map(|name| teachers.get(name.as_str()).copied());
            let teacher_ids: Option<Vec<PersonId>> = of_file.collect();
            let (Some(subject_id), Some(teacher_ids)) = (subject.copied(), teacher_ids) else {
                return Err(unnamed(&activity.subject));
            };
            let room_id = activity.room.as_deref().and_then(|name| rooms.get(name).copied());
            let taught = Taught { subject_id, teacher_ids, room_id };
            let week = week_of_set.get(activity.set).and_then(|week| weeks.get_mut(*week));
            let weekday = Weekday::iter().nth(activity.day.into());
            let (Some(weekday), Some(week)) = (weekday, week) else {
                return Err(unnamed(&activity.subject));
            };
            for hour in (activity.hour..).take(activity.duration.into()) {
                week.add(ids, Hour { weekday, number: hour.saturating_add(1) }, &taught);
            }
        }
        let planned: usize = weeks.iter().map(|week| week.slots.len()).sum();
        let asked: usize = fet.activities.iter().map(|activity| usize::from(activity.duration)).sum();
        if planned != asked {
            return Err(FetImportError::Broken(format!("{asked} lessons a week became {planned}")));
        }
        Ok(weeks)
    }

    /// A class of the file that has no lessons of its own any more, or a group of nothing but such classes
    /// that the file does not have any more: its imported timetable is emptied.
    fn add_emptied(&mut self, frame: &Frame, known: &Known, ids: &Ids<'_>) {
        let classes: HashSet<Uuid> = self.classes.iter().map(|entry| entry.id.0).collect();
        let planned: HashSet<Uuid> = self.weeks.iter().map(|week| week.class_id.0).collect();
        for row in &known.plans {
            let class_id = ClassId(row.class_id);
            let parts: &[PartRow] = known.parts.get(&row.class_id).map_or(&[], Vec::as_slice);
            let of_file = classes.contains(&row.class_id)
                || (!parts.is_empty() && parts.iter().all(|part| classes.contains(&part.class_id)));
            let is_imported = row.timetable_id == timetable_id(ids, frame, class_id).0;
            if planned.contains(&row.class_id) || !of_file || !is_imported {
                continue;
            }
            let part = |part: &PartRow| Part {
                class_id: ClassId(part.class_id),
                division: part.division.clone(),
                part: part.part.clone(),
            };
            let name = known.class_name(row.class_id).unwrap_or(&row.name).to_owned();
            self.weeks.push(Weekly {
                class_id,
                name,
                parts: if parts.is_empty() {
                    vec![Part::whole(class_id)]
                } else {
                    parts.iter().map(part).collect()
                },
                timetable_id: TimetableId(row.timetable_id),
                timetable_name: row.name.clone(),
                is_there: true,
                slots: BTreeMap::new(),
            });
        }
    }
}

fn by_name<I: Copy>(entries: &[Entry<I>]) -> HashMap<&str, I> {
    entries.iter().map(|entry| (entry.name.as_str(), entry.id)).collect()
}

fn class_of(classes: &[Entry<ClassId>], class_id: ClassId) -> Option<Entry<ClassId>> {
    classes.iter().find(|entry| entry.id == class_id).cloned()
}

fn group_of(
    set: &StudentSet,
    class_ids: &HashMap<&str, ClassId>,
    entry: Entry<ClassId>,
) -> Result<Group, FetImportError> {
    let mut parts = Vec::with_capacity(set.parts.len());
    for fet::Part { class, division, part } in &set.parts {
        let class_id = *class_ids.get(class.as_str()).ok_or_else(|| unnamed(&set.name))?;
        parts.push(Part { class_id, division: division.clone(), part: part.clone() });
    }
    parts.sort();
    Ok(Group { entry, parts })
}

/// The still empty week of a class, in the timetable it has for the period or in a new one.
fn of_class(entry: &Entry<ClassId>, parts: Vec<Part>, frame: &Frame, known: &Known, ids: &Ids<'_>) -> Weekly {
    let class_id = entry.id;
    let derived = timetable_id(ids, frame, class_id);
    let mut rows = known.plans.iter().filter(|row| row.class_id == class_id.0);
    let own = rows.clone().find(|row| row.timetable_id == derived.0);
    let row = own.or_else(|| rows.next());
    Weekly {
        class_id,
        name: entry.name.clone(),
        parts,
        timetable_id: row.map_or(derived, |row| TimetableId(row.timetable_id)),
        timetable_name: row.map_or_else(|| entry.name.clone(), |row| row.name.clone()),
        is_there: row.is_some(),
        slots: BTreeMap::new(),
    }
}

fn timetable_id(ids: &Ids<'_>, frame: &Frame, class_id: ClassId) -> TimetableId {
    ids.of("fet-timetable", &format!("{}/{class_id}", frame.period_id))
}

/// The reader gives only what it has found in the lists of the file.
fn unnamed(what: &str) -> FetImportError {
    FetImportError::Broken(format!("\"{what}\" has a name that the file does not list"))
}
