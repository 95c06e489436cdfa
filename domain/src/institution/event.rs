//! What has happened to an institution. Stored for ever: only add variants, or fields with a default.

use serde::{Deserialize, Serialize};
use strum::{AsRefStr, EnumIter, EnumString, IntoStaticStr};

use super::profile::{Function, MarkKind, Profile};
use crate::id::{CategoryId, InstitutionId};
use crate::points::Points;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, IntoStaticStr)]
#[serde(tag = "type", rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum InstitutionEvent {
    InstitutionRegistered {
        kind: InstitutionKind,
        name: String,
        parent_id: Option<InstitutionId>,
        time_zone: String,
        external_id: Option<String>,
    },
    InstitutionRenamed {
        from: String,
        to: String,
    },
    InstitutionPlaced {
        from: Option<InstitutionId>,
        to: Option<InstitutionId>,
    },
    TimeZoneChanged {
        from: String,
        to: String,
    },
    CategoryDefined {
        category_id: CategoryId,
        title: String,
        weight: Option<Points>,
    },
    CategoryChanged {
        category_id: CategoryId,
        from_title: String,
        from_weight: Option<Points>,
        title: String,
        weight: Option<Points>,
    },
    SubordinateAdmitted {
        institution_id: InstitutionId,
    },
    SubordinateReleased {
        institution_id: InstitutionId,
    },
    ProfileChanged {
        from: Box<Profile>,
        to: Profile,
    },
    FunctionSwitched {
        function: Function,
        on: bool,
    },
    MarkKindSwitched {
        kind: MarkKind,
        on: bool,
    },
}

/// What kind of institution it is (domain notes 2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, AsRefStr, EnumString, EnumIter)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum InstitutionKind {
    General,
    Vocational,
    Preschool,
    Additional,
    Governing,
}

impl InstitutionKind {
    /// Whether there are pupils who are given marks.
    pub const fn gives_marks(self) -> bool {
        match self {
            Self::General | Self::Vocational | Self::Preschool | Self::Additional => true,
            Self::Governing => false,
        }
    }
}
