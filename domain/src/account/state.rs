//! What an account must remember to decide.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use strum::{AsRefStr, EnumIter};
use uuid::Uuid;

use super::event::AccountEvent;

/// How far a person has come on the way in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, AsRefStr, EnumIter)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum AccountState {
    /// Never invited.
    None,
    /// There is an invitation they have not come with yet; also one that restores their access.
    Invited,
    /// Invited once, but the invitation was taken back.
    Withdrawn,
    /// They have come and may sign in.
    Active,
    Blocked,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Account {
    open_invitation: Option<Uuid>,
    ever_invited: bool,
    used: BTreeSet<Uuid>,
    password_change: Option<Uuid>,
    second_factor: bool,
    blocked: bool,
    /// Each token, and whether it still counts.
    tokens: BTreeMap<Uuid, bool>,
    links: BTreeSet<Uuid>,
}

impl Account {
    pub const fn open_invitation(&self) -> Option<Uuid> {
        self.open_invitation
    }

    pub fn was_used(&self, invitation_id: Uuid) -> bool {
        self.used.contains(&invitation_id)
    }

    /// Whether the person has ever signed in.
    pub fn is_activated(&self) -> bool {
        !self.used.is_empty()
    }

    /// How far the person has come on the way in.
    pub fn state(&self) -> AccountState {
        if self.blocked {
            AccountState::Blocked
        } else if self.open_invitation.is_some() {
            AccountState::Invited
        } else if self.is_activated() {
            AccountState::Active
        } else if self.ever_invited {
            AccountState::Withdrawn
        } else {
            AccountState::None
        }
    }

    pub const fn last_password_change(&self) -> Option<Uuid> {
        self.password_change
    }

    pub const fn has_second_factor(&self) -> bool {
        self.second_factor
    }

    pub const fn is_blocked(&self) -> bool {
        self.blocked
    }

    pub fn knows_token(&self, token_id: Uuid) -> bool {
        self.tokens.contains_key(&token_id)
    }

    pub fn holds_token(&self, token_id: Uuid) -> bool {
        self.tokens.get(&token_id).copied().unwrap_or_default()
    }

    /// The tokens that still count, in the order of their ids.
    pub fn held_tokens(&self) -> impl Iterator<Item = Uuid> + '_ {
        self.tokens.iter().filter(|(_, counts)| **counts).map(|(token_id, _)| *token_id)
    }

    /// Whether a sign-in at another institution is known to be the same person's.
    pub fn is_linked(&self, link_id: Uuid) -> bool {
        self.links.contains(&link_id)
    }

    /// The links with sign-ins elsewhere, in the order of their ids.
    pub fn links(&self) -> impl Iterator<Item = Uuid> + '_ {
        self.links.iter().copied()
    }

    /// Never fails and never judges: the event has already happened.
    pub(super) fn absorb(&mut self, event: AccountEvent) {
        match event {
            // A restored access keeps its second factor: a code on paper is no way around it.
            AccountEvent::InvitationIssued { invitation_id, .. }
            | AccountEvent::AccessRestored { invitation_id, .. } => {
                self.open_invitation = Some(invitation_id);
                self.ever_invited = true;
            }
            AccountEvent::InvitationWithdrawn { .. } => self.open_invitation = None,
            AccountEvent::AccountActivated { invitation_id } => {
                self.open_invitation = None;
                self.used.insert(invitation_id);
            }
            AccountEvent::PasswordChanged { change_id } => self.password_change = Some(change_id),
            AccountEvent::SecondFactorEnabled => self.second_factor = true,
            AccountEvent::SecondFactorRemoved => self.second_factor = false,
            AccountEvent::AccountBlocked { .. } => self.blocked = true,
            AccountEvent::AccountUnblocked => self.blocked = false,
            AccountEvent::TokenIssued { token_id, .. } => {
                self.tokens.insert(token_id, true);
            }
            AccountEvent::TokenRevoked { token_id } => {
                self.tokens.insert(token_id, false);
            }
            AccountEvent::PlaceLinked { link_id } => {
                self.links.insert(link_id);
            }
            AccountEvent::PlaceUnlinked { link_id } => {
                self.links.remove(&link_id);
            }
        }
    }
}
