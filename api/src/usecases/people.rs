//! Registering people and programs, putting their data right, and who is whose guardian.

use dayek_domain::access::{Action, Object};
use dayek_domain::id::{ClassId, PersonId};
use dayek_domain::iin_claim::{IinClaim, IinClaimCommand};
use dayek_domain::person::{Iin, Kinship, Person, PersonCommand, PersonDetails};
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
        claim_iin(work, self.person_id, self.details.iin.as_ref()).await?;
        let command = PersonCommand::Register { person_id: self.person_id, details: self.details.clone() };
        work.handle::<Person>(self.person_id, command).await?;
        Ok(())
    }
}

/// Has the number borne by the person, and the one they had before by nobody. Both stand in the append
/// beside the data itself, so that two people can never have one number, whoever asks at the same time.
pub(super) async fn claim_iin(
    work: &mut Work<'_>,
    person_id: PersonId,
    iin: Option<&Iin>,
) -> Result<(), Refusal> {
    let known = work.look_at::<Person>(person_id).await?;
    let before = known.details().and_then(|details| details.iin.clone());
    if before.as_ref() == iin {
        return Ok(());
    }
    if let Some(before) = before {
        let claim = work.claim_of(&before);
        work.handle::<IinClaim>(claim, IinClaimCommand::Release { person_id }).await?;
    }
    if let Some(iin) = iin {
        let claim = work.claim_of(iin);
        work.handle::<IinClaim>(claim, IinClaimCommand::Claim { person_id }).await?;
    }
    Ok(())
}

/// Puts other data in the place of what is known of a human.
#[derive(Debug, Clone)]
pub struct AmendPerson {
    pub person_id: PersonId,
    /// The classes they are a pupil of: their leaders may do this too.
    pub classes: Vec<ClassId>,
    pub details: PersonDetails,
}

impl UseCase for AmendPerson {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Person>(self.person_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        let Self { person_id, classes, details } = self.clone();
        work.permit(Action::EditPersonalData, &Object::Person { person_id, classes }).await?;
        if !work.look_at::<Person>(person_id).await?.is_registered() {
            return Err(Refusal::NotFound);
        }
        claim_iin(work, person_id, details.iin.as_ref()).await?;
        work.handle::<Person>(person_id, PersonCommand::Amend { person_id, details }).await?;
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
