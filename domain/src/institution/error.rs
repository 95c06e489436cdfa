//! Why an institution refused. Every variant is a rule a director could be told about.

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InstitutionError {
    #[error("the institution is not registered")]
    NotRegistered,
    #[error("the institution is registered already, as another kind")]
    AlreadyRegistered,
    #[error("an institution needs a name")]
    NameMissing,
    #[error("an institution needs a time zone, such as Asia/Almaty")]
    TimeZoneMissing,
    #[error("a category of work needs a title")]
    CategoryTitleMissing,
}
