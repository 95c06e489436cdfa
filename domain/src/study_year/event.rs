//! What has happened to a study year. Stored for ever: only add variants, or fields with a default.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use strum::{AsRefStr, EnumString, IntoStaticStr};

use crate::id::PeriodId;

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
