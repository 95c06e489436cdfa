//! How people get in: invitations, passwords, the second factor, sessions.
//!
//! The log says who invited whom, who came and when; what is secret stands in tables beside it, as
//! hashes or sealed. The order is always such that a crash in between leaves something that can be done
//! again: an invitation is an event before its code works, a password is stored before the event says
//! that it was used, and nobody gets in before that event stands. Whoever is blocked is out once the event
//! says so, whatever they were doing in that moment.

mod aftermath;
mod codes;
mod device;
mod invitation;
mod password;
mod places;
mod second_factor;
mod secrets;
mod session;
mod sign_in;
mod throttle;

pub use aftermath::{account_of, forget_second_factor, keep_token, open_invitations, shut_out, states_of};
pub use codes::prove_code;
pub use device::Device;
pub use invitation::{Guest, Invited, code_of, guest, invite, invite_as, remember_codes};
pub use password::{Hashed, PasswordRefusal, Passwords};
pub use places::{Linking, Place, change_place, link_place, places, unlink_place};
pub use second_factor::{Enrolment, confirm, enrol, is_confirmed};
pub use secrets::Secrets;
pub(crate) use session::note_wrong_code;
pub use session::{Session, SessionRow, end, end_others, list, start, strengthen, verify};
pub use sign_in::{Door, Entered, NewPassword, Refused, change_password, join, sign_in};
pub use throttle::Wait;

use uuid::Uuid;

use crate::log::LogError;
use crate::refusal::Refusal;

/// Under which look-ups stand that come before anybody knows the institution.
const PLATFORM: Uuid = Uuid::nil();

/// Why an account could not be worked on; never because of what somebody typed.
#[derive(Debug, thiserror::Error)]
pub enum AccountsError {
    #[error("the account tables cannot be read or written: {0}")]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    NoEntropy(#[from] crate::entropy::NoEntropy),
    #[error("{0}")]
    Broken(String),
}

impl From<AccountsError> for Refusal {
    fn from(error: AccountsError) -> Self {
        match error {
            AccountsError::Database(error) => error.into(),
            AccountsError::NoEntropy(error) => LogError::from(error).into(),
            AccountsError::Broken(cause) => Self::Broken(cause),
        }
    }
}
