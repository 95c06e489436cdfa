//! People who are of the institution no more, and those who come back.

use chrono::NaiveDate;
use dayek_domain::access::{Action, Object};
use dayek_domain::id::PersonId;
use dayek_domain::membership::Membership;
use dayek_domain::person::{Person, PersonCommand};
use dayek_domain::personal::Personal;
use dayek_domain::school_class::{Enrolment, SchoolClass};

use crate::log::{StreamKey, UseCase, Work};
use crate::refusal::{Refusal, SchoolError};

/// Takes somebody off the lists. Their roles and classes have to be ended before.
#[derive(Debug, Clone)]
pub struct ArchivePerson {
    pub person_id: PersonId,
    /// Their last day in the institution.
    pub on: NaiveDate,
    pub reason: Option<String>,
}

impl UseCase for ArchivePerson {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Person>(self.person_id)]
    }

    fn looks_at(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Membership>(self.person_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        work.permit(Action::EditPersonalData, &Object::Institution).await?;
        let Self { person_id, on, .. } = *self;
        if work.look_at::<Membership>(person_id).await?.roles().next().is_some() {
            return Err(SchoolError::HoldsRoles.into());
        }
        let after = on.succ_opt().unwrap_or(on);
        for class_id in work.classes_of_pupil(person_id).await? {
            let class = work.look_at::<SchoolClass>(class_id).await?;
            if class.enrolment_on(person_id, after) == Enrolment::Member {
                return Err(SchoolError::IsAPupil.into());
            }
        }
        let reason = self.reason.clone().map(|reason| Personal::plain(person_id, reason));
        work.handle::<Person>(person_id, PersonCommand::Archive { on, reason }).await?;
        Ok(())
    }
}

/// Brings somebody back on the lists.
#[derive(Debug, Clone)]
pub struct RestorePerson {
    pub person_id: PersonId,
}

impl UseCase for RestorePerson {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Person>(self.person_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        work.permit(Action::EditPersonalData, &Object::Institution).await?;
        work.handle::<Person>(self.person_id, PersonCommand::Restore).await?;
        Ok(())
    }
}
