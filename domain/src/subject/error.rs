//! Why a subject refused.

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SubjectError {
    #[error("a subject needs a name")]
    NameMissing,
}
