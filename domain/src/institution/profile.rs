//! What an institution says of itself, and which pages and kinds of marks it uses.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use strum::{AsRefStr, EnumIter, EnumString, IntoStaticStr};

use super::error::InstitutionError;
use super::event::InstitutionKind;
use crate::bin::Bin;
use crate::person::TaughtIn;

/// As it stands in papers, and how it is reached.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Profile {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub full_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bin: Option<Bin>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site: Option<String>,
    /// In which languages it teaches.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub languages: BTreeSet<TaughtIn>,
}

impl Profile {
    /// Without blanks around its texts; a text of blanks is none.
    pub(super) fn tidied(self) -> Self {
        let tidy =
            |text: Option<String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        Self {
            full_name: tidy(self.full_name),
            bin: self.bin,
            address: tidy(self.address),
            phone: tidy(self.phone),
            email: tidy(self.email),
            site: tidy(self.site),
            languages: self.languages,
        }
    }

    pub(super) fn check(&self) -> Result<(), InstitutionError> {
        if self.phone.as_deref().is_some_and(|phone| !is_phone(phone)) {
            return Err(InstitutionError::PhoneMalformed);
        }
        if self.email.as_deref().is_some_and(|email| !is_email(email)) {
            return Err(InstitutionError::EmailMalformed);
        }
        if self.site.as_deref().is_some_and(|site| !is_site(site)) {
            return Err(InstitutionError::SiteMalformed);
        }
        Ok(())
    }
}

/// Several numbers may stand in it, and an extension.
fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    digits >= 5 && text.chars().all(|sign| sign.is_ascii_digit() || " +-(),;.".contains(sign))
}

fn is_email(text: &str) -> bool {
    let is_clean = !text.chars().any(|sign| sign.is_whitespace() || sign.is_control());
    let parts: Vec<&str> = text.split('@').collect();
    is_clean && matches!(parts.as_slice(), [name, host] if !name.is_empty() && host.contains('.'))
}

/// Only what a browser opens as a page: the address may become a link.
fn is_site(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let is_clean = !text.chars().any(|sign| sign.is_whitespace() || sign.is_control());
    is_clean && host.is_some_and(|host| host.contains('.') && !host.starts_with(['.', '/']))
}

/// A page of the social part that an institution may do without.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    AsRefStr,
    EnumString,
    EnumIter,
    IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Function {
    TeachersRoom,
    ParentsRoom,
    Messages,
    Wall,
    Applications,
}

impl Function {
    /// Whether an institution of this kind can have it: an organisation has no teachers and no parents.
    pub const fn is_for(self, kind: InstitutionKind) -> bool {
        match self {
            Self::TeachersRoom | Self::ParentsRoom => kind.gives_marks(),
            Self::Messages | Self::Wall | Self::Applications => true,
        }
    }
}

/// On what scale marks are given.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    AsRefStr,
    EnumString,
    EnumIter,
    IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum MarkKind {
    Five,
    Ten,
    Twelve,
    Hundred,
    PassFail,
    Letters,
}
