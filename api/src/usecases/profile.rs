//! What an institution says of itself, and which pages and kinds of marks it uses.

use dayek_domain::access::{Action, Object};
use dayek_domain::id::InstitutionId;
use dayek_domain::institution::{Function, Institution, InstitutionCommand, MarkKind, Profile};

use crate::log::{StreamKey, UseCase, Work};
use crate::refusal::Refusal;

/// Says of the institution what stands in papers, all of it, and with `name` what it is called.
#[derive(Debug, Clone)]
pub struct ChangeProfile {
    pub institution_id: InstitutionId,
    /// `None`: as it is.
    pub name: Option<String>,
    pub profile: Profile,
}

impl UseCase for ChangeProfile {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Institution>(self.institution_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        work.permit(Action::EditSettings, &Object::Institution).await?;
        if let Some(name) = &self.name {
            let command = InstitutionCommand::Rename { name: name.clone() };
            work.handle::<Institution>(self.institution_id, command).await?;
        }
        let command = InstitutionCommand::ChangeProfile { profile: self.profile.clone() };
        work.handle::<Institution>(self.institution_id, command).await?;
        Ok(())
    }
}

/// Uses a page of the social part, or does without it.
#[derive(Debug, Clone, Copy)]
pub struct SwitchFunction {
    pub institution_id: InstitutionId,
    pub function: Function,
    pub on: bool,
}

impl UseCase for SwitchFunction {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Institution>(self.institution_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        work.permit(Action::EditSettings, &Object::Institution).await?;
        let command = InstitutionCommand::SwitchFunction { function: self.function, on: self.on };
        work.handle::<Institution>(self.institution_id, command).await?;
        Ok(())
    }
}

/// Gives marks of a kind, or does without them.
#[derive(Debug, Clone, Copy)]
pub struct SwitchMarkKind {
    pub institution_id: InstitutionId,
    pub kind: MarkKind,
    pub on: bool,
}

impl UseCase for SwitchMarkKind {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Institution>(self.institution_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        work.permit(Action::ConfigureMarkKinds, &Object::Institution).await?;
        let command = InstitutionCommand::SwitchMarkKind { kind: self.kind, on: self.on };
        work.handle::<Institution>(self.institution_id, command).await?;
        Ok(())
    }
}
