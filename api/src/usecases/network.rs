//! The tree of institutions: whom a governing organisation counts among its own, and whose an institution
//! says it is. Each side speaks for itself, in its own log.

use dayek_domain::access::{Action, Object};
use dayek_domain::id::InstitutionId;
use dayek_domain::institution::{Institution, InstitutionCommand};

use crate::log::{StreamKey, UseCase, Work};
use crate::refusal::Refusal;

/// A governing organisation says that an institution is one of its own.
#[derive(Debug, Clone)]
pub struct AdmitSubordinate {
    pub organisation_id: InstitutionId,
    pub institution_id: InstitutionId,
}

impl UseCase for AdmitSubordinate {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Institution>(self.organisation_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        work.permit(Action::EditSettings, &Object::Institution).await?;
        let command = InstitutionCommand::AdmitSubordinate {
            own_id: self.organisation_id,
            institution_id: self.institution_id,
        };
        work.handle::<Institution>(self.organisation_id, command).await?;
        Ok(())
    }
}

/// A governing organisation says that an institution is not one of its own any more.
#[derive(Debug, Clone)]
pub struct ReleaseSubordinate {
    pub organisation_id: InstitutionId,
    pub institution_id: InstitutionId,
}

impl UseCase for ReleaseSubordinate {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Institution>(self.organisation_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        work.permit(Action::EditSettings, &Object::Institution).await?;
        let command = InstitutionCommand::ReleaseSubordinate { institution_id: self.institution_id };
        work.handle::<Institution>(self.organisation_id, command).await?;
        Ok(())
    }
}

/// An institution says under which organisation it stands; `None`: under none.
#[derive(Debug, Clone)]
pub struct PlaceUnder {
    pub institution_id: InstitutionId,
    pub parent_id: Option<InstitutionId>,
}

impl UseCase for PlaceUnder {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Institution>(self.institution_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        work.permit(Action::EditSettings, &Object::Institution).await?;
        let Self { institution_id, parent_id } = *self;
        let command = InstitutionCommand::PlaceUnder { own_id: institution_id, parent_id };
        work.handle::<Institution>(institution_id, command).await?;
        Ok(())
    }
}
