//! A study year: its reporting periods, its holidays and its bells. Years of one institution may overlap.
//!
//! Invariants
//! 1. A year, a period and a holiday do not end before they begin; a period and a holiday lie inside
//!    their year, and so does a day with other bells.
//! 2. A closed period takes no marks until it is reopened, and both say who and why.
//! 3. The periods of one set do not overlap. Periods without a set, as records from elsewhere have
//!    them, may.
//! 4. The lessons of a bell schedule follow one another, in number and by the clock.
//! 5. On a date a schedule rings like itself or like another that there is.

mod bells;
mod calendar;
mod command;
mod error;
mod event;
mod state;
#[cfg(test)]
mod tests;

pub use calendar::{CALENDAR_2026_2027, Calendar, Named, Span};
pub use command::StudyYearCommand;
pub use error::StudyYearError;
pub use event::{Bell, BellSchedule, Days, PeriodKind, StudyYearEvent};
pub use state::{Holiday, Period, StudyYear};

use crate::id::{PeriodId, PeriodSetId};
use crate::stream::stream;

/// The highest number a lesson can have in a day. The lowest is 0.
pub const HIGHEST_NUMBER: u8 = 15;

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
                Some(_) if self.holidays.values().any(|holiday| !holiday.days.lie_in(days)) => {
                    Err(StudyYearError::HolidaysLeftOut)
                }
                Some(_) if self.day_bells.keys().any(|(_, date)| !days.contain(*date)) => {
                    Err(StudyYearError::DayBellsLeftOut)
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
            Command::DefinePeriod { period_id, kind, name, days, external_id, set_id } => {
                if !days.lie_in(self.must_exist()?) {
                    return Err(StudyYearError::PeriodOutsideYear { name });
                }
                self.must_know(set_id)?;
                match self.periods.get(&period_id) {
                    None => {
                        self.must_not_overlap(period_id, set_id, &name, days)?;
                        Ok(vec![Event::PeriodDefined { period_id, kind, name, days, external_id, set_id }])
                    }
                    Some(known) if known.kind != kind => Err(StudyYearError::OtherKind { name }),
                    Some(known) if set_id.is_some() && known.set_id != set_id => {
                        Err(StudyYearError::OtherSet { name })
                    }
                    Some(known) if known.name == name && known.days == days => Ok(vec![]),
                    Some(known) => {
                        self.must_not_overlap(period_id, known.set_id, &name, days)?;
                        Ok(vec![Event::PeriodChanged {
                            period_id,
                            from_name: known.name.clone(),
                            from_days: known.days,
                            name,
                            days,
                        }])
                    }
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
            Command::DefinePeriodSet { name, .. } if name.trim().is_empty() => {
                Err(StudyYearError::NameMissing)
            }
            Command::DefinePeriodSet { set_id, name } => {
                self.must_exist()?;
                match self.sets.get(&set_id) {
                    None => Ok(vec![Event::PeriodSetDefined { set_id, name }]),
                    Some(known) if *known == name => Ok(vec![]),
                    Some(known) => {
                        Ok(vec![Event::PeriodSetRenamed { set_id, from: known.clone(), to: name }])
                    }
                }
            }
            Command::DeclareHoliday { name, .. } if name.trim().is_empty() => {
                Err(StudyYearError::NameMissing)
            }
            Command::DeclareHoliday { days, .. } if days.first > days.last => {
                Err(StudyYearError::EndsBeforeItBegins)
            }
            Command::DeclareHoliday { holiday_id, name, days, public, set_id } => {
                if !days.lie_in(self.must_exist()?) {
                    return Err(StudyYearError::HolidayOutsideYear { name });
                }
                self.must_know(set_id)?;
                match self.holidays.get(&holiday_id) {
                    None => Ok(vec![Event::HolidayDeclared { holiday_id, name, days, public, set_id }]),
                    Some(known) if known.public != public || known.set_id != set_id => {
                        Err(StudyYearError::OtherHoliday { name })
                    }
                    Some(known) if known.name == name && known.days == days => Ok(vec![]),
                    Some(known) => Ok(vec![Event::HolidayChanged {
                        holiday_id,
                        from_name: known.name.clone(),
                        from_days: known.days,
                        name,
                        days,
                    }]),
                }
            }
            Command::WithdrawHoliday { holiday_id } => match self.holidays.get(&holiday_id) {
                None => Ok(vec![]),
                Some(known) => {
                    let (name, days) = (known.name.clone(), known.days);
                    Ok(vec![Event::HolidayWithdrawn { holiday_id, name, days }])
                }
            },
            Command::SetBellSchedule { bell_schedule_id, schedule } => {
                self.must_exist()?;
                bells::must_follow_one_another(&schedule)?;
                let from = self.bells(bell_schedule_id).cloned();
                if from.as_ref() == Some(&schedule) {
                    return Ok(vec![]);
                }
                Ok(vec![Event::BellScheduleSet { bell_schedule_id, from, to: schedule }])
            }
            Command::SetDayBells { date, bell_schedule_id, to } => {
                self.set_day_bells(date, bell_schedule_id, to)
            }
        }
    }

    fn must_exist(&self) -> Result<Days, StudyYearError> {
        self.days().ok_or(StudyYearError::NotDefined)
    }

    fn must_know(&self, set: Option<PeriodSetId>) -> Result<(), StudyYearError> {
        match set {
            Some(set_id) if !self.sets.contains_key(&set_id) => Err(StudyYearError::UnknownPeriodSet),
            Some(_) | None => Ok(()),
        }
    }

    fn must_not_overlap(
        &self,
        period_id: PeriodId,
        set: Option<PeriodSetId>,
        name: &str,
        days: Days,
    ) -> Result<(), StudyYearError> {
        let Some(set_id) = set else { return Ok(()) };
        let others =
            self.periods.iter().filter(|(id, other)| **id != period_id && other.set_id == Some(set_id));
        let mut overlapped = others.filter(|(_, other)| other.days.shared_with(days).is_some());
        match overlapped.next() {
            None => Ok(()),
            Some((_, other)) => {
                Err(StudyYearError::PeriodsOverlap { name: name.to_owned(), other: other.name.clone() })
            }
        }
    }
}

stream!(StudyYear, "study_year", StudyYearCommand, StudyYearEvent, StudyYearError, reads_personal_data: false);
