//! How a person gets in: invitations, the first sign-in, the second factor, restored and blocked access.
//!
//! What is secret, a code, a password, the key of a second factor, never stands here: the stream says
//! that something was done, by whom and when. The stream has the person's own id.
//!
//! Invariants
//! 1. An open invitation is used once or withdrawn; a new one takes the place of the open one.
//! 2. A blocked account has no open invitation, holds no token and is linked with none elsewhere: blocking
//!    takes them back first. Until it is unblocked it gets none of them, no second factor, and is not
//!    activated.
//! 3. A token is issued once and revoked once; unblocking brings none back.
//! 4. Whoever comes with a code begins anew: no token and no link of before counts. A new password ends the
//!    links as well, and the tokens if its owner wants it so.

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
            Command::Invite { .. }
            | Command::Activate { .. }
            | Command::IssueToken { .. }
            | Command::LinkPlace { .. }
            | Command::EnableSecondFactor
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
            Command::Activate { invitation_id } => {
                let mut events = self.revocations();
                events.extend(self.unlinkings());
                events.push(Event::AccountActivated { invitation_id });
                Ok(events)
            }
            Command::NotePasswordChange { change_id, .. }
                if self.last_password_change() == Some(change_id) =>
            {
                Ok(vec![])
            }
            Command::NotePasswordChange { change_id, takes_tokens } => {
                let mut events = if takes_tokens { self.revocations() } else { vec![] };
                events.extend(self.unlinkings());
                events.push(Event::PasswordChanged { change_id });
                Ok(events)
            }
            Command::EnableSecondFactor if self.has_second_factor() => Ok(vec![]),
            Command::EnableSecondFactor => Ok(vec![Event::SecondFactorEnabled]),
            Command::RemoveSecondFactor if !self.has_second_factor() => Ok(vec![]),
            Command::RemoveSecondFactor => Ok(vec![Event::SecondFactorRemoved]),
            Command::Block { .. } if self.is_blocked() => Ok(vec![]),
            Command::Block { reason } => {
                let mut events = self.withdrawal();
                events.extend(self.revocations());
                events.extend(self.unlinkings());
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

    fn revocations(&self) -> Vec<AccountEvent> {
        self.held_tokens().map(|token_id| AccountEvent::TokenRevoked { token_id }).collect()
    }

    fn unlinkings(&self) -> Vec<AccountEvent> {
        self.links().map(|link_id| AccountEvent::PlaceUnlinked { link_id }).collect()
    }
}

stream!(Account, "account", AccountCommand, AccountEvent, AccountError, reads_personal_data: false);
