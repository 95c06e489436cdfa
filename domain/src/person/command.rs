//! What can be asked of a person's stream.

use super::event::PersonDetails;
use crate::id::PersonId;

#[derive(Debug, Clone, PartialEq)]
pub enum PersonCommand {
    /// Registers a human, or brings the personal data up to date when they are registered.
    Register { person_id: PersonId, details: PersonDetails },
    /// Registers a program that acts under its own account.
    RegisterProgram { name: String },
}
