//! Why a file is refused: what is wrong, in which line, and what is allowed.

use std::fmt;

use serde::Serialize;
use strum::VariantNames;

use super::summary::Summary;

const MOST_REFUSALS: usize = 50;
const SHOWN_CHARS: usize = 60;

/// Why there is no timetable. Its text is meant for the person who chose the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rejected {
    /// By line, at most 50.
    pub refusals: Vec<Refusal>,
    /// What could be read all the same, and how many faults there are in all.
    pub summary: Box<Summary>,
}

/// One fault, and where it is. Lines count from 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refusal {
    pub file: String,
    pub line: u32,
    #[serde(flatten)]
    pub error: FetError,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, VariantNames, thiserror::Error)]
#[serde(tag = "code", rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum FetError {
    #[error("this is not readable XML: {reason}; save the file again in FET")]
    NotXml { reason: String },
    #[error("this is XML, but no FET file: it begins with <{root}>, and a FET file with <fet>")]
    NotFet { root: String },
    #[error("the file declares a document type (DOCTYPE); such files are not read, and FET writes none")]
    Doctype,
    #[error("the file is larger than {mebibytes} MiB, which is the limit")]
    TooLarge { mebibytes: usize },
    #[error("the elements lie more than {limit} deep in one another, which is the limit")]
    TooDeep { limit: usize },
    #[error("the file has more than {limit} elements, which is the limit")]
    TooManyElements { limit: usize },
    #[error("the file is of the mode \"{mode}\"; only the mode \"Official\" is read")]
    OtherMode { mode: String },
    #[error("{list} is missing or empty; at least one entry is needed")]
    Missing { list: List },
    #[error("{list} has more than {limit} entries, which is the limit")]
    TooMany { list: List, limit: usize },
    #[error("the activities have too many different combinations of students")]
    TooManyCombinations,
    #[error("an entry of {list} has no name; every entry needs one")]
    NoName { list: List },
    #[error("\"{name}\" stands twice in {list}; every name may stand there once")]
    DuplicateName { list: List, name: String },
    #[error("the number {id} is borne by two activities; every activity needs its own")]
    DuplicateActivity { id: u32 },
    #[error("\"{text}\" is no {field}; a whole number from {least} to {most} is allowed")]
    NotANumber { field: &'static str, text: String, least: u32, most: u32 },
    #[error("room \"{room}\" lies in the building \"{building}\", which Buildings_List does not name")]
    UnknownBuilding { room: String, building: String },
    #[error("activity {activity} has the teacher \"{teacher}\", whom Teachers_List does not name")]
    UnknownTeacher { activity: u32, teacher: String },
    #[error("activity {activity} has the subject \"{subject}\", which Subjects_List does not name")]
    UnknownSubject { activity: u32, subject: String },
    #[error("activity {activity} has the students \"{students}\", whom Students_List does not name")]
    UnknownStudents { activity: u32, students: String },
    #[error("activity {activity} is given the room \"{room}\", which Rooms_List does not name")]
    UnknownRoom { activity: u32, room: String },
    #[error("activity {activity} is given the day \"{day}\", which Days_List does not name")]
    UnknownDay { activity: u32, day: String },
    #[error("activity {activity} is given the hour \"{hour}\", which Hours_List does not name")]
    UnknownHour { activity: u32, hour: String },
    #[error("a place is given to activity {activity}, which Activities_List does not name")]
    UnknownActivity { activity: u32 },
    #[error("activity {activity} has no teacher; at least one is needed")]
    NoTeacher { activity: u32 },
    #[error("activity {activity} has no students; at least one year, group or subgroup is needed")]
    NoStudents { activity: u32 },
    #[error(
        "no activity has a day and an hour: the file holds no solution; \
         generate the timetable in FET and save it with its solution (data_and_timetable.fet)"
    )]
    NotSolved,
    #[error(
        "activity {activity} has no day and hour; every active activity needs one place in the timetable"
    )]
    NoPlace { activity: u32 },
    #[error("activity {activity} is given two different days or hours; one place is allowed")]
    TwoPlaces { activity: u32 },
    #[error("activity {activity} is given two different rooms; one is allowed")]
    TwoRooms { activity: u32 },
    #[error(
        "activity {activity} begins in hour {hour} and lasts {duration} hours; a day of this file has {hours}"
    )]
    BeyondLastHour { activity: u32, hour: usize, duration: usize, hours: usize },
}

/// The lists of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum List {
    Days,
    Hours,
    Subjects,
    Teachers,
    Students,
    Buildings,
    Rooms,
    Activities,
}

impl fmt::Display for List {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Days => "Days_List",
            Self::Hours => "Hours_List",
            Self::Subjects => "Subjects_List",
            Self::Teachers => "Teachers_List",
            Self::Students => "Students_List",
            Self::Buildings => "Buildings_List",
            Self::Rooms => "Rooms_List",
            Self::Activities => "Activities_List",
        })
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, line {}: {}", self.file, self.line, self.error)
    }
}

impl std::error::Error for Rejected {}

impl fmt::Display for Rejected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let total = self.summary.refused;
        let faults = if total == 1 { "fault" } else { "faults" };
        write!(f, "the timetable was not read, it has {total} {faults}")?;
        for refusal in &self.refusals {
            write!(f, "\n  {refusal}")?;
        }
        let rest = total.saturating_sub(self.refusals.len());
        if rest > 0 { write!(f, "\n  and {rest} more") } else { Ok(()) }
    }
}

/// A value as it may be quoted in a sentence: not too long and without control characters.
pub(super) fn shown(value: &str) -> String {
    let plain = |c: char| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c };
    let mut quoted: String = value.chars().take(SHOWN_CHARS).map(plain).collect();
    if value.chars().nth(SHOWN_CHARS).is_some() {
        quoted.push('…');
    }
    quoted
}

/// Gathers what is found while reading.
#[derive(Debug)]
pub(super) struct Findings {
    file: String,
    refusals: Vec<Refusal>,
    total: usize,
}

impl Findings {
    pub(super) fn new(file: &str) -> Self {
        Self { file: shown(file), refusals: Vec::new(), total: 0 }
    }

    pub(super) fn refuse(&mut self, line: u32, error: FetError) {
        self.total = self.total.saturating_add(1);
        if self.refusals.len() < MOST_REFUSALS {
            self.refusals.push(Refusal { file: self.file.clone(), line, error });
        }
    }

    pub(super) const fn is_clean(&self) -> bool {
        self.total == 0
    }

    pub(super) fn into_rejected(mut self, read: Summary) -> Rejected {
        self.refusals.sort_by_key(|refusal| refusal.line);
        Rejected { refusals: self.refusals, summary: Box::new(Summary { refused: self.total, ..read }) }
    }
}
