//! Who in the institution bears an individual identification number. The stream's id is derived from the
//! number under a secret of the program, so that it tells nothing of the number.
//!
//! Invariants
//! 1. A number is borne by one person at a time.
//! 2. Only whoever bears it gives it back.

mod command;
mod error;
mod event;
mod state;
#[cfg(test)]
mod tests;

pub use command::IinClaimCommand;
pub use error::IinClaimError;
pub use event::IinClaimEvent;
pub use state::IinClaim;

use crate::stream::stream;

impl IinClaim {
    /// Decides what a command leads to. Pure: same state and command, same answer.
    pub fn decide(&self, command: IinClaimCommand) -> Result<Vec<IinClaimEvent>, IinClaimError> {
        match command {
            IinClaimCommand::Claim { person_id } => match self.bearer() {
                None => Ok(vec![IinClaimEvent::IinClaimed { person_id }]),
                Some(bearer) if bearer == person_id => Ok(vec![]),
                Some(_) => Err(IinClaimError::BorneByAnother),
            },
            IinClaimCommand::Release { person_id } if self.bearer() == Some(person_id) => {
                Ok(vec![IinClaimEvent::IinReleased { person_id }])
            }
            IinClaimCommand::Release { .. } => Ok(vec![]),
        }
    }
}

stream!(IinClaim, "iin_claim", IinClaimCommand, IinClaimEvent, IinClaimError, reads_personal_data: false);
