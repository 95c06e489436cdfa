//! Days, hours, subjects, teachers and rooms.

use std::collections::{HashMap, HashSet};

use super::element::Element;
use super::error::{FetError, Findings, List, shown};
use super::numbers::{clock, number};
use super::sections::Sections;
use super::{Hour, Room};

/// FET takes at most 60 hours a day, and two weeks are enough for the days.
const MOST_HOURS: usize = 60;
const MOST_DAYS: usize = 35;
/// What FET writes for a room whose size nobody has said.
const UNBOUNDED: u32 = 30_000;

#[derive(Debug)]
pub(super) struct Lists {
    pub(super) days: Vec<String>,
    pub(super) hours: Vec<Hour>,
    pub(super) subjects: Vec<String>,
    pub(super) teachers: Vec<String>,
    pub(super) rooms: Vec<Room>,
    pub(super) day_of: HashMap<String, u8>,
    pub(super) hour_of: HashMap<String, u8>,
    pub(super) known_subjects: HashSet<String>,
    pub(super) known_teachers: HashSet<String>,
    /// With the virtual ones; whether a room is real.
    pub(super) known_rooms: HashMap<String, bool>,
}

pub(super) fn read(sections: &Sections, findings: &mut Findings) -> Lists {
    let days = names(List::Days, &sections.days, MOST_DAYS, findings);
    let hours = names(List::Hours, &sections.hours, MOST_HOURS, findings);
    let subjects = names(List::Subjects, &sections.subjects, usize::MAX, findings);
    let teachers = names(List::Teachers, &sections.teachers, usize::MAX, findings);
    let (rooms, known_rooms) = rooms(sections, findings);
    Lists {
        day_of: numbered(&days),
        hour_of: numbered(&hours),
        known_subjects: subjects.iter().cloned().collect(),
        known_teachers: teachers.iter().cloned().collect(),
        known_rooms,
        days,
        hours: hours.into_iter().map(|name| Hour { begins: clock(&name), name }).collect(),
        subjects,
        teachers,
        rooms,
    }
}

fn numbered(names: &[String]) -> HashMap<String, u8> {
    names.iter().cloned().zip(0..).collect()
}

fn names(list: List, entries: &[Element], limit: usize, findings: &mut Findings) -> Vec<String> {
    if let Some(beyond) = entries.get(limit) {
        findings.refuse(beyond.line, FetError::TooMany { list, limit });
    }
    let entries = entries.get(..limit).unwrap_or(entries);
    named(list, entries, findings).into_iter().map(|(name, _)| name.to_owned()).collect()
}

/// The entries that have a name of their own.
fn named<'a>(list: List, entries: &'a [Element], findings: &mut Findings) -> Vec<(&'a str, &'a Element)> {
    let mut seen = HashSet::new();
    let mut named = Vec::new();
    for entry in entries {
        let name = if entry.name == "Name" { entry.text() } else { entry.value("Name") };
        if name.is_empty() {
            findings.refuse(entry.line, FetError::NoName { list });
        } else if seen.insert(name) {
            named.push((name, entry));
        } else {
            findings.refuse(entry.line, FetError::DuplicateName { list, name: shown(name) });
        }
    }
    named
}

fn rooms(sections: &Sections, findings: &mut Findings) -> (Vec<Room>, HashMap<String, bool>) {
    let buildings = named(List::Buildings, &sections.buildings, findings);
    let buildings: HashSet<&str> = buildings.into_iter().map(|(name, _)| name).collect();
    let mut rooms = Vec::new();
    let mut known = HashMap::new();
    for (name, entry) in named(List::Rooms, &sections.rooms, findings) {
        let is_real = entry.value("Virtual") != "true";
        known.insert(name.to_owned(), is_real);
        if !is_real {
            continue;
        }
        let building = Some(entry.value("Building")).filter(|building| !building.is_empty());
        if let Some(unknown) = building.filter(|building| !buildings.contains(building)) {
            findings.refuse(
                entry.line,
                FetError::UnknownBuilding { room: shown(name), building: shown(unknown) },
            );
        }
        let seats = seats(entry, findings);
        rooms.push(Room { name: name.to_owned(), building: building.map(str::to_owned), seats });
    }
    (rooms, known)
}

fn seats(room: &Element, findings: &mut Findings) -> Option<u16> {
    if room.value("Capacity").is_empty() {
        return None;
    }
    match number(room, "Capacity", 0..=UNBOUNDED) {
        Ok(0 | UNBOUNDED) => None,
        Ok(seats) => u16::try_from(seats).ok(),
        Err(error) => {
            findings.refuse(room.line, error);
            None
        }
    }
}
