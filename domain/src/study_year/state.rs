//! What a study year must remember to decide.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::event::{Days, PeriodKind, StudyYearEvent};
use crate::id::PeriodId;

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct StudyYear {
    pub(super) year: Option<Year>,
    pub(super) periods: BTreeMap<PeriodId, Period>,
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
}

impl StudyYear {
    pub fn period(&self, period_id: PeriodId) -> Option<&Period> {
        self.periods.get(&period_id)
    }

    /// Never fails and never judges: the event has already happened.
    pub(super) fn absorb(&mut self, event: StudyYearEvent) {
        match event {
            StudyYearEvent::StudyYearDefined { name, days, .. }
            | StudyYearEvent::StudyYearChanged { name, days, .. } => {
                self.year = Some(Year { name, days });
            }
            StudyYearEvent::PeriodDefined { period_id, kind, name, days, .. } => {
                self.periods.insert(period_id, Period { kind, name, days, closed: false });
            }
            StudyYearEvent::PeriodChanged { period_id, name, days, .. } => {
                if let Some(period) = self.periods.get_mut(&period_id) {
                    period.name = name;
                    period.days = days;
                }
            }
            StudyYearEvent::PeriodClosed { period_id } => self.set_closed(period_id, true),
            StudyYearEvent::PeriodReopened { period_id, .. } => self.set_closed(period_id, false),
        }
    }

    fn set_closed(&mut self, period_id: PeriodId, closed: bool) {
        if let Some(period) = self.periods.get_mut(&period_id) {
            period.closed = closed;
        }
    }
}
