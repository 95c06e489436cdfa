//! What can be asked of a person's stream.

use super::event::{Kinship, PersonDetails};
use crate::id::PersonId;
use crate::personal::Personal;

#[derive(Debug, Clone, PartialEq)]
pub enum PersonCommand {
    /// Registers a human, or brings the personal data up to date when they are registered.
    Register {
        person_id: PersonId,
        details: PersonDetails,
    },
    /// Registers a program that acts under its own account.
    RegisterProgram {
        name: String,
    },
    /// Makes somebody a guardian of this pupil, or corrects the kinship.
    LinkGuardian {
        pupil_id: PersonId,
        guardian_id: PersonId,
        kinship: Kinship,
    },
    UnlinkGuardian {
        guardian_id: PersonId,
        reason: Option<Personal<String>>,
    },
}
