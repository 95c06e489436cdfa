//! What a person's stream must remember to decide.

use serde::{Deserialize, Serialize};

use super::event::{PersonDetails, PersonEvent};
use crate::personal::Personal;

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub enum Person {
    #[default]
    Unknown,
    Human {
        details: Personal<PersonDetails>,
    },
    Program {
        name: String,
    },
}

impl Person {
    pub const fn is_registered(&self) -> bool {
        !matches!(self, Self::Unknown)
    }

    /// Never fails and never judges: the event has already happened.
    pub(super) fn absorb(&mut self, event: PersonEvent) {
        *self = match event {
            PersonEvent::PersonRegistered { details }
            | PersonEvent::PersonalDataAmended { to: details, .. } => Self::Human { details },
            PersonEvent::ProgramRegistered { name } => Self::Program { name },
        };
    }
}
