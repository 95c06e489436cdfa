//! Every way to say no. Doors translate it: the API into problem+json, the command line into a sentence.

use std::collections::BTreeMap;

use dayek_domain::access::Action;
use dayek_domain::account::AccountError;
use dayek_domain::assessment::AssessmentError;
use dayek_domain::building::BuildingError;
use dayek_domain::iin_claim::IinClaimError;
use dayek_domain::institution::InstitutionError;
use dayek_domain::lesson::LessonError;
use dayek_domain::membership::MembershipError;
use dayek_domain::person::PersonError;
use dayek_domain::room::RoomError;
use dayek_domain::school_class::SchoolClassError;
use dayek_domain::study_year::StudyYearError;
use dayek_domain::subject::SubjectError;
use dayek_domain::timetable::TimetableError;
use dayek_domain::timetable_guard::TimetableGuardError;
use serde::Serialize;
use serde_json::Value;
use strum::VariantNames;
use uuid::Uuid;

use crate::log::LogError;

/// Why a request was not carried out.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    #[error("no valid token was sent")]
    Unauthenticated,
    /// Also what exists but may not be seen by this asker.
    #[error("there is no such thing here")]
    NotFound,
    #[error("your role does not allow this: {}", action.as_ref())]
    Forbidden { action: Action },
    /// Input that cannot be understood; `field` is a JSON pointer or the name of a parameter.
    #[error("{reason}")]
    Input { field: String, reason: String },
    #[error(transparent)]
    Rule(Rule),
    /// Somebody else has changed the value the asker relied on.
    #[error("{message}")]
    ChangedMeanwhile { message: String, current: Option<String>, about: Option<Cell> },
    /// `If-Match` names a version that is no longer the current one.
    #[error("the stream has moved on; its version is {current} now")]
    VersionMoved { current: u64 },
    #[error("this idempotency key was used for another request")]
    KeyReused,
    #[error("others keep changing the same thing; try again in a moment")]
    Busy,
    #[error("the read model has not caught up with the wanted position yet")]
    NotCaughtUp,
    #[error(transparent)]
    Log(LogError),
    #[error("the request broke off: {0}")]
    Broken(String),
}

/// A rule of the school that forbids something: a code for programs and translations, and a sentence.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{sentence}")]
pub struct Rule {
    /// Such as `assessment.period_closed`; it never changes.
    pub code: String,
    /// What the sentence names: bounds, a role, a pupil.
    pub values: BTreeMap<String, String>,
    pub sentence: String,
}

impl Rule {
    /// The rule behind a refusal of a stream, or of a use case.
    pub fn of(owner: &str, error: &(impl std::error::Error + Serialize)) -> Self {
        let written = serde_json::to_value(error).unwrap_or_default();
        let mut code = String::new();
        let mut values = BTreeMap::new();
        for (name, value) in written.as_object().into_iter().flatten() {
            match value {
                Value::String(text) if name == "code" => code.clone_from(text),
                Value::String(text) => {
                    values.insert(name.clone(), text.clone());
                }
                Value::Null => {}
                Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
                    values.insert(name.clone(), value.to_string());
                }
            }
        }
        Self { code: format!("{owner}.{code}"), values, sentence: error.to_string() }
    }
}

/// Rules that no stream knows by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, VariantNames, thiserror::Error)]
#[serde(tag = "code", rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum SchoolError {
    #[error("the class does not exist in that study year")]
    NoSuchClass,
    #[error("this person is not an employee of the institution; grant the role employee first")]
    NotEmployed,
    #[error("the personal data of this person has been erased; nothing more is written about them")]
    PersonErased,
    #[error("this person holds roles; take them back first")]
    HoldsRoles,
    #[error("this person is a pupil of a class; let them leave it first")]
    IsAPupil,
    #[error("the pupil is in that class already")]
    SameClass,
    #[error("the bell schedule has no lesson {number}")]
    NoSuchBell { number: u8 },
    #[error("timetables of several reporting periods are not published together")]
    OtherPeriod,
    #[error("the reporting period is closed")]
    PeriodIsClosed,
    #[error("this lesson of the week, or one made from it, belongs to another class")]
    SlotElsewhere,
    #[error("the pupil has left the class already, or will before that day")]
    StayEnded,
    #[error("the day does not lie in the study year of the class")]
    DayOutsideYear,
    #[error("only lessons of one moment are held together")]
    NotAtOneTime,
    #[error("the class has no bell schedule; say from when to when the lesson is held")]
    HourUnknown,
    #[error("this person holds a role here and is no pupil; take the role back first")]
    IsStaff,
    #[error("nobody gives themselves a duty in a class: somebody else does it")]
    OwnAppointment,
    #[error("the other study year does not begin after this one has ended")]
    YearsOutOfOrder,
    #[error("two classes of a study year would have the same name")]
    ClassNameTwice,
    #[error("a group goes on to the next study year after the classes it consists of")]
    ClassesGoFirst,
    #[error("only pupils of the last grade of that study year take the unified national test")]
    NotInLastGrade,
}

impl From<SchoolError> for Refusal {
    fn from(error: SchoolError) -> Self {
        Self::Rule(Rule::of("school", &error))
    }
}

/// A cell of a journal, for finding out who changed it last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    pub pupil_id: Uuid,
    pub number: Option<u8>,
}

impl Refusal {
    pub fn input(field: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::Input { field: field.into(), reason: reason.into() }
    }
}

impl From<LogError> for Refusal {
    /// A text that no event may hold is the asker's, and theirs to put right.
    fn from(error: LogError) -> Self {
        if let LogError::Unacceptable { path, reason } = error {
            return Self::input(path, reason);
        }
        Self::Log(error)
    }
}

impl From<sqlx::Error> for Refusal {
    fn from(error: sqlx::Error) -> Self {
        Self::Log(error.into())
    }
}

impl From<AssessmentError> for Refusal {
    fn from(error: AssessmentError) -> Self {
        let message = error.to_string();
        let rule = Rule::of("assessment", &error);
        match error {
            AssessmentError::NotPlanned => Self::NotFound,
            AssessmentError::ChangedMeanwhile { pupil_id, number, current } => Self::ChangedMeanwhile {
                message,
                current: current.map(|points| points.to_string()),
                about: Some(Cell { pupil_id: pupil_id.0, number: Some(number) }),
            },
            AssessmentError::TitleMissing
            | AssessmentError::BoundsReversed
            | AssessmentError::OtherJournal
            | AssessmentError::OutOfRange { .. }
            | AssessmentError::NoSuchNumber { .. }
            | AssessmentError::PeriodClosed
            | AssessmentError::NotAMember { .. } => Self::Rule(rule),
        }
    }
}

impl From<LessonError> for Refusal {
    fn from(error: LessonError) -> Self {
        let message = error.to_string();
        let rule = Rule::of("lesson", &error);
        match error {
            LessonError::NotScheduled => Self::NotFound,
            LessonError::MovedMeanwhile { current } => {
                Self::ChangedMeanwhile { message, current: Some(current.to_string()), about: None }
            }
            LessonError::ChangedMeanwhile { pupil_id, current } => Self::ChangedMeanwhile {
                message,
                current: current.map(|code| code.as_ref().to_owned()),
                about: Some(Cell { pupil_id: pupil_id.0, number: None }),
            },
            LessonError::AlreadyScheduled
            | LessonError::Cancelled
            | LessonError::NotAMember { .. }
            | LessonError::Withdrawn
            | LessonError::AttendanceStands
            | LessonError::TeacherMissing
            | LessonError::EndsBeforeItBegins => Self::Rule(rule),
        }
    }
}

impl From<SchoolClassError> for Refusal {
    fn from(error: SchoolClassError) -> Self {
        let rule = Rule::of("school_class", &error);
        match error {
            SchoolClassError::NotFormed => Self::NotFound,
            SchoolClassError::NameMissing
            | SchoolClassError::OtherStudyYear
            | SchoolClassError::OtherKind
            | SchoolClassError::StaysOverlap { .. }
            | SchoolClassError::NotAMember { .. }
            | SchoolClassError::LeavesBeforeComing { .. }
            | SchoolClassError::OnlyGroupsHaveParts
            | SchoolClassError::PartIncomplete { .. }
            | SchoolClassError::PartTwice { .. }
            | SchoolClassError::JournalKindFixed => Self::Rule(rule),
        }
    }
}

impl From<StudyYearError> for Refusal {
    fn from(error: StudyYearError) -> Self {
        let rule = Rule::of("study_year", &error);
        match error {
            StudyYearError::NotDefined | StudyYearError::UnknownPeriod => Self::NotFound,
            StudyYearError::NameMissing
            | StudyYearError::PeriodsLeftOut
            | StudyYearError::OtherKind { .. }
            | StudyYearError::EndsBeforeItBegins
            | StudyYearError::PeriodOutsideYear { .. }
            | StudyYearError::ReasonMissing
            | StudyYearError::UnknownPeriodSet
            | StudyYearError::OtherSet { .. }
            | StudyYearError::PeriodsOverlap { .. }
            | StudyYearError::HolidayOutsideYear { .. }
            | StudyYearError::HolidaysLeftOut
            | StudyYearError::OtherHoliday { .. }
            | StudyYearError::UnknownBellSchedule
            | StudyYearError::BellsMissing
            | StudyYearError::NumberTooHigh { .. }
            | StudyYearError::BellReversed { .. }
            | StudyYearError::BellsOutOfOrder { .. }
            | StudyYearError::DateOutsideYear { .. }
            | StudyYearError::DayBellsLeftOut => Self::Rule(rule),
        }
    }
}

impl From<InstitutionError> for Refusal {
    fn from(error: InstitutionError) -> Self {
        match error {
            InstitutionError::NotRegistered => Self::NotFound,
            InstitutionError::AlreadyRegistered
            | InstitutionError::NameMissing
            | InstitutionError::TimeZoneMissing
            | InstitutionError::CategoryTitleMissing
            | InstitutionError::NotGoverning
            | InstitutionError::BelowItself
            | InstitutionError::PhoneMalformed
            | InstitutionError::EmailMalformed
            | InstitutionError::SiteMalformed
            | InstitutionError::GivesNoMarks
            | InstitutionError::NoSuchFunction => Self::Rule(Rule::of("institution", &error)),
        }
    }
}

impl From<MembershipError> for Refusal {
    fn from(error: MembershipError) -> Self {
        Self::Rule(Rule::of("membership", &error))
    }
}

impl From<AccountError> for Refusal {
    fn from(error: AccountError) -> Self {
        let rule = Rule::of("account", &error);
        match error {
            AccountError::NoSuchToken => Self::NotFound,
            AccountError::Blocked
            | AccountError::NotOpen
            | AccountError::LabelMissing
            | AccountError::OwnAccount => Self::Rule(rule),
        }
    }
}

impl From<PersonError> for Refusal {
    fn from(error: PersonError) -> Self {
        match error {
            PersonError::NotRegistered => Self::NotFound,
            PersonError::NameMissing
            | PersonError::IsAProgram
            | PersonError::AlreadyRegistered
            | PersonError::OtherPerson
            | PersonError::NotAHuman
            | PersonError::OwnGuardian
            | PersonError::Erased => Self::Rule(Rule::of("person", &error)),
        }
    }
}

impl From<IinClaimError> for Refusal {
    fn from(error: IinClaimError) -> Self {
        Self::Rule(Rule::of("iin_claim", &error))
    }
}

impl From<SubjectError> for Refusal {
    fn from(error: SubjectError) -> Self {
        Self::Rule(Rule::of("subject", &error))
    }
}

impl From<BuildingError> for Refusal {
    fn from(error: BuildingError) -> Self {
        Self::Rule(Rule::of("building", &error))
    }
}

impl From<RoomError> for Refusal {
    fn from(error: RoomError) -> Self {
        match error {
            RoomError::NotAdded => Self::NotFound,
            RoomError::NameMissing | RoomError::Retired => Self::Rule(Rule::of("room", &error)),
        }
    }
}

impl From<TimetableError> for Refusal {
    fn from(error: TimetableError) -> Self {
        let rule = Rule::of("timetable", &error);
        match error {
            TimetableError::NotDrafted => Self::NotFound,
            TimetableError::NameMissing
            | TimetableError::OtherPlace
            | TimetableError::NumberTooHigh { .. }
            | TimetableError::SlotTaken { .. }
            | TimetableError::TeacherMissing { .. }
            | TimetableError::EndsBeforeItBegins => Self::Rule(rule),
        }
    }
}

impl From<TimetableGuardError> for Refusal {
    fn from(error: TimetableGuardError) -> Self {
        Self::Rule(Rule::of("timetable_guard", &error))
    }
}
