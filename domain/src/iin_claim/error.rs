//! Why a claim refused.

use serde::Serialize;
use strum::VariantNames;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, VariantNames, thiserror::Error)]
#[serde(tag = "code", rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum IinClaimError {
    /// Whose it is, is not told.
    #[error("another person of the institution has this IIN")]
    BorneByAnother,
}
