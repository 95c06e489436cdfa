//! The lists of a file that are read, each entry as an element.

use super::element::Element;
use super::error::{FetError, Findings, List, shown};
use super::xml::{self, Broken};

/// More than FET itself takes.
const MOST_ACTIVITIES: usize = 30_000;

#[derive(Debug, Default)]
pub(super) struct Sections {
    pub(super) institution_name: String,
    mode: Option<Element>,
    pub(super) days: Vec<Element>,
    pub(super) hours: Vec<Element>,
    pub(super) subjects: Vec<Element>,
    pub(super) teachers: Vec<Element>,
    pub(super) students: Vec<Element>,
    pub(super) buildings: Vec<Element>,
    pub(super) rooms: Vec<Element>,
    pub(super) activities: Vec<Element>,
    /// The constraints that give an activity its day and hour.
    pub(super) times: Vec<Element>,
    /// The constraints that give an activity its room.
    pub(super) places: Vec<Element>,
}

impl Sections {
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Broken> {
        let mut sections = Self::default();
        xml::walk(bytes, &mut |list, element| sections.take(list, element))?;
        Ok(sections)
    }

    fn take(&mut self, list: &str, element: Element) {
        match (list, element.name.as_str()) {
            ("", "Institution_Name") => element.text().clone_into(&mut self.institution_name),
            ("", "Mode") => self.mode = Some(element),
            // Old files have the names alone, without an element around each.
            ("Days_List", "Day" | "Name") => self.days.push(element),
            ("Hours_List", "Hour" | "Name") => self.hours.push(element),
            ("Subjects_List", "Subject") => self.subjects.push(element),
            ("Teachers_List", "Teacher") => self.teachers.push(element),
            ("Students_List", "Year") => self.students.push(element),
            ("Buildings_List", "Building") => self.buildings.push(element),
            ("Rooms_List", "Room") => self.rooms.push(element),
            ("Activities_List", "Activity") => self.activities.push(element),
            ("Time_Constraints_List", "ConstraintActivityPreferredStartingTime") => self.times.push(element),
            ("Space_Constraints_List", "ConstraintActivityPreferredRoom") => self.places.push(element),
            _ => {}
        }
    }

    pub(super) fn check(&self, findings: &mut Findings) {
        if let Some(mode) = &self.mode
            && !mode.text().is_empty()
            && mode.text() != "Official"
        {
            findings.refuse(mode.line, FetError::OtherMode { mode: shown(mode.text()) });
        }
        for (list, entries) in [
            (List::Days, &self.days),
            (List::Hours, &self.hours),
            (List::Students, &self.students),
            (List::Activities, &self.activities),
        ] {
            if entries.is_empty() {
                findings.refuse(1, FetError::Missing { list });
            }
        }
        if let Some(beyond) = self.activities.get(MOST_ACTIVITIES) {
            findings
                .refuse(beyond.line, FetError::TooMany { list: List::Activities, limit: MOST_ACTIVITIES });
        }
    }

    pub(super) fn activities(&self) -> impl Iterator<Item = &Element> {
        self.activities.iter().take(MOST_ACTIVITIES)
    }
}

/// FET writes `true` and `false`, and older releases `yes` and `no`. What is not said is active.
pub(super) fn is_active(element: &Element) -> bool {
    !matches!(element.value("Active"), "false" | "no" | "0")
}
