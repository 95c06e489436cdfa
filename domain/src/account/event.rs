//! What has happened to an account. Stored for ever: only add variants, or fields with a default.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use strum::{AsRefStr, EnumIter, EnumString, IntoStaticStr};
use uuid::Uuid;

use crate::personal::Personal;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, IntoStaticStr)]
#[serde(tag = "type", rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum AccountEvent {
    InvitationIssued {
        invitation_id: Uuid,
        expires_at: DateTime<Utc>,
    },
    /// Like an invitation, for somebody who cannot get in any more; old sessions end with it.
    AccessRestored {
        invitation_id: Uuid,
        expires_at: DateTime<Utc>,
    },
    InvitationWithdrawn {
        invitation_id: Uuid,
    },
    AccountActivated {
        invitation_id: Uuid,
    },
    PasswordChanged {
        change_id: Uuid,
    },
    SecondFactorEnabled,
    SecondFactorRemoved,
    AccountBlocked {
        reason: Option<Personal<String>>,
    },
    AccountUnblocked,
    TokenIssued {
        token_id: Uuid,
        label: String,
        scope: TokenScope,
        expires_at: Option<DateTime<Utc>>,
    },
    TokenRevoked {
        token_id: Uuid,
    },
    /// The person has shown that a sign-in at another institution is theirs too. Which one is nobody's
    /// business here, so it is not said.
    PlaceLinked {
        link_id: Uuid,
    },
    PlaceUnlinked {
        link_id: Uuid,
    },
}

/// What a token may be used for, within the rights of the one it speaks for.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, AsRefStr, EnumString, EnumIter, IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum TokenScope {
    Read,
    ReadAndWrite,
}
