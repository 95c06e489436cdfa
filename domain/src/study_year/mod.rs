//! A study year with its reporting periods. Years of one institution may overlap.
//!
//! Invariants
//! 1. A year and a period do not end before they begin; a period lies inside its year.
//! 2. A closed period takes no marks until it is reopened, and both say who and why.

mod command;
mod error;
mod event;
mod state;
#[cfg(test)]
mod tests;

pub use command::StudyYearCommand;
pub use error::StudyYearError;
pub use event::{Days, PeriodKind, StudyYearEvent};
pub use state::{Period, StudyYear};

use crate::stream::stream;

impl StudyYear {
    /// Decides what a command leads to. Pure: same state and command, same answer.
    pub fn decide(&self, command: StudyYearCommand) -> Result<Vec<StudyYearEvent>, StudyYearError> {
        use StudyYearCommand as Command;
        use StudyYearEvent as Event;
        match command {
            Command::Define { name, .. } if name.trim().is_empty() => Err(StudyYearError::NameMissing),
            Command::Define { days, .. } if days.first > days.last => Err(StudyYearError::EndsBeforeItBegins),
            Command::Define { name, days, external_id } => match &self.year {
                None => Ok(vec![Event::StudyYearDefined { name, days, external_id }]),
                Some(year) if year.name == name && year.days == days => Ok(vec![]),
                Some(_) if self.periods.values().any(|period| !period.days.lie_in(days)) => {
                    Err(StudyYearError::PeriodsLeftOut)
                }
                Some(year) => Ok(vec![Event::StudyYearChanged {
                    from_name: year.name.clone(),
                    from_days: year.days,
                    name,
                    days,
                }]),
            },
            Command::DefinePeriod { name, .. } if name.trim().is_empty() => Err(StudyYearError::NameMissing),
            Command::DefinePeriod { days, .. } if days.first > days.last => {
                Err(StudyYearError::EndsBeforeItBegins)
            }
            Command::DefinePeriod { period_id, kind, name, days, external_id } => {
                let year = self.year.as_ref().ok_or(StudyYearError::NotDefined)?;
                if !days.lie_in(year.days) {
                    return Err(StudyYearError::PeriodOutsideYear { name });
                }
                match self.periods.get(&period_id) {
                    None => Ok(vec![Event::PeriodDefined { period_id, kind, name, days, external_id }]),
                    Some(known) if known.kind != kind => Err(StudyYearError::OtherKind { name }),
                    Some(known) if known.name == name && known.days == days => Ok(vec![]),
                    Some(known) => Ok(vec![Event::PeriodChanged {
                        period_id,
                        from_name: known.name.clone(),
                        from_days: known.days,
                        name,
                        days,
                    }]),
                }
            }
            Command::ClosePeriod { period_id } => {
                let period = self.periods.get(&period_id).ok_or(StudyYearError::UnknownPeriod)?;
                if period.closed { Ok(vec![]) } else { Ok(vec![Event::PeriodClosed { period_id }]) }
            }
            Command::ReopenPeriod { period_id, reason } => {
                let period = self.periods.get(&period_id).ok_or(StudyYearError::UnknownPeriod)?;
                if !period.closed {
                    return Ok(vec![]);
                }
                if reason.trim().is_empty() {
                    return Err(StudyYearError::ReasonMissing);
                }
                Ok(vec![Event::PeriodReopened { period_id, reason }])
            }
        }
    }
}

stream!(StudyYear, "study_year", StudyYearCommand, StudyYearEvent, StudyYearError, reads_personal_data: false);
