//! The week of a class as it is planned, and publishing.

use askama::Template;

use super::layout::{Choice, ErrorsOn as _, FieldError, Frame, Link};

#[derive(Template)]
#[template(path = "timetable_edit.html")]
pub(crate) struct TimetableEdit {
    pub(crate) frame: Frame,
    pub(crate) classes: Vec<Choice>,
    pub(crate) periods: Vec<Choice>,
    pub(crate) links: Vec<Link>,
    pub(crate) errors: Vec<FieldError>,
    /// For a class that has no plan yet.
    pub(crate) draft: Option<DraftForm>,
    pub(crate) plan: Option<PlanView>,
}

pub(crate) struct DraftForm {
    pub(crate) title: String,
    pub(crate) action: String,
    pub(crate) bells: Vec<Choice>,
    pub(crate) name: String,
    /// Where bell schedules are made, if there are none.
    pub(crate) no_bells: bool,
}

pub(crate) struct PlanView {
    pub(crate) title: String,
    pub(crate) state: String,
    pub(crate) days: Vec<String>,
    pub(crate) rows: Vec<PlanRow>,
    pub(crate) form: SlotForm,
    pub(crate) ahead: Ahead,
    /// Subjects that stand more than once in a day.
    pub(crate) repeated: Vec<String>,
    pub(crate) loads: Vec<TeacherLoad>,
}

/// How many lessons a week a teacher has.
pub(crate) struct TeacherLoad {
    pub(crate) teacher: String,
    /// In this plan.
    pub(crate) here: String,
    /// In all plans of the period.
    pub(crate) all: String,
}

pub(crate) struct PlanRow {
    pub(crate) number: String,
    pub(crate) times: String,
    pub(crate) cells: Vec<PlanCell>,
}

pub(crate) struct PlanCell {
    /// Where the form for this place stands.
    pub(crate) add: String,
    /// Day and number, for who does not see where the link stands.
    pub(crate) place: String,
    pub(crate) slots: Vec<PlanSlot>,
}

pub(crate) struct PlanSlot {
    pub(crate) href: String,
    pub(crate) removal: String,
    pub(crate) subject: String,
    pub(crate) lines: Vec<String>,
    pub(crate) notes: Vec<String>,
}

/// Plans a lesson of the week, or plans one otherwise.
pub(crate) struct SlotForm {
    pub(crate) title: String,
    pub(crate) action: String,
    /// Back to adding, while a lesson is being changed.
    pub(crate) leave: Option<String>,
    pub(crate) of: Vec<Choice>,
    pub(crate) weekdays: Vec<Choice>,
    pub(crate) numbers: Vec<Choice>,
    pub(crate) weeks: Vec<Choice>,
    pub(crate) subjects: Vec<Choice>,
    pub(crate) teachers: Vec<Choice>,
    pub(crate) rooms: Vec<Choice>,
}

/// What publishing would come to.
pub(crate) struct Ahead {
    pub(crate) action: String,
    pub(crate) from: String,
    pub(crate) load: String,
    /// The load is above the ceiling of the grade.
    pub(crate) overload: Option<String>,
    /// Why it would be refused, whatever is clashing.
    pub(crate) why_not: Vec<String>,
    pub(crate) clashes: Vec<String>,
    pub(crate) lessons: String,
    pub(crate) withdrawn: String,
    /// Lessons in which somebody has written, and which therefore stay.
    pub(crate) kept: Vec<String>,
}

#[derive(Template)]
#[template(path = "timetable_publish.html")]
pub(crate) struct TimetablePublish {
    pub(crate) frame: Frame,
    pub(crate) periods: Vec<Choice>,
    pub(crate) period: String,
    pub(crate) from: String,
    pub(crate) rows: Vec<PublishRow>,
    /// How many classes are still to be published.
    pub(crate) pending: i64,
    /// What is going on, after it was begun.
    pub(crate) progress: Option<Progress>,
    pub(crate) refused: Vec<RefusedClass>,
    pub(crate) errors: Vec<FieldError>,
}

pub(crate) struct PublishRow {
    pub(crate) href: String,
    pub(crate) class: String,
    pub(crate) state: String,
    /// The class of its badge.
    pub(crate) badge: &'static str,
    pub(crate) lessons: String,
}

pub(crate) struct Progress {
    pub(crate) done: usize,
    pub(crate) total: usize,
    pub(crate) text: String,
    /// Whether there are more.
    pub(crate) goes_on: bool,
    /// The classes that were tried.
    pub(crate) tried: Vec<String>,
    /// What was refused, as the form keeps it.
    pub(crate) kept: Vec<String>,
}

pub(crate) struct RefusedClass {
    pub(crate) href: String,
    pub(crate) class: String,
    pub(crate) why: String,
}
