//! What has happened to a study year. Stored for ever: only add variants, or fields with a default.

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};
use strum::{AsRefStr, EnumString, IntoStaticStr};

use crate::id::{BellScheduleId, HolidayId, PeriodId, PeriodSetId};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, IntoStaticStr)]
#[serde(tag = "type", rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum StudyYearEvent {
    StudyYearDefined {
        name: String,
        days: Days,
        external_id: Option<String>,
    },
    StudyYearChanged {
        from_name: String,
        from_days: Days,
        name: String,
        days: Days,
    },
    PeriodDefined {
        period_id: PeriodId,
        kind: PeriodKind,
        name: String,
        days: Days,
        external_id: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        set_id: Option<PeriodSetId>,
    },
    PeriodChanged {
        period_id: PeriodId,
        from_name: String,
        from_days: Days,
        name: String,
        days: Days,
    },
    PeriodClosed {
        period_id: PeriodId,
    },
    PeriodReopened {
        period_id: PeriodId,
        reason: String,
    },
    PeriodSetDefined {
        set_id: PeriodSetId,
        name: String,
    },
    PeriodSetRenamed {
        set_id: PeriodSetId,
        from: String,
        to: String,
    },
    HolidayDeclared {
        holiday_id: HolidayId,
        name: String,
        days: Days,
        /// A holiday of the country, not of the school.
        public: bool,
        /// Whose holiday it is; `None`: the whole school's.
        set_id: Option<PeriodSetId>,
    },
    HolidayChanged {
        holiday_id: HolidayId,
        from_name: String,
        from_days: Days,
        name: String,
        days: Days,
    },
    HolidayWithdrawn {
        holiday_id: HolidayId,
        name: String,
        days: Days,
    },
    BellScheduleSet {
        bell_schedule_id: BellScheduleId,
        from: Option<BellSchedule>,
        to: BellSchedule,
    },
    /// On that date the schedule rings like another; `None`: as usual.
    DayBellsSet {
        date: NaiveDate,
        bell_schedule_id: BellScheduleId,
        from: Option<BellScheduleId>,
        to: Option<BellScheduleId>,
    },
}

/// A stretch of days, first and last included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Days {
    pub first: NaiveDate,
    pub last: NaiveDate,
}

impl Days {
    /// Whether all of these days are among the others.
    pub fn lie_in(self, others: Self) -> bool {
        others.first <= self.first && self.last <= others.last
    }

    pub fn contain(self, date: NaiveDate) -> bool {
        self.first <= date && date <= self.last
    }

    /// The days that are among these and among the others.
    pub fn shared_with(self, others: Self) -> Option<Self> {
        let shared = Self { first: self.first.max(others.first), last: self.last.min(others.last) };
        (shared.first <= shared.last).then_some(shared)
    }
}

impl std::fmt::Display for Days {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.first, self.last)
    }
}

/// How a year is cut (domain notes 8.1), and the two words other systems use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, AsRefStr, EnumString)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum PeriodKind {
    Quarter,
    HalfYear,
    Trimester,
    Semester,
    Module,
    Term,
    GradingPeriod,
}

/// When the lessons of a day begin and end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BellSchedule {
    pub name: String,
    pub bells: Vec<Bell>,
}

/// The clock times of one lesson number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bell {
    pub number: u8,
    pub begins: NaiveTime,
    pub ends: NaiveTime,
}
