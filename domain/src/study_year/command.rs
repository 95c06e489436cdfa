//! What can be asked of a study year.

use chrono::NaiveDate;

use super::event::{BellSchedule, Days, PeriodKind};
use crate::id::{BellScheduleId, HolidayId, PeriodId, PeriodSetId};

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StudyYearCommand {
    /// Defines the year, or brings its name and days up to date.
    Define {
        name: String,
        days: Days,
        external_id: Option<String>,
    },
    /// Defines a reporting period, or brings its name and days up to date.
    DefinePeriod {
        period_id: PeriodId,
        kind: PeriodKind,
        name: String,
        days: Days,
        external_id: Option<String>,
        /// `None` says nothing about the set of a period that is defined already.
        set_id: Option<PeriodSetId>,
    },
    ClosePeriod {
        period_id: PeriodId,
    },
    ReopenPeriod {
        period_id: PeriodId,
        reason: String,
    },
    /// Defines a set of periods, or renames it.
    DefinePeriodSet {
        set_id: PeriodSetId,
        name: String,
    },
    /// Declares a holiday, or brings its name and days up to date.
    DeclareHoliday {
        holiday_id: HolidayId,
        name: String,
        days: Days,
        public: bool,
        set_id: Option<PeriodSetId>,
    },
    WithdrawHoliday {
        holiday_id: HolidayId,
    },
    /// Sets a bell schedule, or sets it anew.
    SetBellSchedule {
        bell_schedule_id: BellScheduleId,
        schedule: BellSchedule,
    },
    /// Has a schedule ring like another on one date; `None`: as usual again.
    SetDayBells {
        date: NaiveDate,
        bell_schedule_id: BellScheduleId,
        to: Option<BellScheduleId>,
    },
}
