//! One lesson with what can be changed of it, substitutions of a day, and the report on them.

use askama::Template;

use super::history::HistoryRow;
use super::layout::{Choice, ErrorsOn as _, Fact, FieldError, Figure, Frame, Link};

#[derive(Template)]
#[template(path = "lesson.html")]
pub(crate) struct LessonPage {
    pub(crate) frame: Frame,
    pub(crate) id: String,
    pub(crate) title: String,
    /// What is otherwise than planned, in words.
    pub(crate) notes: Vec<String>,
    pub(crate) facts: Vec<Fact>,
    pub(crate) links: Vec<Link>,
    pub(crate) errors: Vec<FieldError>,
    /// For whoever may change it.
    pub(crate) forms: Option<LessonForms>,
    /// For whoever may read the history of its journal; the newest first.
    pub(crate) changes: Vec<HistoryRow>,
}

pub(crate) struct LessonForms {
    /// Nothing else can be done with a lesson that does not take place.
    pub(crate) cancelled: bool,
    pub(crate) substituted: bool,
    pub(crate) date: String,
    pub(crate) number: String,
    /// Where the reader saw it.
    pub(crate) seen_date: String,
    pub(crate) seen_number: String,
    pub(crate) teachers: Vec<Choice>,
    pub(crate) rooms: Vec<Choice>,
    /// Lessons of the same moment.
    pub(crate) others: Vec<Choice>,
    /// What was typed as a reason, in the form that was refused.
    pub(crate) reason: String,
}

#[derive(Template)]
#[template(path = "timetable_substitutions.html")]
pub(crate) struct Substitutions {
    pub(crate) frame: Frame,
    pub(crate) date: String,
    pub(crate) teacher: String,
    pub(crate) teachers: Vec<Choice>,
    /// Whether a day of a teacher was asked for.
    pub(crate) asked: bool,
    pub(crate) lessons: Vec<SubstitutedLesson>,
    pub(crate) reason: String,
    pub(crate) errors: Vec<FieldError>,
}

pub(crate) struct SubstitutedLesson {
    pub(crate) id: String,
    pub(crate) href: String,
    pub(crate) number: String,
    pub(crate) times: String,
    pub(crate) what: String,
    pub(crate) room: Option<String>,
    /// Who gives it already, or that it is cancelled.
    pub(crate) settled: Option<String>,
    /// Free teachers of the same subject.
    pub(crate) of_subject: Vec<Choice>,
    pub(crate) others: Vec<Choice>,
    pub(crate) fault: Option<String>,
}

#[derive(Template)]
#[template(path = "report_substitutions.html")]
pub(crate) struct SubstitutionReport {
    pub(crate) frame: Frame,
    /// The periods of the study year; none chosen: all of it.
    pub(crate) periods: Vec<Choice>,
    /// The days within it, if they were narrowed.
    pub(crate) from: String,
    pub(crate) to: String,
    /// The days that are counted.
    pub(crate) span: String,
    pub(crate) teachers: Vec<Choice>,
    pub(crate) errors: Vec<FieldError>,
    pub(crate) figures: Vec<Figure>,
    pub(crate) rows: Vec<SubstitutionRow>,
    pub(crate) totals: Vec<TeacherTotal>,
    pub(crate) downloads: Vec<Link>,
}

pub(crate) struct SubstitutionRow {
    pub(crate) href: String,
    pub(crate) date: String,
    pub(crate) number: String,
    pub(crate) class: String,
    pub(crate) subject: String,
    pub(crate) teacher: String,
    pub(crate) kind: String,
    /// The class of its badge.
    pub(crate) badge: &'static str,
    pub(crate) substitute: String,
    pub(crate) reason: String,
    pub(crate) changed: String,
}

pub(crate) struct TeacherTotal {
    pub(crate) teacher: String,
    /// Own lessons that were cancelled.
    pub(crate) missed: String,
    /// Own lessons that others gave.
    pub(crate) substituted: String,
    /// Lessons given in the place of others.
    pub(crate) given: String,
}
