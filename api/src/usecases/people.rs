//! Registering people and programs.

use dayek_domain::access::Action;
use dayek_domain::id::PersonId;
use dayek_domain::person::{Person, PersonCommand, PersonDetails};

use crate::log::{Object, StreamKey, UseCase, Work};
use crate::refusal::Refusal;

/// Registers a human, or brings their personal data up to date.
#[derive(Debug, Clone)]
pub struct RegisterPerson {
    pub person_id: PersonId,
    pub details: PersonDetails,
}

impl UseCase for RegisterPerson {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Person>(self.person_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        work.permit(Action::ManageSchool, Object::Institution).await?;
        let command = PersonCommand::Register { person_id: self.person_id, details: self.details.clone() };
        work.handle::<Person>(self.person_id, command).await?;
        Ok(())
    }
}

/// Registers a program that acts under its own account.
#[derive(Debug, Clone)]
pub struct RegisterProgram {
    pub person_id: PersonId,
    pub name: String,
}

impl UseCase for RegisterProgram {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Person>(self.person_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        work.permit(Action::ManageSchool, Object::Institution).await?;
        work.handle::<Person>(self.person_id, PersonCommand::RegisterProgram { name: self.name.clone() })
            .await?;
        Ok(())
    }
}
