//! Why a building refused.

use serde::Serialize;
use strum::VariantNames;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, VariantNames, thiserror::Error)]
#[serde(tag = "code", rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum BuildingError {
    #[error("a building needs a name")]
    NameMissing,
}
