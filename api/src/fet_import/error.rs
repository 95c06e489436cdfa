//! Why no timetable was imported. Every sentence says what to do about it.

use std::fmt;

use chrono::NaiveDate;
use dayek_domain::id::InstitutionId;
use dayek_domain::study_year::Days;
use dayek_domain::timetable_guard::Taking;
use dayek_projections::delivery::DeliveryError;
use serde::Serialize;

use crate::fet::Rejected;
use crate::log::LogError;
use crate::refusal::Refusal;

#[derive(Debug, thiserror::Error)]
pub enum FetImportError {
    #[error(transparent)]
    Rejected(#[from] Rejected),
    #[error("the file {path} cannot be read: {reason}")]
    Unreadable { path: String, reason: String },
    #[error("a week of the file has {days} days; a school's week has 7 at most")]
    TooManyDays { days: usize },
    #[error("a day of the file has {hours} hours; {most} lessons a day are the most")]
    TooManyHours { hours: usize, most: usize },
    #[error("{}", clashes(.0))]
    Clashes(Vec<Meeting>),
    #[error("there is no institution {0}; `dayek status` lists them")]
    NoInstitution(InstitutionId),
    #[error("the institution {0} is a governing organisation, which has no timetable")]
    NotASchool(InstitutionId),
    #[error("--from is later than --to")]
    DaysReversed,
    #[error(
        "no study year of the school holds {day}; set it up on the page of study years, \
         or add --make-year to take the ministry's calendar"
    )]
    NoStudyYear { day: NaiveDate },
    #[error(
        "the ministry's calendar goes from {} to {} and does not hold all days from --from to --to; \
         set the study year up on the page of study years", days.first, days.last
    )]
    NoCalendar { days: Days },
    #[error(
        "{day} lies in a study year, but in no reporting period of it; \
         set the periods up on the page of study years, or choose another --from"
    )]
    NoPeriod { day: NaiveDate },
    #[error("{day} does not lie in the reporting period that --period names; choose another one")]
    NotInPeriod { day: NaiveDate },
    #[error("several reporting periods hold {day}: {}; choose one with --period ID", periods.join(", "))]
    SeveralPeriods { day: NaiveDate, periods: Vec<String> },
    #[error("the reporting period \"{0}\" is closed; reopen it, or choose a later --from")]
    PeriodClosed(String),
    #[error(
        "the reporting period \"{period}\" goes on until {last}, and a timetable holds to the end of its \
         period; give --to {last} or a later day, and import the next timetable with --from its first day"
    )]
    EndsInPeriod { period: String, last: NaiveDate },
    #[error("the import's account is no longer an administrator of {0}; grant it the role again to go on")]
    NotAllowed(InstitutionId),
    #[error("what was being imported was changed by others meanwhile; run the import again")]
    Moved,
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error(transparent)]
    Log(#[from] LogError),
    #[error(transparent)]
    Delivery(#[from] DeliveryError),
    #[error("the import broke off: {0}")]
    Broken(String),
}

impl From<sqlx::Error> for FetImportError {
    fn from(error: sqlx::Error) -> Self {
        Self::Log(error.into())
    }
}

impl From<crate::entropy::NoEntropy> for FetImportError {
    fn from(error: crate::entropy::NoEntropy) -> Self {
        Self::Log(error.into())
    }
}

/// Somebody or something that would be needed at two places at once, in the words of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Meeting {
    pub what: Taking,
    pub name: String,
    pub day: String,
    pub hour: String,
    pub one: String,
    pub other: String,
}

impl fmt::Display for Meeting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, name, day, hour, one, other } = self;
        write!(f, "{} \"{name}\" on {day} at {hour}: {one}, and {other}", what.as_ref())
    }
}

fn clashes(meetings: &[Meeting]) -> String {
    let mut sentence =
        "the timetable was not imported: somebody or something would be needed at two places at once"
            .to_owned();
    for meeting in meetings {
        sentence.push_str("\n  ");
        sentence.push_str(&meeting.to_string());
    }
    sentence
}
