//! Why an account refused.

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AccountError {
    #[error("this account is blocked; unblock it first")]
    Blocked,
    #[error("this invitation was used or withdrawn already, or was never issued")]
    NotOpen,
    #[error("a token needs a name by which you will know it again")]
    LabelMissing,
    #[error("there is no such token")]
    NoSuchToken,
}
