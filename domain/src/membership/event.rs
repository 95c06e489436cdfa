//! What has happened to a person's roles. Stored for ever: only add variants, or fields with a default.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;

use crate::access::Role;
use crate::personal::Personal;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, IntoStaticStr)]
#[serde(tag = "type", rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum MembershipEvent {
    RoleGranted { role: Role, order: Option<Order> },
    RoleRevoked { role: Role, order: Option<Order>, reason: Option<Personal<String>> },
}

/// The school's order (бұйрық, приказ) behind a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    pub number: String,
    pub date: NaiveDate,
}
