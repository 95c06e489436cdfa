//! Why a study year refused.

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
    #[error("a study year and a period need a name")]
    NameMissing,
    #[error("a period of the study year would lie outside it")]
    PeriodsLeftOut,
    #[error("the period \"{name}\" is defined already, as another kind")]
    OtherKind { name: String },
    #[error("the study year has no such period")]
    UnknownPeriod,
    #[error("reopening a closed period needs a reason")]
    ReasonMissing,
}
