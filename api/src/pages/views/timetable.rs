//! The timetable as it is read: a week, today and tomorrow, who and what is free.

use askama::Template;

use super::layout::{Choice, ErrorsOn as _, FieldError, Frame, Link};

#[derive(Template)]
#[template(path = "timetable_week.html")]
pub(crate) struct TimetableWeek {
    pub(crate) frame: Frame,
    /// Whose week it is; empty if nothing was chosen.
    pub(crate) of: String,
    /// What can be chosen; nothing for pupils and parents.
    pub(crate) forms: Vec<WeekForm>,
    /// The first day of the week, for forms that keep it.
    pub(crate) monday: String,
    /// Name and value of the field that says whose week it is.
    pub(crate) kept: Option<(&'static str, String)>,
    /// From the first day of the week to the last.
    pub(crate) span: String,
    pub(crate) previous: String,
    pub(crate) this: String,
    pub(crate) next: String,
    pub(crate) grid: Option<Grid>,
    pub(crate) links: Vec<Link>,
    /// The same week as a file.
    pub(crate) file: Option<String>,
    /// For whoever may have these lessons in a calendar program.
    pub(crate) feed: Option<FeedForm>,
    /// For whoever may add a lesson of this class.
    pub(crate) extra: Option<ExtraForm>,
    pub(crate) errors: Vec<FieldError>,
}

/// Whose lessons a calendar program would show.
pub(crate) struct FeedForm {
    pub(crate) of: &'static str,
    pub(crate) id: String,
}

/// A lesson that no timetable has.
pub(crate) struct ExtraForm {
    pub(crate) action: String,
    /// Whether it was sent and refused.
    pub(crate) open: bool,
    pub(crate) of: Vec<Choice>,
    pub(crate) date: String,
    pub(crate) number: String,
    pub(crate) subjects: Vec<Choice>,
    pub(crate) teachers: Vec<Choice>,
    pub(crate) rooms: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "timetable_feeds.html")]
pub(crate) struct TimetableFeeds {
    pub(crate) frame: Frame,
    /// The address that was made just now, and is shown this once.
    pub(crate) fresh: Option<String>,
    pub(crate) feeds: Vec<FeedLine>,
}

/// An address without its secret.
pub(crate) struct FeedLine {
    pub(crate) id: String,
    /// Whose lessons it shows.
    pub(crate) label: String,
    pub(crate) made: String,
}

/// A list of classes, teachers or rooms to choose from.
pub(crate) struct WeekForm {
    pub(crate) name: &'static str,
    pub(crate) label: String,
    pub(crate) choices: Vec<Choice>,
}

/// A week, both as a table and as a list of days; which of them is seen depends on the screen.
pub(crate) struct Grid {
    pub(crate) days: Vec<GridDay>,
    pub(crate) rows: Vec<GridRow>,
}

pub(crate) struct GridDay {
    pub(crate) iso: String,
    pub(crate) name: String,
    pub(crate) date: String,
    pub(crate) today: bool,
    /// Why there are no lessons.
    pub(crate) holiday: Option<String>,
    pub(crate) entries: Vec<DayEntry>,
}

/// A lesson in the list of a day.
pub(crate) struct DayEntry {
    pub(crate) number: String,
    pub(crate) times: String,
    pub(crate) lesson: LessonCard,
}

pub(crate) struct GridRow {
    pub(crate) number: String,
    pub(crate) times: String,
    pub(crate) cells: Vec<GridCell>,
}

pub(crate) struct GridCell {
    pub(crate) today: bool,
    pub(crate) lessons: Vec<LessonCard>,
}

/// A lesson where there is little room.
pub(crate) struct LessonCard {
    pub(crate) href: Option<String>,
    /// Where they differ from those of the row.
    pub(crate) times: Option<String>,
    pub(crate) subject: String,
    /// Class, teachers, room, as far as the reader does not know them anyway.
    pub(crate) lines: Vec<String>,
    pub(crate) cancelled: bool,
    /// What is otherwise than planned, in words.
    pub(crate) notes: Vec<String>,
}

/// The lessons of somebody today and tomorrow.
pub(crate) struct NearDays {
    /// The end of the ids on the page.
    pub(crate) id: String,
    pub(crate) title: String,
    /// The week.
    pub(crate) href: String,
    pub(crate) days: Vec<GridDay>,
}

#[derive(Template)]
#[template(path = "timetable_free.html")]
pub(crate) struct TimetableFree {
    pub(crate) frame: Frame,
    pub(crate) date: String,
    pub(crate) numbers: Vec<Choice>,
    /// Day, number and clock times that were asked for; `None`: nothing was.
    pub(crate) asked: Option<String>,
    pub(crate) teachers: Vec<FreeTeacher>,
    pub(crate) rooms: Vec<FreeRoom>,
}

pub(crate) struct FreeTeacher {
    pub(crate) href: String,
    pub(crate) name: String,
    /// How many lessons they have on that day.
    pub(crate) lessons: String,
}

pub(crate) struct FreeRoom {
    pub(crate) href: String,
    pub(crate) name: String,
    pub(crate) building: Option<String>,
    pub(crate) seats: Option<String>,
}
