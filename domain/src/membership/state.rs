//! What a membership must remember to decide.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::event::MembershipEvent;
use crate::access::Role;

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Membership {
    /// Each role held, with the sequence of the event that granted it.
    granted: BTreeMap<Role, u64>,
    seen: u64,
}

impl Membership {
    pub fn holds(&self, role: Role) -> bool {
        self.granted.contains_key(&role)
    }

    /// The roles held, each with the sequence of its grant in this stream.
    pub fn roles(&self) -> impl Iterator<Item = (Role, u64)> + '_ {
        self.granted.iter().map(|(role, grant)| (*role, *grant))
    }

    /// Never fails and never judges: the event has already happened.
    pub(super) fn absorb(&mut self, event: MembershipEvent) {
        self.seen += 1;
        match event {
            MembershipEvent::RoleGranted { role, .. } => {
                self.granted.insert(role, self.seen);
            }
            MembershipEvent::RoleRevoked { role, .. } => {
                self.granted.remove(&role);
            }
        }
    }
}
