//! Every way to say no. Doors translate it: the API into problem+json, the command line into a sentence.

use dayek_domain::access::Action;
use dayek_domain::account::AccountError;
use dayek_domain::assessment::AssessmentError;
use dayek_domain::institution::InstitutionError;
use dayek_domain::lesson::LessonError;
use dayek_domain::membership::MembershipError;
use dayek_domain::person::PersonError;
use dayek_domain::school_class::SchoolClassError;
use dayek_domain::study_year::StudyYearError;
use dayek_domain::subject::SubjectError;
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
    /// A rule of the school.
    #[error("{0}")]
    Rule(String),
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
    Log(#[from] LogError),
    #[error("the request broke off: {0}")]
    Broken(String),
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

impl From<sqlx::Error> for Refusal {
    fn from(error: sqlx::Error) -> Self {
        Self::Log(error.into())
    }
}

impl From<AssessmentError> for Refusal {
    fn from(error: AssessmentError) -> Self {
        let message = error.to_string();
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
            | AssessmentError::NotAMember { .. } => Self::Rule(message),
        }
    }
}

impl From<LessonError> for Refusal {
    fn from(error: LessonError) -> Self {
        let message = error.to_string();
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
            LessonError::AlreadyScheduled | LessonError::Cancelled | LessonError::NotAMember { .. } => {
                Self::Rule(message)
            }
        }
    }
}

impl From<SchoolClassError> for Refusal {
    fn from(error: SchoolClassError) -> Self {
        let message = error.to_string();
        match error {
            SchoolClassError::NotFormed => Self::NotFound,
            SchoolClassError::NameMissing
            | SchoolClassError::OtherStudyYear
            | SchoolClassError::OtherKind
            | SchoolClassError::StaysOverlap { .. }
            | SchoolClassError::NotAMember { .. }
            | SchoolClassError::LeavesBeforeComing { .. } => Self::Rule(message),
        }
    }
}

impl From<StudyYearError> for Refusal {
    fn from(error: StudyYearError) -> Self {
        let message = error.to_string();
        match error {
            StudyYearError::NotDefined | StudyYearError::UnknownPeriod => Self::NotFound,
            StudyYearError::NameMissing
            | StudyYearError::PeriodsLeftOut
            | StudyYearError::OtherKind { .. }
            | StudyYearError::EndsBeforeItBegins
            | StudyYearError::PeriodOutsideYear { .. }
            | StudyYearError::ReasonMissing => Self::Rule(message),
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
            | InstitutionError::CategoryTitleMissing => Self::Rule(error.to_string()),
        }
    }
}

impl From<MembershipError> for Refusal {
    fn from(error: MembershipError) -> Self {
        Self::Rule(error.to_string())
    }
}

impl From<AccountError> for Refusal {
    fn from(error: AccountError) -> Self {
        let message = error.to_string();
        match error {
            AccountError::NoSuchToken => Self::NotFound,
            AccountError::Blocked | AccountError::NotOpen | AccountError::LabelMissing => Self::Rule(message),
        }
    }
}

impl From<PersonError> for Refusal {
    fn from(error: PersonError) -> Self {
        Self::Rule(error.to_string())
    }
}

impl From<SubjectError> for Refusal {
    fn from(error: SubjectError) -> Self {
        Self::Rule(error.to_string())
    }
}
