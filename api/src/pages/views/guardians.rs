//! The panel with the guardians of a pupil, on the page of a person.

use super::layout::Choice;

pub(crate) struct Guardianship {
    pub(crate) guardians: Vec<GuardianRow>,
    /// What was looked for; nothing is an empty text.
    pub(crate) q: String,
    /// The people who bear that name.
    pub(crate) found: Vec<Choice>,
    /// There are more of them than are shown.
    pub(crate) more: bool,
    pub(crate) kinships: Vec<Choice>,
}

pub(crate) struct GuardianRow {
    pub(crate) id: String,
    pub(crate) href: String,
    pub(crate) name: String,
    pub(crate) kinship: String,
}
