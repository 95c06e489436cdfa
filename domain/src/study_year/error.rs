//! Why a study year refused.

use chrono::NaiveDate;
use serde::Serialize;
use strum::VariantNames;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, VariantNames, thiserror::Error)]
#[serde(tag = "code", rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum StudyYearError {
    #[error("the study year is not defined")]
    NotDefined,
    #[error("a study year or period ends before it begins")]
    EndsBeforeItBegins,
    #[error("the period \"{name}\" does not lie inside its study year")]
    PeriodOutsideYear { name: String },
    #[error("a study year, a period, a set of periods, a holiday and a bell schedule need a name")]
    NameMissing,
    #[error("a period of the study year would lie outside it")]
    PeriodsLeftOut,
    #[error("the period \"{name}\" is defined already, as another kind")]
    OtherKind { name: String },
    #[error("the study year has no such period")]
    UnknownPeriod,
    #[error("reopening a closed period needs a reason")]
    ReasonMissing,
    #[error("the study year has no such set of periods")]
    UnknownPeriodSet,
    #[error("the period \"{name}\" is defined already, in another set or in none")]
    OtherSet { name: String },
    #[error("the period \"{name}\" would overlap the period \"{other}\" of the same set")]
    PeriodsOverlap { name: String, other: String },
    #[error("the holiday \"{name}\" does not lie inside its study year")]
    HolidayOutsideYear { name: String },
    #[error("a holiday of the study year would lie outside it")]
    HolidaysLeftOut,
    #[error("the holiday \"{name}\" is declared already, for others or as another kind")]
    OtherHoliday { name: String },
    #[error("the study year has no such bell schedule")]
    UnknownBellSchedule,
    #[error("a bell schedule needs at least one lesson")]
    BellsMissing,
    #[error("lesson {number} cannot stand in a bell schedule; the numbers go from 0 to {highest}")]
    NumberTooHigh { number: u8, highest: u8 },
    #[error("lesson {number} would end before it begins")]
    BellReversed { number: u8 },
    #[error("lesson {number} has to come after the one before it, in its number and by the clock")]
    BellsOutOfOrder { number: u8 },
    #[error("{date} does not lie in the study year")]
    DateOutsideYear { date: NaiveDate },
    #[error("a day with other bells would lie outside the study year")]
    DayBellsLeftOut,
}
