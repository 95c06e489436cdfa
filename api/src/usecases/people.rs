//! Registering people and programs.

use dayek_domain::access::{Action, Object};
use dayek_domain::id::PersonId;
use dayek_domain::person::{Kinship, Person, PersonCommand, PersonDetails};
use dayek_domain::personal::Personal;

use crate::log::{StreamKey, UseCase, Work};
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
        work.permit(Action::AddPeople, &Object::Institution).await?;
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
        work.permit(Action::AddPeople, &Object::Institution).await?;
        work.handle::<Person>(self.person_id, PersonCommand::RegisterProgram { name: self.name.clone() })
            .await?;
        Ok(())
    }
}

/// Makes somebody a guardian of a pupil, or corrects the kinship.
#[derive(Debug, Clone)]
pub struct LinkGuardian {
    pub pupil_id: PersonId,
    pub guardian_id: PersonId,
    pub kinship: Kinship,
}

impl UseCase for LinkGuardian {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Person>(self.pupil_id)]
    }

    fn looks_at(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Person>(self.guardian_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        work.permit(Action::EditPersonalData, &Object::Institution).await?;
        let known = work.look_at::<Person>(self.guardian_id).await?.is_human()
            && work.look_at::<Person>(self.pupil_id).await?.is_human();
        if !known {
            return Err(Refusal::NotFound);
        }
        let Self { pupil_id, guardian_id, kinship } = *self;
        work.handle::<Person>(pupil_id, PersonCommand::LinkGuardian { pupil_id, guardian_id, kinship })
            .await?;
        Ok(())
    }
}

/// Ends a guardianship.
#[derive(Debug, Clone)]
pub struct UnlinkGuardian {
    pub pupil_id: PersonId,
    pub guardian_id: PersonId,
    pub reason: Option<String>,
}

impl UseCase for UnlinkGuardian {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Person>(self.pupil_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        work.permit(Action::EditPersonalData, &Object::Institution).await?;
        if !work.look_at::<Person>(self.pupil_id).await?.is_registered() {
            return Err(Refusal::NotFound);
        }
        let reason = self.reason.clone().map(|reason| Personal::plain(self.pupil_id, reason));
        let command = PersonCommand::UnlinkGuardian { guardian_id: self.guardian_id, reason };
        work.handle::<Person>(self.pupil_id, command).await?;
        Ok(())
    }
}
