//! The lists of pupils and of staff.

use askama::Template;

use super::layout::{Choice, Frame, NavItem};

#[derive(Template)]
#[template(path = "pupil_list.html")]
pub(crate) struct PupilLines {
    pub(crate) frame: Frame,
    pub(crate) tabs: Vec<NavItem>,
    /// Query fields `class`, `status`.
    pub(crate) classes: Vec<Choice>,
    pub(crate) statuses: Vec<Choice>,
    /// Those who have left are shown.
    pub(crate) left: bool,
    pub(crate) xlsx: String,
    pub(crate) csv: String,
    pub(crate) rows: Vec<PupilLine>,
}

pub(crate) struct PupilLine {
    pub(crate) name: String,
    pub(crate) class: String,
    pub(crate) sex: String,
    pub(crate) birth_date: String,
    pub(crate) iin: String,
    pub(crate) taught_in: String,
    pub(crate) from: String,
    pub(crate) came: Option<String>,
    pub(crate) to: String,
    pub(crate) left: Option<String>,
    pub(crate) guardians: String,
    pub(crate) phone: String,
    pub(crate) address: String,
    pub(crate) account: String,
}

#[derive(Template)]
#[template(path = "staff_list.html")]
pub(crate) struct StaffLines {
    pub(crate) frame: Frame,
    pub(crate) tabs: Vec<NavItem>,
    /// Query fields `role`, `subject`.
    pub(crate) roles: Vec<Choice>,
    pub(crate) subjects: Vec<Choice>,
    pub(crate) xlsx: String,
    pub(crate) csv: String,
    pub(crate) rows: Vec<StaffLine>,
}

pub(crate) struct StaffLine {
    pub(crate) name: String,
    pub(crate) position: String,
    pub(crate) subjects: String,
    pub(crate) leads: String,
    pub(crate) education: String,
    pub(crate) iin: String,
    pub(crate) phone: String,
    pub(crate) email: String,
    /// Already words.
    pub(crate) roles: Vec<String>,
    pub(crate) account: String,
}
