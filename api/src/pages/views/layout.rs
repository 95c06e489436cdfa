//! What surrounds every page, and the small pieces several pages share.

use crate::pages::words::Words;

/// Header, sections and footer of a page for somebody who is signed in.
pub(crate) struct Frame {
    pub(crate) words: &'static Words,
    pub(crate) title: String,
    pub(crate) institution: String,
    /// Other institutions of the same person.
    pub(crate) places: Vec<Choice>,
    /// The study years, one of them chosen.
    pub(crate) years: Vec<Choice>,
    pub(crate) person: String,
    /// Already words.
    pub(crate) roles: Vec<String>,
    /// Whom and what the search finds for them, already words.
    pub(crate) search_hint: String,
    pub(crate) sections: Vec<NavItem>,
    /// Where to come back to after the language was changed: path and query of this page.
    pub(crate) path: String,
    pub(crate) language: &'static str,
    pub(crate) notice: Option<Notice>,
}

impl Frame {
    /// Whether one of the sections the reader has begins at this address.
    pub(crate) fn leads_to(&self, href: &str) -> bool {
        self.sections.iter().any(|section| section.href == href)
    }
}

pub(crate) struct NavItem {
    pub(crate) href: String,
    pub(crate) label: String,
    pub(crate) current: bool,
}

/// What came of the last thing that was done.
pub(crate) struct Notice {
    /// `good`, `warn` or `bad`.
    pub(crate) kind: &'static str,
    pub(crate) text: String,
}

/// One fault of a form that was sent.
pub(crate) struct FieldError {
    /// The id of the field on the page.
    pub(crate) field: &'static str,
    pub(crate) text: String,
}

/// The fault of one field, if it has any.
pub(crate) trait ErrorsOn {
    fn on(&self, field: &str) -> Option<&FieldError>;
}

impl ErrorsOn for [FieldError] {
    fn on(&self, field: &str) -> Option<&FieldError> {
        self.iter().find(|error| error.field == field)
    }
}

/// One entry of a list to choose from.
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) selected: bool,
}

pub(crate) struct Link {
    pub(crate) href: String,
    pub(crate) label: String,
}

/// Something by its name, with the way there for whoever may go it.
pub(crate) struct Named {
    pub(crate) href: Option<String>,
    pub(crate) label: String,
}

/// A number with what it counts.
pub(crate) struct Figure {
    pub(crate) label: String,
    pub(crate) value: String,
}

/// A line of a list of facts, such as a telephone number.
pub(crate) struct Fact {
    pub(crate) term: String,
    pub(crate) text: String,
}

/// A mark where there is no room for more.
pub(crate) struct ShortMark {
    pub(crate) value: String,
    pub(crate) day: String,
    /// Where marks of several subjects stand together.
    pub(crate) subject: Option<String>,
    pub(crate) summative: bool,
}

/// A QR code as one SVG path in modules: `M3 4h1v1h-1z` for each dark one.
pub(crate) struct Qr {
    pub(crate) size: i64,
    pub(crate) path: String,
}
