//! Statistics of marks, with charts drawn on the server.

use askama::Template;

use super::layout::{Choice, Frame};

#[derive(Template)]
#[template(path = "statistics.html")]
pub(crate) struct Statistics {
    pub(crate) frame: Frame,
    /// Query fields `by`, `class`, `subject`, `period`.
    pub(crate) by: Vec<Choice>,
    pub(crate) classes: Vec<Choice>,
    pub(crate) subjects: Vec<Choice>,
    pub(crate) periods: Vec<Choice>,
    /// What the rows are: class, subject, pupil, period.
    pub(crate) of: String,
    /// Whether pupils of several classes stand in the rows.
    pub(crate) with_classes: bool,
    pub(crate) caption: String,
    pub(crate) rows: Vec<StatisticsRow>,
    /// All marks of the rows together; averages of different scales are never mixed.
    pub(crate) total: Option<String>,
    /// What the spread is of.
    pub(crate) spread_of: String,
    pub(crate) spread: Vec<SpreadBar>,
}

pub(crate) struct StatisticsRow {
    pub(crate) href: Option<String>,
    pub(crate) name: String,
    /// Of a pupil, if `with_classes`.
    pub(crate) class: Option<String>,
    pub(crate) marks: String,
    pub(crate) average: String,
    /// The average as a share of the best, 0 to 100.
    pub(crate) meter: i64,
    /// Least and most: `1–10`.
    pub(crate) scale: String,
}

pub(crate) struct SpreadBar {
    pub(crate) label: String,
    pub(crate) count: String,
    /// Of the longest bar, 0 to 100.
    pub(crate) height: i64,
}
