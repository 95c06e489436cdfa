//! Setting a school up: the list of steps, and the page of each.

use askama::Template;

use super::layout::{Choice, ErrorsOn as _, Fact, FieldError, Frame};

#[derive(Template)]
#[template(path = "setup.html")]
pub(crate) struct Setup {
    pub(crate) frame: Frame,
    pub(crate) steps: Vec<SetupStep>,
    pub(crate) profile: Vec<Fact>,
}

#[derive(Template)]
#[template(path = "setup_institution.html")]
pub(crate) struct SetupInstitution {
    pub(crate) frame: Frame,
    /// Whether the page of the steps is open to them.
    pub(crate) has_steps: bool,
    pub(crate) fields: ProfileFields,
    pub(crate) languages: Vec<Choice>,
    pub(crate) functions: Vec<Choice>,
    /// Absent for those who may not choose them.
    pub(crate) mark_kinds: Option<Vec<Choice>>,
    /// The id of the organisation above.
    pub(crate) parent: String,
    /// Ids: `name`, `bin`, `phone`, `email`, `site`; `functions`; `mark_kinds`; `parent`.
    pub(crate) errors: Vec<FieldError>,
}

/// As typed.
pub(crate) struct ProfileFields {
    pub(crate) name: String,
    pub(crate) full_name: String,
    pub(crate) bin: String,
    pub(crate) address: String,
    pub(crate) phone: String,
    pub(crate) email: String,
    pub(crate) site: String,
}

pub(crate) struct SetupStep {
    pub(crate) title: String,
    /// What it is good for.
    pub(crate) why: String,
    /// What is there already.
    pub(crate) state: String,
    pub(crate) done: bool,
    /// Absent for those who may not take the step.
    pub(crate) href: Option<String>,
}

#[derive(Template)]
#[template(path = "setup_year.html")]
pub(crate) struct SetupYear {
    pub(crate) frame: Frame,
    /// The days of the calendar that can be taken over; absent when there is a year of these days.
    pub(crate) calendar: Option<String>,
    /// The week more that grade 1 has.
    pub(crate) first_grade: String,
    pub(crate) year: Option<YearShown>,
    pub(crate) forms: YearForms,
    /// Ids: `year_name`, `first_day`, `last_day`; `set_name`; `periods_set`, `periods_kind`, `periods`;
    /// `holidays_set`, `holidays`.
    pub(crate) errors: Vec<FieldError>,
}

pub(crate) struct YearShown {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) days: String,
    pub(crate) sets: Vec<SetShown>,
    pub(crate) holidays: Vec<HolidayLine>,
    pub(crate) period_sets: Vec<Choice>,
    pub(crate) period_kinds: Vec<Choice>,
    pub(crate) holiday_sets: Vec<Choice>,
}

pub(crate) struct SetShown {
    pub(crate) name: String,
    pub(crate) periods: Vec<PeriodLine>,
}

pub(crate) struct PeriodLine {
    pub(crate) name: String,
    /// Already a word.
    pub(crate) kind: String,
    pub(crate) days: String,
}

pub(crate) struct HolidayLine {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) days: String,
    pub(crate) whose: String,
    pub(crate) public: bool,
}

/// What was typed.
pub(crate) struct YearForms {
    pub(crate) name: String,
    pub(crate) first: String,
    pub(crate) last: String,
    pub(crate) set: String,
    pub(crate) periods: String,
    pub(crate) holidays: String,
    pub(crate) public: bool,
}

#[derive(Template)]
#[template(path = "setup_bells.html")]
pub(crate) struct SetupBells {
    pub(crate) frame: Frame,
    /// Absent as long as there is no study year.
    pub(crate) year: Option<String>,
    pub(crate) schedules: Vec<ScheduleShown>,
    pub(crate) form: BellsForm,
    pub(crate) day: DayBellsForm,
    pub(crate) days: Vec<DayBellsLine>,
    /// Ids: `bells_name`, `first`, `bells`; `date`, `schedule`, `to`.
    pub(crate) errors: Vec<FieldError>,
}

pub(crate) struct ScheduleShown {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) bells: Vec<BellLine>,
}

pub(crate) struct BellLine {
    pub(crate) number: String,
    pub(crate) begins: String,
    pub(crate) ends: String,
}

pub(crate) struct BellsForm {
    /// The schedule that is changed; empty when it is new.
    pub(crate) schedule: String,
    pub(crate) name: String,
    pub(crate) first: String,
    /// A lesson a line.
    pub(crate) bells: String,
}

pub(crate) struct DayBellsForm {
    pub(crate) date: String,
    pub(crate) schedules: Vec<Choice>,
    pub(crate) likes: Vec<Choice>,
}

pub(crate) struct DayBellsLine {
    pub(crate) date: String,
    pub(crate) schedule: String,
    pub(crate) like: String,
}

#[derive(Template)]
#[template(path = "setup_subjects.html")]
pub(crate) struct SetupSubjects {
    pub(crate) frame: Frame,
    pub(crate) rows: Vec<SubjectLine>,
    pub(crate) edit: Option<SubjectEdit>,
    /// A subject a line, as typed.
    pub(crate) subjects: String,
    /// Ids: `subjects`; `subject_name`.
    pub(crate) errors: Vec<FieldError>,
}

pub(crate) struct SubjectLine {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) code: String,
}

pub(crate) struct SubjectEdit {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) code: String,
}

#[derive(Template)]
#[template(path = "setup_rooms.html")]
pub(crate) struct SetupRooms {
    pub(crate) frame: Frame,
    pub(crate) buildings: Vec<BuildingLine>,
    pub(crate) rooms: Vec<RoomLine>,
    pub(crate) edit: Option<RoomEdit>,
    pub(crate) building: Option<BuildingEdit>,
    /// The buildings for new rooms.
    pub(crate) rooms_building: Vec<Choice>,
    pub(crate) typed_rooms: String,
    pub(crate) typed_buildings: String,
    /// Ids: `buildings`; `building_name`; `rooms_building`, `rooms`; `room_name`, `room_seats`,
    /// `room_building`.
    pub(crate) errors: Vec<FieldError>,
}

pub(crate) struct BuildingLine {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) address: String,
}

pub(crate) struct BuildingEdit {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) address: String,
}

pub(crate) struct RoomLine {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) building: String,
    pub(crate) seats: String,
    /// From that day on it serves no more.
    pub(crate) retired: Option<String>,
}

pub(crate) struct RoomEdit {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) seats: String,
    pub(crate) buildings: Vec<Choice>,
    pub(crate) today: String,
}

#[derive(Template)]
#[template(path = "setup_classes.html")]
pub(crate) struct SetupClasses {
    pub(crate) frame: Frame,
    /// Absent as long as there is no study year.
    pub(crate) year: Option<String>,
    pub(crate) rows: Vec<ClassSetLine>,
    pub(crate) forms: SetupClassForms,
    /// Ids: `classes_set`, `classes_bells`, `classes`; `division_class`, `division`, `parts`; `groups`;
    /// `settings_set`, `settings_bells`, `settings_journal`.
    pub(crate) errors: Vec<FieldError>,
}

pub(crate) struct ClassSetLine {
    pub(crate) id: String,
    pub(crate) href: String,
    pub(crate) name: String,
    /// Of what a group consists.
    pub(crate) parts: String,
    pub(crate) set: String,
    pub(crate) bells: String,
    /// What its marks are.
    pub(crate) journal: String,
    pub(crate) chosen: bool,
}

pub(crate) struct SetupClassForms {
    pub(crate) class_sets: Vec<Choice>,
    pub(crate) class_bells: Vec<Choice>,
    pub(crate) settings_sets: Vec<Choice>,
    pub(crate) settings_bells: Vec<Choice>,
    pub(crate) settings_journals: Vec<Choice>,
    pub(crate) division_classes: Vec<Choice>,
    /// A class a line, as typed.
    pub(crate) classes: String,
    pub(crate) division: String,
    /// A part a line.
    pub(crate) parts: String,
    /// A group a line.
    pub(crate) groups: String,
}
