//! Accounts of others: shutting somebody out, letting them in again, taking off a lost second factor.

use dayek_domain::access::{Action, Object};
use dayek_domain::account::{Account, AccountCommand, AccountError};
use dayek_domain::id::PersonId;
use dayek_domain::person::Person;
use dayek_domain::personal::Personal;

use uuid::Uuid;

use super::accounts::revoke_held;
use crate::log::{Actor, StreamKey, UseCase, Work};
use crate::refusal::Refusal;

/// Shuts somebody out; their tokens, their links with other institutions and their open invitation are
/// taken back with it.
#[derive(Debug, Clone)]
pub struct BlockAccount {
    pub person_id: PersonId,
    pub reason: Option<String>,
}

impl UseCase for BlockAccount {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Account>(self.person_id)]
    }

    fn looks_at(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Person>(self.person_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        may_change(work, self.person_id).await?;
        let reason = self.reason.clone().map(|reason| Personal::plain(self.person_id, reason));
        work.handle::<Account>(self.person_id, AccountCommand::Block { reason }).await?;
        Ok(())
    }
}

/// Lets somebody in again.
#[derive(Debug, Clone)]
pub struct UnblockAccount {
    pub person_id: PersonId,
}

impl UseCase for UnblockAccount {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Account>(self.person_id)]
    }

    fn looks_at(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Person>(self.person_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        may_change(work, self.person_id).await?;
        work.handle::<Account>(self.person_id, AccountCommand::Unblock).await?;
        Ok(())
    }
}

/// Takes off a second factor whose telephone is lost, and with it the tokens that stand for it.
#[derive(Debug, Clone)]
pub struct RemoveSecondFactor {
    pub person_id: PersonId,
    /// Those that were made after it was proved.
    pub tokens: Vec<Uuid>,
}

impl UseCase for RemoveSecondFactor {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Account>(self.person_id)]
    }

    fn looks_at(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Person>(self.person_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        may_change(work, self.person_id).await?;
        let was_on = work.handle::<Account>(self.person_id, AccountCommand::RemoveSecondFactor).await? > 0;
        if was_on {
            revoke_held(work, self.person_id, &self.tokens).await?;
        }
        Ok(())
    }
}

async fn may_change(work: &mut Work<'_>, person_id: PersonId) -> Result<(), Refusal> {
    work.permit(Action::GrantRoles, &Object::Institution).await?;
    if !work.look_at::<Person>(person_id).await?.is_registered() {
        return Err(Refusal::NotFound);
    }
    let Actor::Person(actor) = work.actor() else { return Ok(()) };
    if actor == person_id {
        return Err(AccountError::OwnAccount.into());
    }
    // Two who block one another at the same moment: this is a guard, so only the first of them does.
    if work.look_at::<Account>(actor).await?.is_blocked() {
        return Err(Refusal::Forbidden { action: Action::GrantRoles });
    }
    Ok(())
}
