//! What has happened to a person. Stored for ever: only add variants, or fields with a default.

use std::fmt;

use serde::{Deserialize, Serialize};
use strum::{AsRefStr, EnumIter, EnumString, IntoStaticStr};

use crate::id::PersonId;
use crate::personal::Personal;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, IntoStaticStr)]
#[serde(tag = "type", rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum PersonEvent {
    PersonRegistered { details: Personal<PersonDetails> },
    PersonalDataAmended { from: Box<Personal<PersonDetails>>, to: Personal<PersonDetails> },
    ProgramRegistered { name: String },
    GuardianLinked { guardian_id: PersonId, from: Option<Kinship>, kinship: Kinship },
    GuardianUnlinked { guardian_id: PersonId, kinship: Kinship, reason: Option<Personal<String>> },
}

/// Who the legal representative is to the pupil (seed line 42).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, AsRefStr, EnumString, EnumIter, IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Kinship {
    Mother,
    Father,
    Grandmother,
    Grandfather,
    Guardian,
}

/// What identifies a human; sealed as one piece.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct PersonDetails {
    pub family_name: String,
    pub given_name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub middle_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The id under which another system knows this person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// The other system's user name and number, kept as they came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identifier: Option<String>,
}

impl PersonDetails {
    /// Family name first, as in a Kazakh class list.
    pub fn full_name(&self) -> String {
        [Some(self.family_name.as_str()), Some(self.given_name.as_str()), self.middle_name.as_deref()]
            .into_iter()
            .flatten()
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// Never shows the data: events are printed in logs and test failures.
impl fmt::Debug for PersonDetails {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonDetails(..)")
    }
}
