//! Why an institution refused. Every variant is a rule a director could be told about.

use serde::Serialize;
use strum::VariantNames;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, VariantNames, thiserror::Error)]
#[serde(tag = "code", rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
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
    #[error("only a governing organisation has institutions below it")]
    NotGoverning,
    #[error("an institution does not stand below itself")]
    BelowItself,
    #[error("a telephone number has at least five digits, and signs such as + ( ) - between them")]
    PhoneMalformed,
    #[error("an e-mail address looks like office@school.kz")]
    EmailMalformed,
    #[error("the address of a site begins with https:// or http://")]
    SiteMalformed,
    #[error("a governing organisation gives no marks")]
    GivesNoMarks,
    #[error("an institution of this kind has no such page")]
    NoSuchFunction,
}
