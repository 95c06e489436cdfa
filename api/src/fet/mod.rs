//! The reader of `.fet` files, the format of the free timetabling program FET: from the bytes of a file with
//! its solution to a checked description, [`Fet`], or to the list of reasons why not.
//!
//! It knows nothing of the database. A file is taken as a whole or refused as a whole. What FET allows to be
//! booked twice is no reason to refuse: it is told in [`Fet::clashes`].
//!
//! FET knows years, groups and subgroups; a school knows classes and parts of classes. How one becomes the
//! other is said in `classes.rs`.

mod activities;
mod clashes;
mod classes;
mod divisions;
mod element;
mod error;
mod lists;
mod numbers;
mod placing;
mod sections;
mod sets;
mod students;
mod summary;
mod xml;

#[cfg(test)]
mod tests;

use chrono::NaiveTime;

pub use clashes::{Booked, Clash};
pub use error::{FetError, List, Refusal, Rejected};
pub use summary::Summary;
pub use xml::MOST_BYTES;

use classes::Classes;
use error::Findings;
use sections::Sections;
use students::Students;

/// A timetable as it stands in a file. Everything is known by its name there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fet {
    pub institution_name: String,
    pub days: Vec<String>,
    pub hours: Vec<Hour>,
    pub subjects: Vec<String>,
    pub teachers: Vec<String>,
    /// Without FET's virtual rooms, which stand for several real ones.
    pub rooms: Vec<Room>,
    pub classes: Vec<Class>,
    /// Every set of pupils that has a lesson of its own.
    pub sets: Vec<StudentSet>,
    pub activities: Vec<Activity>,
    /// Activities that are switched off in the file and left out here.
    pub inactive: usize,
    pub clashes: Vec<Clash>,
    pub counted: Counted,
}

/// How many of FET's own sets of students the file names.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counted {
    pub years: usize,
    pub groups: usize,
    pub subgroups: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hour {
    pub name: String,
    /// The clock time, if the name says one.
    pub begins: Option<NaiveTime>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Room {
    pub name: String,
    pub building: Option<String>,
    /// `None` if the file sets no bound.
    pub seats: Option<u16>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Class {
    pub name: String,
    /// FET's year, if the class is a group of one.
    pub year: Option<String>,
}

/// Who sits in an activity together. If two activities share pupils, a part of the one meets a part of the
/// other. Not always the other way round: where the file is finer than parts can say, they are too large.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StudentSet {
    pub name: String,
    pub parts: Vec<Part>,
}

/// A whole class, or one part of one of its divisions.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Part {
    pub class: String,
    pub division: Option<String>,
    pub part: Option<String>,
}

impl StudentSet {
    /// The class that this is the whole of.
    pub fn class(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [part] if part.division.is_none() => Some(&part.class),
            _ => None,
        }
    }
}

/// A lesson of the week, one or more hours long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Activity {
    pub id: u32,
    pub teachers: Vec<String>,
    pub subject: String,
    /// As the file names them.
    pub students: Vec<String>,
    /// Where they stand in [`Fet::sets`].
    pub set: usize,
    /// In hours.
    pub duration: u8,
    /// Counted from 0 in [`Fet::days`].
    pub day: u8,
    /// Counted from 0 in [`Fet::hours`].
    pub hour: u8,
    pub room: Option<String>,
    /// The other real rooms, where the file gives a virtual room that stands for several.
    pub more_rooms: Vec<String>,
    pub tags: Vec<String>,
}

/// Reads a file that is called `file` in what is said of it.
pub fn read(file: &str, bytes: &[u8]) -> Result<Fet, Rejected> {
    let mut findings = Findings::new(file);
    let sections = match Sections::read(bytes) {
        Ok(sections) => sections,
        Err(broken) => {
            findings.refuse(broken.line, broken.error);
            return Err(findings.into_rejected(Summary::default()));
        }
    };
    sections.check(&mut findings);

    let lists = lists::read(&sections, &mut findings);
    let students = Students::read(&sections.students, &mut findings);
    let classes = Classes::of(&students);
    let placing = placing::read(&sections, &lists, &mut findings);
    let (activities, sets) =
        activities::read(&sections, &lists, (&students, &classes), &placing, &mut findings);

    let fet = Fet {
        institution_name: sections.institution_name,
        clashes: clashes::find(&activities, &students),
        inactive: placing.inactive(),
        days: lists.days,
        hours: lists.hours,
        subjects: lists.subjects,
        teachers: lists.teachers,
        rooms: lists.rooms,
        classes: classes.classes(),
        sets,
        activities,
        counted: students.counted(),
    };
    if findings.is_clean() { Ok(fet) } else { Err(findings.into_rejected(fet.summary())) }
}
