//! Signing in, and coming for the first time with a code.

use std::net::IpAddr;
use std::sync::Arc;

use dayek_domain::id::{InstitutionId, PersonId};
use sqlx::PgPool;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::invitation::{Guest, guest, plain};
use super::places::unlink_all;
use super::throttle::{Origins, Wait};
use super::{
    AccountsError, Hashed, PLATFORM, PasswordRefusal, Passwords, Secrets, account_of, end_others,
    second_factor, start,
};
use crate::entropy::{Entropy, new_id};
use crate::log::{Actor, Log, Origin, Request};
use crate::refusal::Refusal;
use crate::tokens;
use crate::usecases::{ActivateAccount, NotePasswordChange};

/// What somebody typed at the door, and from where.
pub struct Entered<'a> {
    pub login: &'a str,
    pub password: String,
    pub network: IpAddr,
    pub known_device: bool,
    pub device: &'a str,
}

/// Why nobody was let in.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// Unknown login and wrong password alike.
    #[error("login or password are not right")]
    Wrong,
    #[error("your own password is not right")]
    WrongOwn,
    #[error("the code is not right")]
    WrongCode,
    #[error("this is the institution you are in")]
    SamePlace,
    #[error("there were too many attempts; try again later")]
    Wait(Wait),
    #[error("this account is blocked; ask an administrator")]
    Blocked,
    #[error("this code is not known, was used, or is too old")]
    NoSuchCode,
    #[error("this login is taken; choose another")]
    LoginTaken,
    #[error("a login has 3 to 64 characters without spaces")]
    NotALogin,
    #[error(transparent)]
    Password(#[from] PasswordRefusal),
    #[error(transparent)]
    Accounts(#[from] AccountsError),
    #[error(transparent)]
    Refusal(#[from] Refusal),
}

impl From<sqlx::Error> for Refused {
    fn from(error: sqlx::Error) -> Self {
        Self::Accounts(error.into())
    }
}

impl From<crate::entropy::NoEntropy> for Refused {
    fn from(error: crate::entropy::NoEntropy) -> Self {
        Self::Accounts(error.into())
    }
}

/// What a door needs to know.
#[derive(Clone, Copy)]
pub struct Door<'a> {
    pub log: &'a Log,
    pub secrets: &'a Secrets,
    pub passwords: &'a Passwords,
    pub entropy: &'a Arc<dyn Entropy>,
}

/// Lets somebody in who knows login and password. Answers the text of the session's cookie.
pub async fn sign_in(door: Door<'_>, entered: Entered<'_>) -> Result<Zeroizing<String>, Refused> {
    let device = entered.device;
    let person = recognise(door, entered).await?;
    let_in(door, person, device).await
}

/// Who it is that knows login and password. Wrong attempts are counted and slow the next ones down.
pub(super) async fn recognise(
    door: Door<'_>,
    entered: Entered<'_>,
) -> Result<(InstitutionId, PersonId), Refused> {
    let pool = door.log.pool();
    let origins = Origins::of(door.secrets, entered.login, entered.network, entered.known_device);
    if let Some(wait) = origins.begin(pool).await? {
        return Err(Refused::Wait(wait));
    }
    let found = credential(pool, door.secrets, entered.login).await?;
    let kept = found.as_ref().map(|found| &found.hash);
    if !door.passwords.matches(entered.password, kept).await? {
        origins.failed(pool).await?;
        return Err(Refused::Wrong);
    }
    let Some(found) = found else { return Err(Refused::Wrong) };
    origins.succeeded(pool).await?;
    let Credential { institution, person, unrecorded, .. } = found;
    if let Some(invitation_id) = unrecorded {
        record(door, Guest { institution, person, invitation_id }).await?;
    }
    if account_of(door.log, institution, person).await?.is_blocked() {
        return Err(Refused::Blocked);
    }
    Ok((institution, person))
}

/// Begins the session, and only then makes sure of the account: whoever blocks it writes the event before
/// they end sessions, so either they end this one or its owner is seen to be blocked.
pub(super) async fn let_in(
    door: Door<'_>,
    (institution, person): (InstitutionId, PersonId),
    device: &str,
) -> Result<Zeroizing<String>, Refused> {
    let pool = door.log.pool();
    let awaits = second_factor::is_confirmed(pool, institution, person).await?;
    let text = start(pool, door.entropy.as_ref(), (institution, person), device, awaits).await?;
    if account_of(door.log, institution, person).await?.is_blocked() {
        end_others(pool, institution, person, None).await?;
        return Err(Refused::Blocked);
    }
    Ok(text)
}

/// Takes a code, and with it a login and password of the guest's own choice.
pub async fn join(
    door: Door<'_>,
    code: &str,
    login: &str,
    password: String,
    device: &str,
) -> Result<Zeroizing<String>, Refused> {
    let pool = door.log.pool();
    let Some(guest) = guest(pool, door.secrets, code).await? else { return Err(Refused::NoSuchCode) };
    // An older code is worth nothing, and must not put login and password in the place of the owner's.
    let account = account_of(door.log, guest.institution, guest.person).await?;
    if account.is_blocked() {
        return Err(Refused::Blocked);
    }
    if account.open_invitation() != Some(guest.invitation_id) {
        return Err(Refused::NoSuchCode);
    }
    let login = login.trim();
    let length = login.chars().count();
    if !(3..=64).contains(&length)
        || login.chars().any(|letter| letter.is_whitespace() || letter.is_control())
    {
        return Err(Refused::NotALogin);
    }
    Passwords::judge(&password, &[login])?;
    let hashed = door.passwords.keep(password, door.entropy).await?;
    claim(pool, door.secrets, (guest, code), login, &hashed).await?;
    record(door, guest).await?;
    let_in(door, (guest.institution, guest.person), device).await
}

/// A password in the place of the old one.
pub struct NewPassword {
    pub old: String,
    pub new: String,
    /// Whether the tokens are taken back as well.
    pub takes_tokens: bool,
}

/// Gives a person who knows the old password a new one; every other session of theirs ends, and every link
/// with another institution.
pub async fn change_password(
    door: Door<'_>,
    own: (InstitutionId, PersonId),
    session: Option<Uuid>,
    network: IpAddr,
    password: NewPassword,
) -> Result<(), Refused> {
    let pool = door.log.pool();
    let (institution, person) = own;
    let NewPassword { old, new, takes_tokens } = password;
    if !knows_password(door, own, network, old).await? {
        return Err(Refused::Wrong);
    }
    Passwords::judge(&new, &[])?;
    let hashed = door.passwords.keep(new, door.entropy).await?;
    sqlx::query(
        "UPDATE credential SET password_hash = $3, changed_at = now()
         WHERE institution_id = $1 AND person_id = $2",
    )
    .bind(institution.0)
    .bind(person.0)
    .bind(&hashed.0)
    .execute(pool)
    .await?;
    end_others(pool, institution, person, session).await?;
    second_factor::forget_unconfirmed(pool, institution, person).await?;
    if takes_tokens {
        tokens::revoke_all(pool, institution, person).await?;
    }
    unlink_all(door.log, own).await?;
    let change_id = new_id(door.entropy.as_ref())?;
    let use_case = NotePasswordChange { person_id: person, change_id, takes_tokens };
    door.log.execute(request(door, institution, person)?, use_case).await?;
    Ok(())
}

/// Whether somebody who is signed in knows their own password. Whoever finds a session open must not guess
/// it through that.
pub(super) async fn knows_password(
    door: Door<'_>,
    (institution, person): (InstitutionId, PersonId),
    network: IpAddr,
    password: String,
) -> Result<bool, Refused> {
    let pool = door.log.pool();
    let origins = Origins::of(door.secrets, &person.to_string(), network, false);
    if let Some(wait) = origins.begin(pool).await? {
        return Err(Refused::Wait(wait));
    }
    let kept: Option<String> = sqlx::query_scalar(
        "SELECT password_hash FROM credential WHERE institution_id = $1 AND person_id = $2",
    )
    .bind(institution.0)
    .bind(person.0)
    .fetch_optional(pool)
    .await?;
    let kept = kept.map(Hashed);
    if !door.passwords.matches(password, kept.as_ref()).await? {
        origins.failed(pool).await?;
        return Ok(false);
    }
    origins.succeeded(pool).await?;
    Ok(true)
}

/// The code is used, the login taken and the password kept together, or none of it.
async fn claim(
    pool: &PgPool,
    secrets: &Secrets,
    (guest, code): (Guest, &str),
    login: &str,
    hashed: &Hashed,
) -> Result<(), Refused> {
    let login = secrets.login(login);
    let mut claim = pool.begin().await?;
    let used = sqlx::query(
        "UPDATE invitation_code SET used_at = now()
         WHERE institution_id = $1 AND code_hmac = $2 AND used_at IS NULL AND expires_at > now()",
    )
    .bind(PLATFORM)
    .bind(secrets.hash_of_code(&plain(code)).as_slice())
    .execute(&mut *claim)
    .await?;
    if used.rows_affected() != 1 {
        return Err(Refused::NoSuchCode);
    }
    sqlx::query("DELETE FROM login_name WHERE institution_id = $1 AND home_id = $2 AND person_id = $3")
        .bind(PLATFORM)
        .bind(guest.institution.0)
        .bind(guest.person.0)
        .execute(&mut *claim)
        .await?;
    let taken = sqlx::query(
        "INSERT INTO login_name (institution_id, login_hmac, home_id, person_id) VALUES ($1, $2, $3, $4)
         ON CONFLICT DO NOTHING",
    )
    .bind(PLATFORM)
    .bind(login.as_slice())
    .bind(guest.institution.0)
    .bind(guest.person.0)
    .execute(&mut *claim)
    .await?;
    if taken.rows_affected() != 1 {
        return Err(Refused::LoginTaken);
    }
    sqlx::query(
        "INSERT INTO credential (institution_id, person_id, login_hmac, password_hash, unrecorded_invitation)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (institution_id, person_id) DO UPDATE SET
           login_hmac = excluded.login_hmac, password_hash = excluded.password_hash,
           unrecorded_invitation = excluded.unrecorded_invitation, changed_at = now()",
    )
    .bind(guest.institution.0)
    .bind(guest.person.0)
    .bind(login.as_slice())
    .bind(&hashed.0)
    .bind(guest.invitation_id)
    .execute(&mut *claim)
    .await?;
    claim.commit().await?;
    Ok(())
}

/// The log learns that the invitation was used, and whoever had got in before is out: their sessions and
/// tokens, their links, the key of a second factor they may have seen. Done again when a crash came between.
async fn record(door: Door<'_>, guest: Guest) -> Result<(), Refused> {
    let (pool, Guest { institution, person, invitation_id }) = (door.log.pool(), guest);
    let use_case = ActivateAccount { person_id: person, invitation_id };
    door.log.execute(request(door, institution, person)?, use_case).await?;
    end_others(pool, institution, person, None).await?;
    tokens::revoke_all(pool, institution, person).await?;
    unlink_all(door.log, (institution, person)).await?;
    second_factor::forget_unconfirmed(pool, institution, person).await?;
    sqlx::query(
        "UPDATE credential SET unrecorded_invitation = NULL WHERE institution_id = $1 AND person_id = $2",
    )
    .bind(institution.0)
    .bind(person.0)
    .execute(pool)
    .await?;
    Ok(())
}

pub(super) fn request(
    door: Door<'_>,
    institution: InstitutionId,
    person: PersonId,
) -> Result<Request, Refused> {
    let request = Request::of_system(institution, new_id(door.entropy.as_ref())?);
    Ok(Request { actor: Actor::Person(person), two_factors: false, origin: Origin::Page, ..request })
}

struct Credential {
    institution: InstitutionId,
    person: PersonId,
    hash: Hashed,
    unrecorded: Option<Uuid>,
}

async fn credential(
    pool: &PgPool,
    secrets: &Secrets,
    login: &str,
) -> Result<Option<Credential>, sqlx::Error> {
    let named: Option<(Uuid, Uuid)> = sqlx::query_as(
        "SELECT home_id, person_id FROM login_name WHERE institution_id = $1 AND login_hmac = $2",
    )
    .bind(PLATFORM)
    .bind(secrets.login(login).as_slice())
    .fetch_optional(pool)
    .await?;
    let Some((institution, person)) = named else { return Ok(None) };
    let kept: Option<(String, Option<Uuid>)> = sqlx::query_as(
        "SELECT password_hash, unrecorded_invitation FROM credential
         WHERE institution_id = $1 AND person_id = $2",
    )
    .bind(institution)
    .bind(person)
    .fetch_optional(pool)
    .await?;
    Ok(kept.map(|(hash, unrecorded)| Credential {
        institution: InstitutionId(institution),
        person: PersonId(person),
        hash: Hashed(hash),
        unrecorded,
    }))
}
