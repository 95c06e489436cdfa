//! Granting and revoking roles.

use dayek_domain::access::{Action, Role};
use dayek_domain::id::PersonId;
use dayek_domain::membership::{Membership, MembershipCommand, Order};
use dayek_domain::person::Person;
use dayek_domain::personal::Personal;

use crate::log::{Object, StreamKey, UseCase, Work};
use crate::refusal::Refusal;

/// Grants a role to somebody the institution knows.
#[derive(Debug, Clone)]
pub struct GrantRole {
    pub person_id: PersonId,
    pub role: Role,
    pub order: Option<Order>,
}

impl UseCase for GrantRole {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Membership>(self.person_id)]
    }

    fn looks_at(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Person>(self.person_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        work.permit(Action::GrantRoles, Object::Institution).await?;
        if !work.look_at::<Person>(self.person_id).await?.is_registered() {
            return Err(Refusal::NotFound);
        }
        let command = MembershipCommand::GrantRole { role: self.role, order: self.order.clone() };
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
}

impl UseCase for RevokeRole {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Membership>(self.person_id)]
    }

    fn looks_at(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Person>(self.person_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        work.permit(Action::GrantRoles, Object::Institution).await?;
        if !work.look_at::<Person>(self.person_id).await?.is_registered() {
            return Err(Refusal::NotFound);
        }
        let reason = self.reason.clone().map(|reason| Personal::plain(self.person_id, reason));
        let command = MembershipCommand::RevokeRole { role: self.role, order: self.order.clone(), reason };
        work.handle::<Membership>(self.person_id, command).await?;
        Ok(())
    }
}
