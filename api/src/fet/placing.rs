//! The solution: which day, hour and room the constraints of a file give to each activity.

use std::collections::{HashMap, HashSet};

use super::element::Element;
use super::error::{FetError, Findings, shown};
use super::lists::Lists;
use super::numbers::number;
use super::sections::{Sections, is_active};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Time {
    pub(super) day: u8,
    pub(super) hour: u8,
    pub(super) line: u32,
}

#[derive(Debug, Default)]
pub(super) struct Placing {
    /// Every activity that has a number, and whether it is switched on.
    active: HashMap<u32, bool>,
    times: HashMap<u32, Time>,
    rooms: HashMap<u32, Vec<String>>,
    /// What was given a place that cannot be; nothing more is said of it.
    misplaced: HashSet<u32>,
    crowded: HashSet<u32>,
}

impl Placing {
    pub(super) fn time(&self, activity: u32) -> Option<Time> {
        self.times.get(&activity).copied()
    }

    pub(super) fn rooms(&self, activity: u32) -> &[String] {
        self.rooms.get(&activity).map_or(&[], Vec::as_slice)
    }

    pub(super) fn is_misplaced(&self, activity: u32) -> bool {
        self.misplaced.contains(&activity)
    }

    /// No activity is given a day and an hour.
    pub(super) fn is_empty(&self) -> bool {
        self.times.is_empty() && self.misplaced.is_empty()
    }

    pub(super) fn inactive(&self) -> usize {
        self.active.values().filter(|active| !**active).count()
    }

    /// The activity that a constraint places, if it is one to be placed.
    fn placed_by(&self, constraint: &Element, findings: &mut Findings) -> Option<u32> {
        if !is_active(constraint) {
            return None;
        }
        match number(constraint, "Activity_Id", 0..=u32::MAX) {
            Ok(activity) => match self.active.get(&activity) {
                Some(true) => Some(activity),
                Some(false) => None,
                None => {
                    findings.refuse(constraint.line, FetError::UnknownActivity { activity });
                    None
                }
            },
            Err(error) => {
                findings.refuse(constraint.line, error);
                None
            }
        }
    }
}

pub(super) fn read(sections: &Sections, lists: &Lists, findings: &mut Findings) -> Placing {
    let mut placing = Placing::default();
    for activity in sections.activities() {
        if let Ok(id) = number(activity, "Id", 0..=u32::MAX) {
            placing.active.entry(id).or_insert_with(|| is_active(activity));
        }
    }
    for constraint in &sections.times {
        if let Some(activity) = placing.placed_by(constraint, findings) {
            place(&mut placing, activity, constraint, lists, findings);
        }
    }
    for constraint in &sections.places {
        if let Some(activity) = placing.placed_by(constraint, findings) {
            give_room(&mut placing, activity, constraint, lists, findings);
        }
    }
    placing
}

fn place(placing: &mut Placing, activity: u32, constraint: &Element, lists: &Lists, findings: &mut Findings) {
    let line = constraint.line;
    let day = either(constraint, "Preferred_Day", "Day");
    let hour = either(constraint, "Preferred_Hour", "Hour");
    let (known_day, known_hour) = (lists.day_of.get(day), lists.hour_of.get(hour));
    if known_day.is_none() {
        findings.refuse(line, FetError::UnknownDay { activity, day: shown(day) });
    }
    if known_hour.is_none() {
        findings.refuse(line, FetError::UnknownHour { activity, hour: shown(hour) });
    }
    let (Some(&day), Some(&hour)) = (known_day, known_hour) else {
        placing.misplaced.insert(activity);
        return;
    };
    let first = *placing.times.entry(activity).or_insert(Time { day, hour, line });
    if (first.day, first.hour) != (day, hour) && placing.misplaced.insert(activity) {
        findings.refuse(line, FetError::TwoPlaces { activity });
    }
}

/// Old files have shorter names.
fn either<'a>(constraint: &'a Element, name: &str, old: &str) -> &'a str {
    match constraint.value(name) {
        "" => constraint.value(old),
        value => value,
    }
}

fn give_room(
    placing: &mut Placing,
    activity: u32,
    constraint: &Element,
    lists: &Lists,
    findings: &mut Findings,
) {
    let line = constraint.line;
    let room = constraint.value("Room");
    let real: Vec<&str> = constraint.all("Real_Room").map(Element::text).collect();
    for name in std::iter::once(room).chain(real.iter().copied()) {
        if !lists.known_rooms.contains_key(name) {
            findings.refuse(line, FetError::UnknownRoom { activity, room: shown(name) });
        }
    }
    let given: Vec<String> = match (lists.known_rooms.get(room), real.is_empty()) {
        (None, _) => return,
        (Some(true), true) => vec![room.to_owned()],
        // A wish for a virtual room that no real ones have been chosen for yet.
        (Some(false), true) => return,
        (Some(_), false) => real.into_iter().map(str::to_owned).collect(),
    };
    let first = placing.rooms.entry(activity).or_insert_with(|| given.clone());
    if *first != given && placing.crowded.insert(activity) {
        findings.refuse(line, FetError::TwoRooms { activity });
    }
}
