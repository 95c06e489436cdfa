//! The list of those who take the unified national test.

use askama::Template;

use super::layout::{FieldError, Frame};

#[derive(Template)]
#[template(path = "unt.html")]
pub(crate) struct UntList {
    pub(crate) frame: Frame,
    /// The study year at whose end the test is taken.
    pub(crate) year: String,
    pub(crate) rows: Vec<UntRow>,
    /// How many of them are on the list.
    pub(crate) listed: i64,
    /// Id: `listed`.
    pub(crate) errors: Vec<FieldError>,
}

pub(crate) struct UntRow {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) class: String,
    pub(crate) listed: bool,
    /// They have left the class, and can only be taken off the list.
    pub(crate) left: bool,
}
