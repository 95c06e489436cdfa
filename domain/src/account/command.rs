//! What can be asked of an account.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::event::TokenScope;
use crate::personal::Personal;

#[derive(Debug, Clone, PartialEq)]
pub enum AccountCommand {
    /// Invites the person to sign in with a code; `restores`: because they cannot get in any more.
    Invite {
        invitation_id: Uuid,
        expires_at: DateTime<Utc>,
        restores: bool,
    },
    WithdrawInvitation,
    /// The person has come with the code of this invitation.
    Activate {
        invitation_id: Uuid,
    },
    /// The password was changed; `change_id` tells two changes apart. `takes_tokens`: the tokens are taken
    /// back with it.
    NotePasswordChange {
        change_id: Uuid,
        takes_tokens: bool,
    },
    EnableSecondFactor,
    RemoveSecondFactor,
    Block {
        reason: Option<Personal<String>>,
    },
    Unblock,
    IssueToken {
        token_id: Uuid,
        label: String,
        scope: TokenScope,
        expires_at: Option<DateTime<Utc>>,
    },
    RevokeToken {
        token_id: Uuid,
    },
    /// A sign-in at another institution is theirs too.
    LinkPlace {
        link_id: Uuid,
    },
    UnlinkPlace {
        link_id: Uuid,
    },
}
