//! Who changed what: the report, and the whole story of one cell.

use askama::Template;

use super::layout::{Choice, ErrorsOn as _, FieldError, Frame, Link, Named};

#[derive(Template)]
#[template(path = "history.html")]
pub(crate) struct History {
    pub(crate) frame: Frame,
    /// The journal, if the history is of one journal; then its filters are narrower.
    pub(crate) journal: Option<Link>,
    /// Where the filters are sent: `/history`, or the history of a journal.
    pub(crate) action: String,
    /// Query fields `class_id`, `subject_id`, `kind`, `action`, `from`, `to`; an empty list hides its field.
    pub(crate) classes: Vec<Choice>,
    pub(crate) subjects: Vec<Choice>,
    pub(crate) kinds: Vec<Choice>,
    pub(crate) actions: Vec<Choice>,
    pub(crate) from: String,
    pub(crate) to: String,
    /// Fields `from`, `to`.
    pub(crate) errors: Vec<FieldError>,
    pub(crate) rows: Vec<HistoryRow>,
    /// Addresses of the first and the next page.
    pub(crate) first: Option<String>,
    pub(crate) next: Option<String>,
}

pub(crate) struct HistoryRow {
    pub(crate) at: String,
    /// What was changed, about whom.
    pub(crate) what: String,
    /// The history of the cell.
    pub(crate) href: Option<String>,
    pub(crate) kind: String,
    /// `create`, `update` or `delete`.
    pub(crate) change: &'static str,
    /// The same as a word.
    pub(crate) change_word: String,
    pub(crate) old: Option<String>,
    pub(crate) new: Option<String>,
    pub(crate) by: String,
    pub(crate) role: Option<String>,
    pub(crate) reason: Option<String>,
}

#[derive(Template)]
#[template(path = "cell_history.html")]
pub(crate) struct CellHistory {
    pub(crate) frame: Frame,
    pub(crate) journal: Link,
    pub(crate) pupil: Named,
    pub(crate) class: String,
    pub(crate) subject: String,
    /// Title, day and range of the assessment.
    pub(crate) column: String,
    /// The newest first.
    pub(crate) changes: Vec<CellChange>,
}

pub(crate) struct CellChange {
    /// `create`, `update` or `delete`.
    pub(crate) change: &'static str,
    pub(crate) change_word: String,
    pub(crate) old: Option<String>,
    pub(crate) new: Option<String>,
    pub(crate) by: String,
    pub(crate) role: Option<String>,
    pub(crate) at: String,
    pub(crate) reason: Option<String>,
    /// The rule that allowed it, with the page that explains it.
    pub(crate) rule: Option<Named>,
    /// The event that gave the right.
    pub(crate) grant: Option<Named>,
    pub(crate) event: String,
}
