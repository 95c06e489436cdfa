//! What can be asked of a membership.

use super::event::Order;
use crate::access::Role;
use crate::personal::Personal;

#[derive(Debug, Clone, PartialEq)]
pub enum MembershipCommand {
    GrantRole { role: Role, order: Option<Order> },
    RevokeRole { role: Role, order: Option<Order>, reason: Option<Personal<String>> },
}
