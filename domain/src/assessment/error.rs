//! Why an assessment refused. Every variant is a rule a teacher could be told about.

use serde::Serialize;
use strum::VariantNames;

use crate::id::PersonId;
use crate::points::Points;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, VariantNames, thiserror::Error)]
#[serde(tag = "code", rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum AssessmentError {
    #[error("the assessment is not planned")]
    NotPlanned,
    #[error("an assessment needs a title")]
    TitleMissing,
    #[error("the least mark of an assessment cannot be above the most")]
    BoundsReversed,
    #[error("the assessment belongs to another class, subject or study year")]
    OtherJournal,
    #[error("the mark {value} does not lie between {least} and {most}")]
    OutOfRange { least: Points, most: Points, value: Points },
    #[error("a cell takes a first and a second mark, not one with the number {number}")]
    NoSuchNumber { number: u8 },
    #[error("the reporting period is closed")]
    PeriodClosed,
    #[error("pupil {pupil_id} is not in the class on that day")]
    NotAMember { pupil_id: PersonId },
    #[error("mark {number} of pupil {pupil_id} has been changed meanwhile")]
    ChangedMeanwhile { pupil_id: PersonId, number: u8, current: Option<Points> },
}
