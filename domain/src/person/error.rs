//! Why a person's stream refused.

use serde::Serialize;
use strum::VariantNames;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, VariantNames, thiserror::Error)]
#[serde(tag = "code", rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum PersonError {
    #[error("a person needs a family name or a given name, and a program needs a name")]
    NameMissing,
    #[error("this account belongs to a program, not to a person")]
    IsAProgram,
    #[error("this person or program is registered already")]
    AlreadyRegistered,
    #[error("this stream belongs to another person, or its data was not opened")]
    OtherPerson,
    #[error("nobody is registered here who could have a guardian")]
    NotAHuman,
    #[error("nobody is their own guardian")]
    OwnGuardian,
    #[error("the personal data of this person has been erased")]
    Erased,
    #[error("nobody is registered here")]
    NotRegistered,
}
