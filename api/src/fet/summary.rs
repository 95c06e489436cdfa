//! A timetable in numbers.

use serde::Serialize;

use super::Fet;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    pub days: usize,
    pub hours: usize,
    pub subjects: usize,
    pub teachers: usize,
    pub rooms: usize,
    pub years: usize,
    pub groups: usize,
    pub subgroups: usize,
    pub classes: usize,
    pub activities: usize,
    /// Left out, since they are switched off in the file.
    pub inactive: usize,
    /// Hours of all activities together.
    pub weekly_lessons: u32,
    pub clashes: usize,
    /// Faults that were found. If there is one, nothing is taken.
    pub refused: usize,
}

impl Fet {
    pub fn summary(&self) -> Summary {
        Summary {
            days: self.days.len(),
            hours: self.hours.len(),
            subjects: self.subjects.len(),
            teachers: self.teachers.len(),
            rooms: self.rooms.len(),
            years: self.counted.years,
            groups: self.counted.groups,
            subgroups: self.counted.subgroups,
            classes: self.classes.len(),
            activities: self.activities.len(),
            inactive: self.inactive,
            weekly_lessons: self.activities.iter().map(|activity| u32::from(activity.duration)).sum(),
            clashes: self.clashes.len(),
            refused: 0,
        }
    }
}
