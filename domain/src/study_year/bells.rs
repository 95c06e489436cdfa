//! When a day rings, and on which days otherwise than usual.

use chrono::NaiveDate;

use super::HIGHEST_NUMBER;
use super::error::StudyYearError;
use super::event::{Bell, BellSchedule, StudyYearEvent};
use super::state::StudyYear;
use crate::id::BellScheduleId;

/// Lessons come one after the other; the next may begin the moment the one before it ends.
pub(super) fn must_follow_one_another(schedule: &BellSchedule) -> Result<(), StudyYearError> {
    if schedule.name.trim().is_empty() {
        return Err(StudyYearError::NameMissing);
    }
    if schedule.bells.is_empty() {
        return Err(StudyYearError::BellsMissing);
    }
    let mut before = None;
    for bell in &schedule.bells {
        let number = bell.number;
        if number > HIGHEST_NUMBER {
            return Err(StudyYearError::NumberTooHigh { number, highest: HIGHEST_NUMBER });
        }
        if bell.ends <= bell.begins {
            return Err(StudyYearError::BellReversed { number });
        }
        if before.is_some_and(|(last, ended)| number <= last || bell.begins < ended) {
            return Err(StudyYearError::BellsOutOfOrder { number });
        }
        before = Some((number, bell.ends));
    }
    Ok(())
}

impl BellSchedule {
    /// The clock times of a lesson number, if the schedule has it.
    pub fn bell(&self, number: u8) -> Option<Bell> {
        self.bells.iter().find(|bell| bell.number == number).copied()
    }
}

impl StudyYear {
    pub(super) fn set_day_bells(
        &self,
        date: NaiveDate,
        bell_schedule_id: BellScheduleId,
        to: Option<BellScheduleId>,
    ) -> Result<Vec<StudyYearEvent>, StudyYearError> {
        let year = self.must_exist()?;
        // A schedule that rings like itself rings as usual.
        let to = to.filter(|other| *other != bell_schedule_id);
        for named in std::iter::once(bell_schedule_id).chain(to) {
            self.bells(named).ok_or(StudyYearError::UnknownBellSchedule)?;
        }
        let from = self.day_bells.get(&(bell_schedule_id, date)).copied();
        if from == to {
            return Ok(vec![]);
        }
        if !year.contain(date) {
            return Err(StudyYearError::DateOutsideYear { date });
        }
        Ok(vec![StudyYearEvent::DayBellsSet { date, bell_schedule_id, from, to }])
    }
}
