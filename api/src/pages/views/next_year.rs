//! The page on which a school goes on to the next study year.

use askama::Template;

use super::layout::{ErrorsOn as _, FieldError, Frame};
use super::timetable_plan::{Progress, RefusedClass};

#[derive(Template)]
#[template(path = "setup_next_year.html")]
pub(crate) struct NextYearPage {
    pub(crate) frame: Frame,
    /// Absent as long as there is no later study year.
    pub(crate) years: Option<NextYears>,
    pub(crate) rows: Vec<NextClassRow>,
    /// How many classes and groups are still to go on.
    pub(crate) pending: i64,
    pub(crate) form: NextYearForm,
    /// What is going on, after it was begun.
    pub(crate) progress: Option<Progress>,
    /// The other fields with which it goes on.
    pub(crate) kept: Vec<(&'static str, String)>,
    pub(crate) refused: Vec<RefusedClass>,
    /// Ids: `next_classes`, `on`, `order_date`.
    pub(crate) errors: Vec<FieldError>,
}

/// The study year that ends, and the one after it.
pub(crate) struct NextYears {
    pub(crate) from: String,
    pub(crate) to: String,
    /// Which they are, in a sentence.
    pub(crate) text: String,
}

pub(crate) struct NextClassRow {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) pupils: String,
    /// What it will be called, as typed; empty for one that leaves.
    pub(crate) to: String,
    pub(crate) leaves: bool,
    /// It has gone on; the class it has become, or an empty text for one that has left.
    pub(crate) done: Option<String>,
}

/// What was typed.
pub(crate) struct NextYearForm {
    pub(crate) on: String,
    pub(crate) order_number: String,
    pub(crate) order_date: String,
    pub(crate) staff: bool,
    pub(crate) groups: bool,
}
