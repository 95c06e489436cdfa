//! How a person gets in: invitations, the first sign-in, the second factor, restored and blocked access.
//!
//! What is secret, a code, a password, the key of a second factor, never stands here: the stream says
//! that something was done, by whom and when. The stream has the person's own id.
//!
//! Invariants
//! 1. An open invitation is used once or withdrawn; a new one takes the place of the open one.
//! 2. A blocked account has no open invitation and holds no token: blocking takes them back first. Until it
//!    is unblocked it issues neither, and is not activated.
//! 3. A token is issued once and revoked once; unblocking brings none back.

mod command;
mod error;
mod event;
mod state;
#[cfg(test)]
mod tests;

pub use command::AccountCommand;
pub use error::AccountError;
pub use event::{AccountEvent, TokenScope};
pub use state::{Account, AccountState};

use crate::stream::stream;

impl Account {
    /// Decides what a command leads to. Pure: same state and command, same answer.
    pub fn decide(&self, command: AccountCommand) -> Result<Vec<AccountEvent>, AccountError> {
        use AccountCommand as Command;
        use AccountEvent as Event;
        match command {
            Command::Invite { .. } | Command::Activate { .. } | Command::IssueToken { .. }
                if self.is_blocked() =>
            {
                Err(AccountError::Blocked)
            }
            Command::Invite { invitation_id, .. } if self.open_invitation() == Some(invitation_id) => {
                Ok(vec![])
            }
            Command::Invite { invitation_id, .. } if self.was_used(invitation_id) => {
                Err(AccountError::NotOpen)
            }
            Command::Invite { invitation_id, expires_at, restores } => {
                let mut events = self.withdrawal();
                events.push(if restores {
                    Event::AccessRestored { invitation_id, expires_at }
                } else {
                    Event::InvitationIssued { invitation_id, expires_at }
                });
                Ok(events)
            }
            Command::WithdrawInvitation => Ok(self.withdrawal()),
            Command::Activate { invitation_id } if self.was_used(invitation_id) => Ok(vec![]),
            Command::Activate { invitation_id } if self.open_invitation() != Some(invitation_id) => {
                Err(AccountError::NotOpen)
            }
            Command::Activate { invitation_id } => Ok(vec![Event::AccountActivated { invitation_id }]),
            Command::NotePasswordChange { change_id } if self.last_password_change() == Some(change_id) => {
                Ok(vec![])
            }
            Command::NotePasswordChange { change_id } => Ok(vec![Event::PasswordChanged { change_id }]),
            Command::EnableSecondFactor if self.has_second_factor() => Ok(vec![]),
            Command::EnableSecondFactor => Ok(vec![Event::SecondFactorEnabled]),
            Command::RemoveSecondFactor if !self.has_second_factor() => Ok(vec![]),
            Command::RemoveSecondFactor => Ok(vec![Event::SecondFactorRemoved]),
            Command::Block { .. } if self.is_blocked() => Ok(vec![]),
            Command::Block { reason } => {
                let mut events = self.withdrawal();
                events.extend(self.held_tokens().map(|token_id| Event::TokenRevoked { token_id }));
                events.push(Event::AccountBlocked { reason });
                Ok(events)
            }
            Command::Unblock if !self.is_blocked() => Ok(vec![]),
            Command::Unblock => Ok(vec![Event::AccountUnblocked]),
            Command::IssueToken { label, .. } if label.trim().is_empty() => Err(AccountError::LabelMissing),
            Command::IssueToken { token_id, .. } if self.knows_token(token_id) => Ok(vec![]),
            Command::IssueToken { token_id, label, scope, expires_at } => {
                Ok(vec![Event::TokenIssued { token_id, label, scope, expires_at }])
            }
            Command::RevokeToken { token_id } if self.holds_token(token_id) => {
                Ok(vec![Event::TokenRevoked { token_id }])
            }
            Command::RevokeToken { token_id } if self.knows_token(token_id) => Ok(vec![]),
            Command::RevokeToken { .. } => Err(AccountError::NoSuchToken),
            Command::LinkPlace { link_id } if self.is_linked(link_id) => Ok(vec![]),
            Command::LinkPlace { link_id } => Ok(vec![Event::PlaceLinked { link_id }]),
            Command::UnlinkPlace { link_id } if self.is_linked(link_id) => {
                Ok(vec![Event::PlaceUnlinked { link_id }])
            }
            Command::UnlinkPlace { .. } => Ok(vec![]),
        }
    }

    fn withdrawal(&self) -> Vec<AccountEvent> {
        let withdrawn = |invitation_id| AccountEvent::InvitationWithdrawn { invitation_id };
        self.open_invitation().map(withdrawn).into_iter().collect()
    }
}

stream!(Account, "account", AccountCommand, AccountEvent, AccountError, reads_personal_data: false);
