//! What a claim must remember to decide.

use serde::{Deserialize, Serialize};

use super::event::IinClaimEvent;
use crate::id::PersonId;

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IinClaim {
    bearer: Option<PersonId>,
}

impl IinClaim {
    pub const fn bearer(&self) -> Option<PersonId> {
        self.bearer
    }

    /// Never fails and never judges: the event has already happened.
    pub(super) fn absorb(&mut self, event: IinClaimEvent) {
        self.bearer = match event {
            IinClaimEvent::IinClaimed { person_id } => Some(person_id),
            IinClaimEvent::IinReleased { .. } => None,
        };
    }
}
