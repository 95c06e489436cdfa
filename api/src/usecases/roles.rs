//! Granting and revoking roles, opening and closing the sections of an editor.

use dayek_domain::access::{Action, Level, Object, Role, Section};
use dayek_domain::id::PersonId;
use dayek_domain::institution::Institution;
use dayek_domain::membership::{Membership, MembershipCommand, Order};
use dayek_domain::person::Person;
use dayek_domain::personal::Personal;

use crate::log::{StreamKey, UseCase, Work};
use crate::refusal::Refusal;

/// Grants a role to somebody the institution knows.
#[derive(Debug, Clone)]
pub struct GrantRole {
    pub person_id: PersonId,
    pub role: Role,
    pub order: Option<Order>,
    pub reason: Option<String>,
}

impl GrantRole {
    /// Without an order or a reason.
    pub const fn of(person_id: PersonId, role: Role) -> Self {
        Self { person_id, role, order: None, reason: None }
    }
}

impl UseCase for GrantRole {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Membership>(self.person_id)]
    }

    fn looks_at(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Person>(self.person_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        may_change(work, self.person_id).await?;
        let institution = work.look_at::<Institution>(work.institution()).await?.kind();
        let others = others(work, self.role, self.person_id).await?;
        let reason = self.reason.clone().map(|reason| Personal::plain(self.person_id, reason));
        let order = self.order.clone();
        let command = MembershipCommand::GrantRole { role: self.role, order, reason, institution, others };
        work.handle::<Membership>(self.person_id, command).await?;
        Ok(())
    }
}

/// Takes a role back.
#[derive(Debug, Clone)]
pub struct RevokeRole {
    pub person_id: PersonId,
    pub role: Role,
    pub order: Option<Order>,
    pub reason: Option<String>,
    /// Whether the asker knows that nobody would be administrator any more.
    pub leaves_none: bool,
}

impl RevokeRole {
    /// Without an order or a reason.
    pub const fn of(person_id: PersonId, role: Role) -> Self {
        Self { person_id, role, order: None, reason: None, leaves_none: false }
    }
}

impl UseCase for RevokeRole {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Membership>(self.person_id)]
    }

    fn looks_at(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Person>(self.person_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        may_change(work, self.person_id).await?;
        let others = others(work, self.role, self.person_id).await?;
        let reason = self.reason.clone().map(|reason| Personal::plain(self.person_id, reason));
        let command = MembershipCommand::RevokeRole {
            role: self.role,
            order: self.order.clone(),
            reason,
            others,
            leaves_none: self.leaves_none,
        };
        work.handle::<Membership>(self.person_id, command).await?;
        Ok(())
    }
}

/// Opens a section to an editor, for viewing or for editing.
#[derive(Debug, Clone)]
pub struct OpenSection {
    pub person_id: PersonId,
    pub role: Role,
    pub section: Section,
    pub level: Level,
    pub order: Option<Order>,
}

impl UseCase for OpenSection {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Membership>(self.person_id)]
    }

    fn looks_at(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Person>(self.person_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        may_change(work, self.person_id).await?;
        let Self { role, section, level, .. } = *self;
        let command = MembershipCommand::OpenSection { role, section, level, order: self.order.clone() };
        work.handle::<Membership>(self.person_id, command).await?;
        Ok(())
    }
}

/// Closes a section to an editor.
#[derive(Debug, Clone)]
pub struct CloseSection {
    pub person_id: PersonId,
    pub role: Role,
    pub section: Section,
    pub order: Option<Order>,
    pub reason: Option<String>,
}

impl UseCase for CloseSection {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Membership>(self.person_id)]
    }

    fn looks_at(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Person>(self.person_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        may_change(work, self.person_id).await?;
        let Self { role, section, .. } = *self;
        let reason = self.reason.clone().map(|reason| Personal::plain(self.person_id, reason));
        let command = MembershipCommand::CloseSection { role, section, order: self.order.clone(), reason };
        work.handle::<Membership>(self.person_id, command).await?;
        Ok(())
    }
}

async fn may_change(work: &mut Work<'_>, person_id: PersonId) -> Result<(), Refusal> {
    work.permit(Action::GrantRoles, &Object::Institution).await?;
    if !work.look_at::<Person>(person_id).await?.is_registered() {
        return Err(Refusal::NotFound);
    }
    Ok(())
}

/// Only administrators are counted: of no other role is there one too many, or a last one.
async fn others(work: &mut Work<'_>, role: Role, except: PersonId) -> Result<u32, Refusal> {
    if !role.needs_second_factor() {
        return Ok(0);
    }
    Ok(work.others_holding(role, except).await?)
}
