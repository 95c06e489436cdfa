//! Accounts: inviting and restoring, the first sign-in, second factors, tokens.

use chrono::{DateTime, Utc};
use dayek_domain::access::{Action, Object};
use dayek_domain::account::{Account, AccountCommand, TokenScope};
use dayek_domain::id::{ClassId, PersonId};
use dayek_domain::membership::Membership;
use dayek_domain::person::Person;
use uuid::Uuid;

use crate::accounts::Invited;
use crate::log::{Actor, StreamKey, UseCase, Work};
use crate::refusal::Refusal;

/// Invites many people at once, all or none.
#[derive(Debug, Clone)]
pub struct InvitePeople {
    pub invited: Vec<Invited>,
}

impl UseCase for InvitePeople {
    fn writes(&self) -> Vec<StreamKey> {
        self.invited.iter().map(|one| StreamKey::of::<Account>(one.person)).collect()
    }

    fn looks_at(&self) -> Vec<StreamKey> {
        self.invited.iter().flat_map(|one| about(one.person)).collect()
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        work.permit(Action::PrintInvitations, &Object::Institution).await?;
        for one in &self.invited {
            if !work.look_at::<Person>(one.person).await?.is_human() {
                return Err(Refusal::NotFound);
            }
            permit_code(work, one.person).await?;
            let Invited { person, invitation_id, expires_at } = *one;
            let command = AccountCommand::Invite { invitation_id, expires_at, restores: false };
            work.handle::<Account>(person, command).await?;
        }
        Ok(())
    }
}

/// Gives somebody a new code because they cannot get in any more.
#[derive(Debug, Clone)]
pub struct RestoreAccess {
    pub invited: Invited,
    /// The classes the person is a pupil of: their leaders may do this too.
    pub classes: Vec<ClassId>,
}

impl UseCase for RestoreAccess {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Account>(self.invited.person)]
    }

    fn looks_at(&self) -> Vec<StreamKey> {
        about(self.invited.person).to_vec()
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        let Invited { person, invitation_id, expires_at } = self.invited;
        let object = Object::Person { person_id: person, classes: self.classes.clone() };
        work.permit(Action::RestoreAccess, &object).await?;
        if !work.look_at::<Person>(person).await?.is_human() {
            return Err(Refusal::NotFound);
        }
        permit_code(work, person).await?;
        let command = AccountCommand::Invite { invitation_id, expires_at, restores: true };
        work.handle::<Account>(person, command).await?;
        Ok(())
    }
}

/// The person has come with their code: the code is what permits it.
#[derive(Debug, Clone)]
pub struct ActivateAccount {
    pub person_id: PersonId,
    pub invitation_id: Uuid,
}

impl UseCase for ActivateAccount {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Account>(self.person_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        only_oneself(work, self.person_id)?;
        let command = AccountCommand::Activate { invitation_id: self.invitation_id };
        work.handle::<Account>(self.person_id, command).await?;
        Ok(())
    }
}

/// The person has changed their password.
#[derive(Debug, Clone)]
pub struct NotePasswordChange {
    pub person_id: PersonId,
    pub change_id: Uuid,
    /// Their tokens are taken back with it.
    pub takes_tokens: bool,
}

impl UseCase for NotePasswordChange {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Account>(self.person_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        only_oneself(work, self.person_id)?;
        let Self { change_id, takes_tokens, .. } = *self;
        let command = AccountCommand::NotePasswordChange { change_id, takes_tokens };
        work.handle::<Account>(self.person_id, command).await?;
        Ok(())
    }
}

/// From now on the person is asked for a code from their telephone.
#[derive(Debug, Clone)]
pub struct EnableSecondFactor {
    pub person_id: PersonId,
}

impl UseCase for EnableSecondFactor {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Account>(self.person_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        only_oneself(work, self.person_id)?;
        work.handle::<Account>(self.person_id, AccountCommand::EnableSecondFactor).await?;
        Ok(())
    }
}

/// Notes a token of one's own, which is then made.
#[derive(Debug, Clone)]
pub struct IssueToken {
    pub person_id: PersonId,
    pub token_id: Uuid,
    pub label: String,
    pub scope: TokenScope,
    pub expires_at: Option<DateTime<Utc>>,
}

impl UseCase for IssueToken {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Account>(self.person_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        only_oneself(work, self.person_id)?;
        let Self { token_id, scope, expires_at, .. } = *self;
        let command = AccountCommand::IssueToken { token_id, label: self.label.clone(), scope, expires_at };
        work.handle::<Account>(self.person_id, command).await?;
        Ok(())
    }
}

/// Takes a token of one's own back, and those that were made with it.
#[derive(Debug, Clone)]
pub struct RevokeToken {
    pub person_id: PersonId,
    pub token_id: Uuid,
    pub children: Vec<Uuid>,
}

impl UseCase for RevokeToken {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Account>(self.person_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        only_oneself(work, self.person_id)?;
        let command = AccountCommand::RevokeToken { token_id: self.token_id };
        work.handle::<Account>(self.person_id, command).await?;
        revoke_held(work, self.person_id, &self.children).await
    }
}

/// A sign-in at another institution is the same person's.
#[derive(Debug, Clone)]
pub struct LinkPlace {
    pub person_id: PersonId,
    pub link_id: Uuid,
}

impl UseCase for LinkPlace {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Account>(self.person_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        only_oneself(work, self.person_id)?;
        work.handle::<Account>(self.person_id, AccountCommand::LinkPlace { link_id: self.link_id }).await?;
        Ok(())
    }
}

/// It leads there no more.
#[derive(Debug, Clone)]
pub struct UnlinkPlace {
    pub person_id: PersonId,
    pub link_id: Uuid,
}

impl UseCase for UnlinkPlace {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Account>(self.person_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        only_oneself(work, self.person_id)?;
        work.handle::<Account>(self.person_id, AccountCommand::UnlinkPlace { link_id: self.link_id }).await?;
        Ok(())
    }
}

/// What is known of somebody who is given a code.
fn about(person: PersonId) -> [StreamKey; 2] {
    [StreamKey::of::<Person>(person), StreamKey::of::<Membership>(person)]
}

/// A code is a way to the rights of the one it is for. Whoever holds a role gets one only from somebody who
/// could grant that role.
async fn permit_code(work: &mut Work<'_>, person: PersonId) -> Result<(), Refusal> {
    let holds_none = work.look_at::<Membership>(person).await?.roles().next().is_none();
    if holds_none {
        return Ok(());
    }
    let action = Action::GrantRoles;
    let permitted = work.permit(action, &Object::Institution).await;
    // That there is such a person they know already.
    permitted.map_err(|refusal| {
        if matches!(refusal, Refusal::NotFound) { Refusal::Forbidden { action } } else { refusal }
    })
}

/// Takes back those of some tokens that still count.
pub(super) async fn revoke_held(
    work: &mut Work<'_>,
    person_id: PersonId,
    tokens: &[Uuid],
) -> Result<(), Refusal> {
    for token_id in tokens.iter().copied() {
        if work.look_at::<Account>(person_id).await?.holds_token(token_id) {
            work.handle::<Account>(person_id, AccountCommand::RevokeToken { token_id }).await?;
        }
    }
    Ok(())
}

/// Somebody who holds no role yet signs in too: what permits it is the code or the password.
fn only_oneself(work: &Work<'_>, person_id: PersonId) -> Result<(), Refusal> {
    match work.actor() {
        Actor::Person(actor) if actor != person_id => Err(Refusal::NotFound),
        Actor::Person(_) | Actor::System => Ok(()),
    }
}
