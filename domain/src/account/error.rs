//! Why an account refused.

use serde::Serialize;
use strum::VariantNames;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, VariantNames, thiserror::Error)]
#[serde(tag = "code", rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum AccountError {
    #[error("this account is blocked; unblock it first")]
    Blocked,
    #[error("this invitation was used or withdrawn already, or was never issued")]
    NotOpen,
    #[error("a token needs a name by which you will know it again")]
    LabelMissing,
    #[error("there is no such token")]
    NoSuchToken,
    #[error(
        "nobody blocks or unblocks themselves, or takes off their own second factor: another administrator does it"
    )]
    OwnAccount,
}
