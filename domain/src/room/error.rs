//! Why a room refused.

use serde::Serialize;
use strum::VariantNames;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, VariantNames, thiserror::Error)]
#[serde(tag = "code", rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum RoomError {
    #[error("a room needs a name")]
    NameMissing,
    #[error("there is no such room")]
    NotAdded,
    #[error("the room serves no more and is not changed")]
    Retired,
}
