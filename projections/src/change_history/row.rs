//! One event as a row of the change history, in codes.

use chrono::NaiveDate;
use dayek_domain::personal::Personal;
use uuid::Uuid;

use crate::delivery::RecordedEvent;

/// What kind of thing was changed; the filter of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Mark,
    Status,
    Attendance,
    Schedule,
    Assessment,
    Role,
    Roster,
    Teacher,
    Class,
    Subject,
    StudyYear,
    Period,
    Person,
    Institution,
    Category,
    Section,
    Guardian,
    ClassStaff,
    Account,
    PeriodSet,
    Holiday,
    Bells,
    Building,
    Room,
    ClassSettings,
    Timetable,
    Substitution,
    Setting,
}

impl Kind {
    pub const ALL: [Self; 28] = [
        Self::Mark,
        Self::Status,
        Self::Attendance,
        Self::Schedule,
        Self::Assessment,
        Self::Role,
        Self::Roster,
        Self::Teacher,
        Self::Class,
        Self::Subject,
        Self::StudyYear,
        Self::Period,
        Self::Person,
        Self::Institution,
        Self::Category,
        Self::Section,
        Self::Guardian,
        Self::ClassStaff,
        Self::Account,
        Self::PeriodSet,
        Self::Holiday,
        Self::Bells,
        Self::Building,
        Self::Room,
        Self::ClassSettings,
        Self::Timetable,
        Self::Substitution,
        Self::Setting,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Mark => "mark",
            Self::Status => "status",
            Self::Attendance => "attendance",
            Self::Schedule => "schedule",
            Self::Assessment => "assessment",
            Self::Role => "role",
            Self::Roster => "roster",
            Self::Teacher => "teacher",
            Self::Class => "class",
            Self::Subject => "subject",
            Self::StudyYear => "study_year",
            Self::Period => "period",
            Self::Person => "person",
            Self::Institution => "institution",
            Self::Category => "category",
            Self::Section => "section",
            Self::Guardian => "guardian",
            Self::ClassStaff => "class_staff",
            Self::Account => "account",
            Self::PeriodSet => "period_set",
            Self::Holiday => "holiday",
            Self::Bells => "bells",
            Self::Building => "building",
            Self::Room => "room",
            Self::ClassSettings => "class_settings",
            Self::Timetable => "timetable",
            Self::Substitution => "substitution",
            Self::Setting => "setting",
        }
    }
}

/// What an event changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub kind: Kind,
    pub class_id: Option<Uuid>,
    pub subject_id: Option<Uuid>,
    pub period_id: Option<Uuid>,
    pub person_id: Option<Uuid>,
    pub number: Option<i16>,
    pub on_day: Option<NaiveDate>,
    pub title: Option<String>,
    pub old: Option<String>,
    pub new: Option<String>,
    pub reason: Option<String>,
    pub old_sealed: Option<String>,
    pub new_sealed: Option<String>,
    pub reason_sealed: Option<String>,
}

impl Change {
    pub(super) const fn of(kind: Kind) -> Self {
        Self {
            kind,
            class_id: None,
            subject_id: None,
            period_id: None,
            person_id: None,
            number: None,
            on_day: None,
            title: None,
            old: None,
            new: None,
            reason: None,
            old_sealed: None,
            new_sealed: None,
            reason_sealed: None,
        }
    }

    pub(super) fn about(mut self, person: impl Into<Uuid>) -> Self {
        self.person_id = Some(person.into());
        self
    }

    pub(super) fn old(mut self, value: impl ToString) -> Self {
        self.old = Some(value.to_string());
        self
    }

    pub(super) fn new_value(mut self, value: impl ToString) -> Self {
        self.new = Some(value.to_string());
        self
    }

    /// A reason that names nobody, which stands readable.
    pub(super) fn because(mut self, reason: Option<&String>) -> Self {
        self.reason = reason.cloned();
        self
    }

    pub(super) fn reason(mut self, event: &RecordedEvent, reason: Option<&Personal<String>>) -> Self {
        self.reason_sealed = reason.and_then(Personal::sealed).map(|sealed| event.placed("reason", sealed));
        self
    }

    /// Nothing was there before: created. Nothing is there now: deleted. Otherwise: updated.
    pub(super) const fn action(&self) -> &'static str {
        let before = self.old.is_some() || self.old_sealed.is_some();
        let after = self.new.is_some() || self.new_sealed.is_some();
        match (before, after) {
            (false, _) => "create",
            (true, false) => "delete",
            (true, true) => "update",
        }
    }
}
