//! What can be asked of a study year.

use super::event::{Days, PeriodKind};
use crate::id::PeriodId;

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
    },
    ClosePeriod {
        period_id: PeriodId,
    },
    ReopenPeriod {
        period_id: PeriodId,
        reason: String,
    },
}
