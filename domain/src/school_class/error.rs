//! Why a class refused. Every variant is a rule a teacher could be told about.

use serde::Serialize;
use strum::VariantNames;

use crate::id::{ClassId, PersonId};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, VariantNames, thiserror::Error)]
#[serde(tag = "code", rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum SchoolClassError {
    #[error("a class needs a name")]
    NameMissing,
    #[error("the class is not formed")]
    NotFormed,
    #[error("the class belongs to another study year")]
    OtherStudyYear,
    #[error("the class is formed already, as another kind")]
    OtherKind,
    #[error("pupil {pupil_id} was in the class on that day already")]
    StaysOverlap { pupil_id: PersonId },
    #[error("pupil {pupil_id} is not a member of the class")]
    NotAMember { pupil_id: PersonId },
    #[error("pupil {pupil_id} would leave the class before the first day in it")]
    LeavesBeforeComing { pupil_id: PersonId },
    #[error("only a group consists of parts of classes")]
    OnlyGroupsHaveParts,
    #[error("a part of a class is named by its division and by itself, or the class is meant whole")]
    PartIncomplete { class_id: ClassId },
    #[error("the group would hold the same pupils of a class twice")]
    PartTwice { class_id: ClassId },
    #[error("what marks the class has was chosen for the year and stays")]
    JournalKindFixed,
}
