//! One person's roles in one institution. The stream has the person's own id.
//!
//! Invariants
//! 1. A role is held or not; granting a held role and revoking one not held change nothing.
//! 2. A role that follows from something else is not granted; nor one the kind of institution lacks.
//! 3. More than three administrators are recorded as a warning and never refused; the last one loses
//!    the role only if the asker says that they know it.
//! 4. A section is opened to a held editor's role; it closes with the role.
//! 5. Every grant can be named: by its sequence in this stream, which commands keep as their reason.

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

/// More administrators than these are advised against (seed line 83).
const ADVISED_ADMINISTRATORS: u32 = 3;

impl Membership {
    /// Decides what a command leads to. Pure: same state and command, same answer.
    pub fn decide(&self, command: MembershipCommand) -> Result<Vec<MembershipEvent>, MembershipError> {
        use MembershipCommand as Command;
        use MembershipEvent as Event;
        match command {
            Command::GrantRole { role, .. } if self.holds(role) => Ok(vec![]),
            Command::GrantRole { role, .. } if !role.is_granted() => {
                Err(MembershipError::FollowsFromElsewhere { role })
            }
            Command::GrantRole { role, institution: Some(kind), .. } if !role.exists_in(kind) => {
                Err(MembershipError::NotInThisInstitution { role })
            }
            Command::GrantRole { role, order, reason, others, .. } => {
                let administrators = others + 1;
                let too_many = role.needs_second_factor() && administrators > ADVISED_ADMINISTRATORS;
                let administrators = too_many.then_some(administrators);
                Ok(vec![Event::RoleGranted { role, order, reason, administrators }])
            }
            Command::RevokeRole { role, .. } if !self.holds(role) => Ok(vec![]),
            Command::RevokeRole { role, order, reason, others, leaves_none } => {
                let last = role.needs_second_factor() && others == 0;
                if last && !leaves_none {
                    return Err(MembershipError::LastAdministrator);
                }
                Ok(vec![Event::RoleRevoked { role, order, reason, administrators: last.then_some(0) }])
            }
            Command::OpenSection { role, section, .. } if !section.opens_to(role) => {
                Err(MembershipError::NoSuchSection { role, section })
            }
            Command::OpenSection { role, .. } if !self.holds(role) => {
                Err(MembershipError::NotAnEditor { role })
            }
            Command::OpenSection { role, section, level, order } => {
                let from = self.opened(role, section);
                if from == Some(level) {
                    return Ok(vec![]);
                }
                Ok(vec![Event::SectionOpenedToEditor { role, section, from, level, order }])
            }
            Command::CloseSection { role, section, order, reason } => match self.opened(role, section) {
                None => Ok(vec![]),
                Some(from) => Ok(vec![Event::SectionClosedToEditor { role, section, from, order, reason }]),
            },
        }
    }
}

stream!(Membership, "membership", MembershipCommand, MembershipEvent, MembershipError, reads_personal_data: false);
