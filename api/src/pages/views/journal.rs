//! The journals: the list, the grid, and the marks of one pupil.

use askama::Template;

use super::layout::{Choice, ErrorsOn as _, FieldError, Frame, Link, NavItem, ShortMark};

#[derive(Template)]
#[template(path = "journals.html")]
pub(crate) struct Journals {
    pub(crate) frame: Frame,
    /// Query fields `class`, `subject`, `teacher`, `mine`; the choice of all stands in the template.
    pub(crate) classes: Vec<Choice>,
    pub(crate) subjects: Vec<Choice>,
    pub(crate) teachers: Vec<Choice>,
    pub(crate) mine: bool,
    /// How many answer the filter.
    pub(crate) count: i64,
    pub(crate) rows: Vec<JournalRow>,
    /// The address of the next page.
    pub(crate) next: Option<String>,
}

pub(crate) struct JournalRow {
    pub(crate) href: String,
    pub(crate) class: String,
    pub(crate) subject: String,
    pub(crate) period: String,
    pub(crate) teacher: Option<String>,
    pub(crate) pupils: String,
    pub(crate) marks: String,
    pub(crate) last: Option<String>,
}

#[derive(Template)]
#[template(path = "journal.html")]
pub(crate) struct Journal {
    pub(crate) frame: Frame,
    /// `/journals/{class}/{subject}/{period}`, where the form without script is sent.
    pub(crate) action: String,
    pub(crate) class: String,
    pub(crate) class_href: Option<String>,
    pub(crate) subject: String,
    pub(crate) period: String,
    pub(crate) periods: Vec<NavItem>,
    pub(crate) history_href: Option<String>,
    pub(crate) statistics_href: Option<String>,
    pub(crate) why_href: Option<String>,
    /// Whether marks may be written; without it no cell can be edited and there is no form.
    pub(crate) may_write: bool,
    /// The reader's own id: a mark they changed in another window is told otherwise.
    pub(crate) own_id: String,
    /// As the grid shows decimals: `,` or `.`.
    pub(crate) decimal: &'static str,
    /// IANA name, for moments the grid itself writes.
    pub(crate) time_zone: String,
    pub(crate) columns: Vec<Column>,
    pub(crate) rows: Vec<Row>,
    /// Signs used in cells, with what they mean.
    pub(crate) legend: Vec<CellNote>,
    /// Fields `assessment`, `pupil`, `value`, `reason`, `expected`, `withdraw`.
    pub(crate) errors: Vec<FieldError>,
    pub(crate) form: MarkForm,
}

/// One assessment, or a lesson that did not take place.
pub(crate) struct Column {
    /// `2026-09-18`.
    pub(crate) iso: String,
    pub(crate) day: String,
    pub(crate) short: Option<String>,
    /// The whole title with its day, for titles and screen readers.
    pub(crate) label: String,
    pub(crate) most: Option<String>,
    pub(crate) summative: bool,
    pub(crate) cancelled: bool,
}

pub(crate) struct Row {
    pub(crate) pupil: String,
    pub(crate) href: Option<String>,
    pub(crate) order: i64,
    /// As many as there are columns.
    pub(crate) cells: Vec<Cell>,
    pub(crate) average: Option<String>,
}

pub(crate) struct Cell {
    /// For editing, or for the way to the mark's history; without it the cell is only read.
    pub(crate) place: Option<CellPlace>,
    /// As shown, with the comma or point of the language; empty for none.
    pub(crate) shown: String,
    /// Attendance, statuses, a second mark.
    pub(crate) notes: Vec<CellNote>,
}

/// Where the mark of a cell belongs.
pub(crate) struct CellPlace {
    pub(crate) assessment: String,
    pub(crate) pupil: String,
    pub(crate) number: i64,
    /// As stored, with a point; empty for none.
    pub(crate) value: String,
    pub(crate) least: String,
    pub(crate) most: String,
    /// `2026-09-18`.
    pub(crate) on: String,
}

pub(crate) struct CellNote {
    pub(crate) sign: String,
    pub(crate) word: String,
    /// Absent without a valid reason.
    pub(crate) absent: bool,
}

/// The form for those without script, with what was typed.
pub(crate) struct MarkForm {
    pub(crate) assessments: Vec<Choice>,
    pub(crate) pupils: Vec<Choice>,
    pub(crate) value: String,
    pub(crate) reason: String,
    /// The mark that is to be replaced, as the teacher saw it; empty: none.
    pub(crate) expected: String,
}

#[derive(Template)]
#[template(path = "pupil_marks.html")]
pub(crate) struct PupilMarks {
    pub(crate) frame: Frame,
    pub(crate) name: String,
    /// Class and school.
    pub(crate) place: String,
    /// The pages above this one, as far as they are open to the reader.
    pub(crate) crumbs: Vec<Link>,
    /// Query field `period`.
    pub(crate) periods: Vec<Choice>,
    pub(crate) rows: Vec<SubjectMarks>,
    pub(crate) links: Vec<Link>,
}

pub(crate) struct SubjectMarks {
    pub(crate) subject: String,
    pub(crate) marks: Vec<ShortMark>,
    pub(crate) average: Option<String>,
    pub(crate) attendance: Option<String>,
}
