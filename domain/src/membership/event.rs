//! What has happened to a person's roles. Stored for ever: only add variants, or fields with a default.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;

use crate::access::{Level, Role, Section};
use crate::personal::Personal;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, IntoStaticStr)]
#[serde(tag = "type", rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum MembershipEvent {
    RoleGranted {
        role: Role,
        order: Option<Order>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Personal<String>>,
        /// A warning (seed line 83): there are more than three administrators now, this many.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        administrators: Option<u32>,
    },
    RoleRevoked {
        role: Role,
        order: Option<Order>,
        reason: Option<Personal<String>>,
        /// A warning: nobody is administrator now. Then it is 0.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        administrators: Option<u32>,
    },
    SectionOpenedToEditor {
        role: Role,
        section: Section,
        from: Option<Level>,
        level: Level,
        order: Option<Order>,
    },
    SectionClosedToEditor {
        role: Role,
        section: Section,
        from: Level,
        order: Option<Order>,
        reason: Option<Personal<String>>,
    },
}

/// The school's order (бұйрық, приказ) behind a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    pub number: String,
    pub date: NaiveDate,
}
