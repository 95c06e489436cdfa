//! What a study year must remember to decide.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::event::{BellSchedule, Days, PeriodKind, StudyYearEvent};
use crate::id::{BellScheduleId, HolidayId, PeriodId, PeriodSetId};

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct StudyYear {
    pub(super) year: Option<Year>,
    pub(super) periods: BTreeMap<PeriodId, Period>,
    pub(super) sets: BTreeMap<PeriodSetId, String>,
    pub(super) holidays: BTreeMap<HolidayId, Holiday>,
    pub(super) schedules: BTreeMap<BellScheduleId, BellSchedule>,
    /// What a schedule rings like on a date, where that is not itself.
    pub(super) day_bells: BTreeMap<(BellScheduleId, NaiveDate), BellScheduleId>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Year {
    pub(super) name: String,
    pub(super) days: Days,
}

/// A reporting period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    pub kind: PeriodKind,
    pub name: String,
    pub days: Days,
    pub closed: bool,
    pub set_id: Option<PeriodSetId>,
}

/// Days without lessons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holiday {
    pub name: String,
    pub days: Days,
    pub public: bool,
    /// `None`: the whole school's.
    pub set_id: Option<PeriodSetId>,
}

impl StudyYear {
    /// From the first day of the year to the last, once it is defined.
    pub fn days(&self) -> Option<Days> {
        self.year.as_ref().map(|year| year.days)
    }

    pub fn period(&self, period_id: PeriodId) -> Option<&Period> {
        self.periods.get(&period_id)
    }

    pub fn has_set(&self, set_id: PeriodSetId) -> bool {
        self.sets.contains_key(&set_id)
    }

    /// The periods of a set, or those of none, in the order of their days.
    pub fn periods_of(&self, set: Option<PeriodSetId>) -> Vec<(PeriodId, &Period)> {
        let of_set = self.periods.iter().filter(|(_, period)| period.set_id == set);
        let mut periods: Vec<_> = of_set.map(|(period_id, period)| (*period_id, period)).collect();
        periods.sort_by_key(|(period_id, period)| (period.days.first, period.days.last, *period_id));
        periods
    }

    /// Whether those who follow a set have no lessons on a date: the whole school, or they alone.
    pub fn is_holiday(&self, date: NaiveDate, set: Option<PeriodSetId>) -> bool {
        let theirs = |holiday: &&Holiday| holiday.set_id.is_none() || holiday.set_id == set;
        self.holidays.values().filter(theirs).any(|holiday| holiday.days.contain(date))
    }

    pub fn bells(&self, bell_schedule_id: BellScheduleId) -> Option<&BellSchedule> {
        self.schedules.get(&bell_schedule_id)
    }

    /// What a schedule rings like on a date.
    pub fn bells_on(&self, bell_schedule_id: BellScheduleId, date: NaiveDate) -> Option<&BellSchedule> {
        let rings_like = self.day_bells.get(&(bell_schedule_id, date)).copied();
        self.bells(rings_like.unwrap_or(bell_schedule_id))
    }

    /// Never fails and never judges: the event has already happened.
    pub(super) fn absorb(&mut self, event: StudyYearEvent) {
        match event {
            StudyYearEvent::StudyYearDefined { name, days, .. }
            | StudyYearEvent::StudyYearChanged { name, days, .. } => {
                self.year = Some(Year { name, days });
            }
            StudyYearEvent::PeriodDefined { period_id, kind, name, days, set_id, .. } => {
                self.periods.insert(period_id, Period { kind, name, days, closed: false, set_id });
            }
            StudyYearEvent::PeriodChanged { period_id, name, days, .. } => {
                if let Some(period) = self.periods.get_mut(&period_id) {
                    period.name = name;
                    period.days = days;
                }
            }
            StudyYearEvent::PeriodClosed { period_id } => self.set_closed(period_id, true),
            StudyYearEvent::PeriodReopened { period_id, .. } => self.set_closed(period_id, false),
            StudyYearEvent::PeriodSetDefined { set_id, name }
            | StudyYearEvent::PeriodSetRenamed { set_id, to: name, .. } => {
                self.sets.insert(set_id, name);
            }
            StudyYearEvent::HolidayDeclared { holiday_id, name, days, public, set_id } => {
                self.holidays.insert(holiday_id, Holiday { name, days, public, set_id });
            }
            StudyYearEvent::HolidayChanged { holiday_id, name, days, .. } => {
                if let Some(holiday) = self.holidays.get_mut(&holiday_id) {
                    holiday.name = name;
                    holiday.days = days;
                }
            }
            StudyYearEvent::HolidayWithdrawn { holiday_id, .. } => {
                self.holidays.remove(&holiday_id);
            }
            StudyYearEvent::BellScheduleSet { bell_schedule_id, to, .. } => {
                self.schedules.insert(bell_schedule_id, to);
            }
            StudyYearEvent::DayBellsSet { date, bell_schedule_id, to, .. } => match to {
                Some(other) => {
                    self.day_bells.insert((bell_schedule_id, date), other);
                }
                None => {
                    self.day_bells.remove(&(bell_schedule_id, date));
                }
            },
        }
    }

    fn set_closed(&mut self, period_id: PeriodId, closed: bool) {
        if let Some(period) = self.periods.get_mut(&period_id) {
            period.closed = closed;
        }
    }
}
