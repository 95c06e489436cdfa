//! How far a right reaches.

use serde::{Deserialize, Serialize};
use strum::AsRefStr;

use super::Role;

/// How far a right reaches. Whether a class is led by this person is a fact looked up elsewhere; what
/// that fact is worth is decided here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, AsRefStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Reach {
    /// Only oneself.
    OwnAccount,
    /// The pupils this person is a guardian of.
    OwnChild,
    /// The classes of the pupils this person is a guardian of.
    ChildsClass,
    /// The class this person leads, serves as psychologist, or studies in.
    OwnClass,
    /// The pairs of class and subject this person teaches.
    Taught,
    /// The whole institution, if the section of the action has been opened.
    OpenedSection,
    /// Everything in the institution.
    Institution,
    /// The institutions below a governing organisation.
    Subordinate,
}

impl Reach {
    /// How a director would say it.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::OwnAccount => "of themselves only",
            Self::OwnChild => "of their own child only",
            Self::ChildsClass => "in the class of their own child",
            Self::OwnClass => "in their own class",
            Self::Taught => "in the class and subject they teach",
            Self::OpenedSection => "in the institution, if the section is opened",
            Self::Institution => "in the institution",
            Self::Subordinate => "in the institutions below",
        }
    }
}

/// One line of the policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Right {
    pub role: Role,
    pub reach: Reach,
    /// Lines of the seed that give it.
    pub seed_lines: &'static [u16],
}
