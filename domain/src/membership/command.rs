//! What can be asked of a membership.

use super::event::Order;
use crate::access::{Level, Role, Section};
use crate::institution::InstitutionKind;
use crate::personal::Personal;

#[derive(Debug, Clone, PartialEq)]
pub enum MembershipCommand {
    GrantRole {
        role: Role,
        order: Option<Order>,
        reason: Option<Personal<String>>,
        /// `None` while the institution is being set up.
        institution: Option<InstitutionKind>,
        /// How many others are administrators of the same kind now.
        others: u32,
    },
    RevokeRole {
        role: Role,
        order: Option<Order>,
        reason: Option<Personal<String>>,
        others: u32,
        /// Whether the asker knows that nobody would be administrator any more.
        leaves_none: bool,
    },
    /// Opens a section to an editor, or opens it otherwise.
    OpenSection {
        role: Role,
        section: Section,
        level: Level,
        order: Option<Order>,
    },
    CloseSection {
        role: Role,
        section: Section,
        order: Option<Order>,
        reason: Option<Personal<String>>,
    },
}
