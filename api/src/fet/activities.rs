//! The activities with their places in the timetable.

use std::collections::HashSet;

use super::classes::Classes;
use super::element::Element;
use super::error::{FetError, Findings, shown};
use super::lists::Lists;
use super::numbers::number;
use super::placing::{Placing, Time};
use super::sections::{Sections, is_active};
use super::sets::Sets;
use super::students::Students;
use super::{Activity, StudentSet};

const MOST_HOURS: u32 = 60;

/// Every active one that nothing is wrong with.
pub(super) fn read(
    sections: &Sections,
    lists: &Lists,
    (students, classes): (&Students, &Classes),
    placing: &Placing,
    findings: &mut Findings,
) -> (Vec<Activity>, Vec<StudentSet>) {
    let mut sets = Sets::new(students, classes);
    let mut activities = Vec::new();
    let mut ids = HashSet::new();
    let mut unsolved = None;
    for element in sections.activities() {
        let id = match number(element, "Id", 0..=u32::MAX) {
            Ok(id) => id,
            Err(error) => {
                findings.refuse(element.line, error);
                continue;
            }
        };
        if !ids.insert(id) {
            findings.refuse(element.line, FetError::DuplicateActivity { id });
            continue;
        }
        if !is_active(element) {
            continue;
        }
        let duration = duration(element, findings);
        let time = time(id, element, duration, lists, placing, findings);
        if placing.is_empty() {
            unsolved = unsolved.or(Some(element.line));
        }
        let whom = whom(id, element, lists, students, findings);
        if let (Some(duration), Some(time), Some(whom)) = (duration, time, whom) {
            let Some(set) = sets.of(&whom.students) else {
                findings.refuse(element.line, FetError::TooManyCombinations);
                break;
            };
            let mut rooms = placing.rooms(id).iter().cloned();
            activities.push(Activity {
                id,
                set,
                teachers: whom.teachers,
                subject: whom.subject,
                students: whom.students,
                duration,
                day: time.day,
                hour: time.hour,
                room: rooms.next(),
                more_rooms: rooms.collect(),
                tags: texts(element, "Activity_Tag"),
            });
        }
    }
    if let Some(line) = unsolved {
        findings.refuse(line, FetError::NotSolved);
    }
    (activities, sets.into_sets())
}

fn duration(element: &Element, findings: &mut Findings) -> Option<u8> {
    match number(element, "Duration", 1..=MOST_HOURS) {
        Ok(duration) => u8::try_from(duration).ok(),
        Err(error) => {
            findings.refuse(element.line, error);
            None
        }
    }
}

fn time(
    activity: u32,
    element: &Element,
    duration: Option<u8>,
    lists: &Lists,
    placing: &Placing,
    findings: &mut Findings,
) -> Option<Time> {
    let Some(time) = placing.time(activity) else {
        // Said once for the whole file, if it is so for all of them.
        if !placing.is_misplaced(activity) && !placing.is_empty() {
            findings.refuse(element.line, FetError::NoPlace { activity });
        }
        return None;
    };
    let (hour, duration) = (usize::from(time.hour), usize::from(duration?));
    if hour.saturating_add(duration) > lists.hours.len() {
        let hours = lists.hours.len();
        let hour = hour.saturating_add(1);
        findings.refuse(time.line, FetError::BeyondLastHour { activity, hour, duration, hours });
        return None;
    }
    (!placing.is_misplaced(activity)).then_some(time)
}

struct Whom {
    teachers: Vec<String>,
    subject: String,
    students: Vec<String>,
}

fn whom(
    activity: u32,
    element: &Element,
    lists: &Lists,
    students: &Students,
    findings: &mut Findings,
) -> Option<Whom> {
    let found = Whom {
        teachers: texts(element, "Teacher"),
        subject: element.value("Subject").to_owned(),
        students: texts(element, "Students"),
    };
    let mut wrong = Vec::new();
    if found.teachers.is_empty() {
        wrong.push(FetError::NoTeacher { activity });
    }
    for teacher in found.teachers.iter().filter(|teacher| !lists.known_teachers.contains(*teacher)) {
        wrong.push(FetError::UnknownTeacher { activity, teacher: shown(teacher) });
    }
    if !lists.known_subjects.contains(&found.subject) {
        wrong.push(FetError::UnknownSubject { activity, subject: shown(&found.subject) });
    }
    if found.students.is_empty() {
        wrong.push(FetError::NoStudents { activity });
    }
    for unknown in found.students.iter().filter(|name| !students.knows(name)) {
        wrong.push(FetError::UnknownStudents { activity, students: shown(unknown) });
    }
    let is_right = wrong.is_empty();
    for error in wrong {
        findings.refuse(element.line, error);
    }
    is_right.then_some(found)
}

/// The texts of all children of that name, each once.
fn texts(element: &Element, name: &str) -> Vec<String> {
    let mut seen = HashSet::new();
    let texts = element.all(name).map(Element::text).filter(|text| !text.is_empty() && seen.insert(*text));
    texts.map(str::to_owned).collect()
}
