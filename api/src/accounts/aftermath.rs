//! What follows from an event of an account in the tables beside the log.
//!
//! The event comes first. So that nobody slips past it, whoever begins a session or keeps a token looks
//! at the stream again once its row stands: of two who are at it in the same moment one sees the other.

use std::collections::HashMap;

use dayek_domain::account::{Account, AccountError, AccountEvent, AccountState};
use dayek_domain::fact;
use dayek_domain::id::{InstitutionId, PersonId};

use super::places::unlink_all;
use super::{Invited, end_others, second_factor};
use crate::clock;
use crate::entropy::Entropy;
use crate::log::{Log, LogError, StreamKey};
use crate::refusal::Refusal;
use crate::tokens::{self, Made, NewToken, TokenError};

/// An account as the log has it now.
pub async fn account_of(log: &Log, institution: InstitutionId, person: PersonId) -> Result<Account, Refusal> {
    let key = StreamKey::of::<Account>(person);
    let history = log.read(institution, &key).await?;
    Ok(log.fold(institution, key.id, &history, &HashMap::new())?)
}

/// How far each of these people has come, as the log has it now.
pub async fn states_of(
    log: &Log,
    institution: InstitutionId,
    people: &[PersonId],
) -> Result<HashMap<PersonId, AccountState>, Refusal> {
    let keys: Vec<StreamKey> = people.iter().map(|person| StreamKey::of::<Account>(*person)).collect();
    let mut states = HashMap::with_capacity(people.len());
    for (key, history) in log.read_many(institution, &keys).await? {
        let account: Account = log.fold(institution, key.id, &history, &HashMap::new())?;
        states.insert(PersonId(key.id), account.state());
    }
    Ok(states)
}

/// Ends every session, token and link of somebody who is blocked. Does nothing to whoever is not, so that an
/// old request that is sent again shuts nobody out who has been let in since.
pub async fn shut_out(log: &Log, institution: InstitutionId, person: PersonId) -> Result<(), Refusal> {
    if account_of(log, institution, person).await?.is_blocked() {
        end_others(log.pool(), institution, person, None).await?;
        tokens::revoke_all(log.pool(), institution, person).await?;
        unlink_all(log, (institution, person)).await?;
    }
    Ok(())
}

/// Forgets the key of a second factor that was taken off, and with it the sessions it was proved in and the
/// tokens that stand for it; one that was turned on again stays.
pub async fn forget_second_factor(
    log: &Log,
    institution: InstitutionId,
    person: PersonId,
) -> Result<(), Refusal> {
    if !account_of(log, institution, person).await?.has_second_factor() {
        second_factor::forget(log.pool(), institution, person).await?;
        end_others(log.pool(), institution, person, None).await?;
        tokens::revoke_strong(log.pool(), institution, person).await?;
    }
    Ok(())
}

/// Makes a token that the log knows already, unless it was taken back meanwhile, or what it stands on was:
/// the token it was made with, or the second factor that was proved in a session.
pub async fn keep_token(
    log: &Log,
    entropy: &dyn Entropy,
    institution: InstitutionId,
    made: Made<'_>,
) -> Result<NewToken, Refusal> {
    let (person, parent) = (made.person, made.parent);
    let from_strong_session = made.two_factors && parent.is_none();
    let token = tokens::make(log.pool(), entropy, institution, made).await.map_err(unmade)?;
    let account = account_of(log, institution, person).await?;
    // A token of an operator's is not in the log; whether it counts says its row alone.
    let has_parent = parent.is_none_or(|parent| !account.knows_token(parent) || account.holds_token(parent));
    let has_factor = !from_strong_session || account.has_second_factor();
    if account.holds_token(token.id) && has_parent && has_factor {
        return Ok(token);
    }
    tokens::revoke(log.pool(), institution, person, token.id).await?;
    Err(AccountError::Blocked.into())
}

fn unmade(error: TokenError) -> Refusal {
    match error {
        TokenError::NoEntropy(error) => LogError::from(error).into(),
        TokenError::Database(error) => error.into(),
    }
}

/// The invitations of these people with which somebody can still come.
pub async fn open_invitations(
    log: &Log,
    institution: InstitutionId,
    people: &[PersonId],
) -> Result<Vec<Invited>, Refusal> {
    let keys: Vec<StreamKey> = people.iter().map(|person| StreamKey::of::<Account>(*person)).collect();
    let now = clock::now();
    let mut open = Vec::with_capacity(people.len());
    for (key, history) in log.read_many(institution, &keys).await? {
        let account: Account = log.fold(institution, key.id, &history, &HashMap::new())?;
        if account.is_blocked() {
            continue;
        }
        for event in history.events.iter().rev() {
            let fact = fact::read::<Account>(&event.event_version, &event.payload);
            let fact = fact.map_err(|cause| Refusal::Broken(cause.to_string()))?;
            if let AccountEvent::InvitationIssued { invitation_id, expires_at }
            | AccountEvent::AccessRestored { invitation_id, expires_at } = fact
            {
                if account.open_invitation() == Some(invitation_id) && expires_at > now {
                    open.push(Invited { person: PersonId(key.id), invitation_id, expires_at });
                }
                break;
            }
        }
    }
    open.sort_unstable_by_key(|one| one.person);
    Ok(open)
}
