//! One person's roles in one institution. The stream has the person's own id.
//!
//! Invariants
//! 1. A role is held or not; granting a held role and revoking one not held change nothing.
//! 2. Every grant can be named: by its sequence in this stream, which commands keep as their reason.

mod command;
mod error;
mod event;
mod state;
#[cfg(test)]
mod tests;

pub use command::MembershipCommand;
pub use error::MembershipError;
pub use event::{MembershipEvent, Order};
pub use state::Membership;

use crate::stream::stream;

impl Membership {
    /// Decides what a command leads to. Pure: same state and command, same answer.
    pub fn decide(&self, command: MembershipCommand) -> Result<Vec<MembershipEvent>, MembershipError> {
        match command {
            MembershipCommand::GrantRole { role, .. } if self.holds(role) => Ok(vec![]),
            MembershipCommand::GrantRole { role, .. } if !role.is_granted() => {
                Err(MembershipError::FollowsFromElsewhere { role })
            }
            MembershipCommand::GrantRole { role, order } => {
                Ok(vec![MembershipEvent::RoleGranted { role, order }])
            }
            MembershipCommand::RevokeRole { role, .. } if !self.holds(role) => Ok(vec![]),
            MembershipCommand::RevokeRole { role, order, reason } => {
                Ok(vec![MembershipEvent::RoleRevoked { role, order, reason }])
            }
        }
    }
}

stream!(Membership, "membership", MembershipCommand, MembershipEvent, MembershipError, reads_personal_data: false);
