//! The roles of the seed, and what holds for each of them whatever the action.

use serde::{Deserialize, Serialize};
use strum::{AsRefStr, EnumIter, EnumString, IntoStaticStr};

use crate::institution::InstitutionKind;

/// What a person is in an institution. Stored by these names.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    AsRefStr,
    EnumString,
    EnumIter,
    IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Role {
    Administrator,
    Director,
    DeputyDirector,
    HeadOfStudies,
    Editor,
    Teacher,
    ClassLeader,
    Psychologist,
    Moderator,
    Employee,
    Pupil,
    Parent,
    OrgAdministrator,
    OrgLeadership,
    OrgDeputy,
    OrgEditor,
    OrgEmployee,
    /// Not in the seed: somebody from outside who reads journals and their history, and writes nothing.
    Auditor,
}

/// Where a page shows the holders of a role by name (seed lines 81, 101, 125, 149, 233, 267, 281).
#[derive(Debug, Clone, Copy, PartialEq, Eq, AsRefStr)]
#[strum(serialize_all = "snake_case")]
pub enum Block {
    Administrators,
    Leadership,
    ClassStaff,
}

impl Role {
    /// Whether the role is granted by an event of its own. The others follow: teacher from an assigned
    /// class and subject, class leader from the class, pupil from enrolment, parent from guardianship.
    pub const fn is_granted(self) -> bool {
        match self {
            Self::Administrator
            | Self::Director
            | Self::DeputyDirector
            | Self::HeadOfStudies
            | Self::Editor
            | Self::Psychologist
            | Self::Moderator
            | Self::Employee
            | Self::OrgAdministrator
            | Self::OrgLeadership
            | Self::OrgDeputy
            | Self::OrgEditor
            | Self::OrgEmployee
            | Self::Auditor => true,
            Self::Teacher | Self::ClassLeader | Self::Pupil | Self::Parent => false,
        }
    }

    /// The base category whose rights every holder has as well (seed lines 77, 263 and 305).
    pub const fn base(self) -> Option<Self> {
        match self {
            Self::Administrator
            | Self::Director
            | Self::DeputyDirector
            | Self::HeadOfStudies
            | Self::Editor
            | Self::Teacher
            | Self::ClassLeader
            | Self::Psychologist
            | Self::Moderator
            | Self::Employee => Some(Self::Employee),
            Self::OrgAdministrator
            | Self::OrgLeadership
            | Self::OrgDeputy
            | Self::OrgEditor
            | Self::OrgEmployee => Some(Self::OrgEmployee),
            Self::Pupil | Self::Parent | Self::Auditor => None,
        }
    }

    /// Whether an institution of this kind has the role: governing organisations have their own, and
    /// psychologists exist in general and vocational schools only (seed line 233).
    pub const fn exists_in(self, kind: InstitutionKind) -> bool {
        match self {
            Self::Psychologist => matches!(kind, InstitutionKind::General | InstitutionKind::Vocational),
            Self::OrgAdministrator
            | Self::OrgLeadership
            | Self::OrgDeputy
            | Self::OrgEditor
            | Self::OrgEmployee => matches!(kind, InstitutionKind::Governing),
            Self::Administrator
            | Self::Director
            | Self::DeputyDirector
            | Self::HeadOfStudies
            | Self::Editor
            | Self::Teacher
            | Self::ClassLeader
            | Self::Moderator
            | Self::Employee
            | Self::Pupil
            | Self::Parent => !matches!(kind, InstitutionKind::Governing),
            Self::Auditor => true,
        }
    }

    /// Whether its rights count only for somebody who has proved two factors.
    pub const fn needs_second_factor(self) -> bool {
        matches!(self, Self::Administrator | Self::OrgAdministrator)
    }

    /// Whether sections are opened to its holders one by one (seed lines 176 and 300).
    pub const fn has_sections(self) -> bool {
        matches!(self, Self::Editor | Self::OrgEditor)
    }

    /// Where its holders are named.
    pub const fn block(self) -> Option<Block> {
        match self {
            Self::Administrator | Self::OrgAdministrator => Some(Block::Administrators),
            Self::Director
            | Self::DeputyDirector
            | Self::HeadOfStudies
            | Self::OrgLeadership
            | Self::OrgDeputy => Some(Block::Leadership),
            Self::Psychologist => Some(Block::ClassStaff),
            Self::Editor
            | Self::Teacher
            | Self::ClassLeader
            | Self::Moderator
            | Self::Employee
            | Self::Pupil
            | Self::Parent
            | Self::OrgEditor
            | Self::OrgEmployee
            | Self::Auditor => None,
        }
    }
}
