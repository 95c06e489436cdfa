//! People from a table: the form, and what the table comes to.

use askama::Template;

use super::layout::{ErrorsOn as _, FieldError, Figure, Frame};

#[derive(Template)]
#[template(path = "people_import.html")]
pub(crate) struct PeopleImport {
    pub(crate) frame: Frame,
    /// The study year whose classes are meant.
    pub(crate) year: String,
    /// Where the empty table is.
    pub(crate) template: String,
    /// The table was read and has no fault.
    pub(crate) is_good: bool,
    /// What it comes to; nothing before a table was sent.
    pub(crate) figures: Vec<Figure>,
    pub(crate) problems: Vec<ProblemRow>,
    /// How many there are, shown or not.
    pub(crate) faults: String,
    pub(crate) warnings: Vec<ProblemRow>,
    pub(crate) confirmed: bool,
    /// Id: `file`.
    pub(crate) errors: Vec<FieldError>,
}

pub(crate) struct ProblemRow {
    pub(crate) row: String,
    pub(crate) column: Option<String>,
    pub(crate) text: String,
    /// What may stand there.
    pub(crate) allowed: Option<String>,
}
