//! What has happened to a person. Stored for ever: only add variants, or fields with a default.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use strum::{AsRefStr, EnumIter, EnumString, IntoStaticStr};

use super::iin::Iin;
use crate::id::{PersonId, StudyYearId};
use crate::personal::Personal;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, IntoStaticStr)]
#[serde(tag = "type", rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum PersonEvent {
    PersonRegistered {
        details: Personal<PersonDetails>,
    },
    PersonalDataAmended {
        from: Box<Personal<PersonDetails>>,
        to: Personal<PersonDetails>,
    },
    ProgramRegistered {
        name: String,
    },
    GuardianLinked {
        guardian_id: PersonId,
        from: Option<Kinship>,
        kinship: Kinship,
    },
    GuardianUnlinked {
        guardian_id: PersonId,
        kinship: Kinship,
        reason: Option<Personal<String>>,
    },
    /// They are of the institution no more, since this day; everything about them stays.
    PersonArchived {
        on: NaiveDate,
        reason: Option<Personal<String>>,
    },
    PersonRestored,
    /// They take the unified national test of that study year.
    UntListed {
        study_year_id: StudyYearId,
    },
    UntUnlisted {
        study_year_id: StudyYearId,
    },
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

/// As it stands in papers.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, AsRefStr, EnumString, EnumIter, IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Sex {
    Male,
    Female,
}

/// In which language a pupil is taught.
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
pub enum TaughtIn {
    Kazakh,
    Russian,
    Uzbek,
    Uyghur,
    Tajik,
    English,
}

/// What identifies a human, and what lists of a school show of them; sealed as one piece.
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
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iin: Option<Iin>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taught_in: Option<TaughtIn>,
    /// Of the staff: their post, such as «мұғалім».
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub education: Option<String>,
}

impl PersonDetails {
    /// These details, and what only the known ones say.
    #[must_use]
    pub fn over(self, known: &Self) -> Self {
        let kept = known.clone();
        let named = |said: String, kept: String| if said.trim().is_empty() { kept } else { said };
        Self {
            family_name: named(self.family_name, kept.family_name),
            given_name: named(self.given_name, kept.given_name),
            middle_name: self.middle_name.or(kept.middle_name),
            email: self.email.or(kept.email),
            phone: self.phone.or(kept.phone),
            external_id: self.external_id.or(kept.external_id),
            user_name: self.user_name.or(kept.user_name),
            identifier: self.identifier.or(kept.identifier),
            iin: self.iin.or(kept.iin),
            birth_date: self.birth_date.or(kept.birth_date),
            sex: self.sex.or(kept.sex),
            address: self.address.or(kept.address),
            taught_in: self.taught_in.or(kept.taught_in),
            position: self.position.or(kept.position),
            education: self.education.or(kept.education),
        }
    }

    /// These details, with what stands in the school's own lists of the known ones.
    #[must_use]
    pub fn beside_lists_of(self, known: &Self) -> Self {
        Self {
            iin: known.iin.clone(),
            birth_date: known.birth_date,
            sex: known.sex,
            address: known.address.clone(),
            taught_in: known.taught_in,
            position: known.position.clone(),
            education: known.education.clone(),
            ..self
        }
    }

    /// These details under the names another system has for the person.
    #[must_use]
    pub fn known_elsewhere_as(self, known: &Self) -> Self {
        Self {
            external_id: known.external_id.clone(),
            user_name: known.user_name.clone(),
            identifier: known.identifier.clone(),
            ..self
        }
    }

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
