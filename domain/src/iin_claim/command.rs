//! What can be asked of a claim.

use crate::id::PersonId;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IinClaimCommand {
    /// The person bears the number from now on.
    Claim { person_id: PersonId },
    /// The person bears it no more; somebody else's claim stays as it is.
    Release { person_id: PersonId },
}
