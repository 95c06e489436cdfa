//! Sessions: kept on the server, so that ending one ends it at once.
//!
//! The cookie holds institution, session and a secret; the database only the secret's hash. A new secret
//! is given at sign-in and when a second factor is proved, so that one fixed beforehand is worth nothing.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use dayek_domain::id::{InstitutionId, PersonId};
use sha2::{Digest as _, Sha256};
use sqlx::{FromRow, PgPool};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::AccountsError;
use crate::entropy::{Entropy, new_id};

/// After this long without a request a session is over.
const IDLE: &str = "30 minutes";
/// And after this long in any case.
const WHOLE: &str = "12 hours";

/// A session that is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Session {
    pub institution: InstitutionId,
    pub person: PersonId,
    pub id: Uuid,
    /// The password was right; the code is still to come.
    pub awaits_second_factor: bool,
    pub two_factors: bool,
}

/// A session as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct SessionRow {
    pub session_id: Uuid,
    pub device: String,
    pub created_at: DateTime<Utc>,
    pub last_seen_at: DateTime<Utc>,
    pub second_factor_at: Option<DateTime<Utc>>,
}

/// Begins a session. Answers the text of its cookie.
pub async fn start(
    pool: &PgPool,
    entropy: &dyn Entropy,
    (institution, person): (InstitutionId, PersonId),
    device: &str,
    awaits_second_factor: bool,
) -> Result<Zeroizing<String>, AccountsError> {
    let id = new_id(entropy)?;
    let secret = secret(entropy)?;
    let device: String = device.chars().filter(|letter| !letter.is_control()).take(120).collect();
    sqlx::query(&format!(
        "INSERT INTO session (institution_id, session_id, person_id, secret_sha256, device,
                              awaits_second_factor, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, now() + interval '{WHOLE}')"
    ))
    .bind(institution.0)
    .bind(id)
    .bind(person.0)
    .bind(Sha256::digest(secret.as_bytes()).as_slice())
    .bind(device)
    .bind(awaits_second_factor)
    .execute(pool)
    .await?;
    Ok(text(institution, id, &secret))
}

/// Whose session a cookie is; `None` for one that is unknown, idle, over or ended.
pub async fn verify(pool: &PgPool, cookie: &str) -> Result<Option<Session>, sqlx::Error> {
    let Some((institution, id, secret)) = parse(cookie) else { return Ok(None) };
    let row: Option<(Uuid, Vec<u8>, bool, bool, bool)> = sqlx::query_as(&format!(
        "SELECT person_id, secret_sha256, awaits_second_factor, second_factor_at IS NOT NULL,
                last_seen_at < now() - interval '1 minute'
         FROM session
         WHERE institution_id = $1 AND session_id = $2 AND ended_at IS NULL AND expires_at > now()
           AND last_seen_at > now() - interval '{IDLE}'"
    ))
    .bind(institution)
    .bind(id)
    .fetch_optional(pool)
    .await?;
    let Some((person, kept, awaits_second_factor, two_factors, is_old)) = row else { return Ok(None) };
    // Comparing hashes of secrets: what a difference in time could tell is of no use.
    if kept.as_slice() != Sha256::digest(secret.as_bytes()).as_slice() {
        return Ok(None);
    }
    if is_old {
        sqlx::query("UPDATE session SET last_seen_at = now() WHERE institution_id = $1 AND session_id = $2")
            .bind(institution)
            .bind(id)
            .execute(pool)
            .await?;
    }
    let institution = InstitutionId(institution);
    Ok(Some(Session { institution, person: PersonId(person), id, awaits_second_factor, two_factors }))
}

/// A second factor has been proved: the session is stronger, and its secret a new one.
pub async fn strengthen(
    pool: &PgPool,
    entropy: &dyn Entropy,
    session: Session,
) -> Result<Zeroizing<String>, AccountsError> {
    let secret = secret(entropy)?;
    sqlx::query(
        "UPDATE session SET secret_sha256 = $3, awaits_second_factor = false, second_factor_at = now()
         WHERE institution_id = $1 AND session_id = $2",
    )
    .bind(session.institution.0)
    .bind(session.id)
    .bind(Sha256::digest(secret.as_bytes()).as_slice())
    .execute(pool)
    .await?;
    Ok(text(session.institution, session.id, &secret))
}

/// A wrong code; after five the session ends, and the password is asked for again.
pub(crate) async fn note_wrong_code(pool: &PgPool, session: Session) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE session SET wrong_codes = wrong_codes + 1,
                ended_at = CASE WHEN wrong_codes + 1 >= 5 THEN now() ELSE ended_at END
         WHERE institution_id = $1 AND session_id = $2",
    )
    .bind(session.institution.0)
    .bind(session.id)
    .execute(pool)
    .await?;
    Ok(())
}

/// The sessions of a person that are good, the newest first.
pub async fn list(
    pool: &PgPool,
    institution: InstitutionId,
    person: PersonId,
) -> Result<Vec<SessionRow>, sqlx::Error> {
    sqlx::query_as(&format!(
        "SELECT session_id, device, created_at, last_seen_at, second_factor_at FROM session
         WHERE institution_id = $1 AND person_id = $2 AND ended_at IS NULL AND expires_at > now()
           AND last_seen_at > now() - interval '{IDLE}'
         ORDER BY created_at DESC, session_id"
    ))
    .bind(institution.0)
    .bind(person.0)
    .fetch_all(pool)
    .await
}

/// Ends one session of a person. Answers whether there was one.
pub async fn end(
    pool: &PgPool,
    institution: InstitutionId,
    person: PersonId,
    session: Uuid,
) -> Result<bool, sqlx::Error> {
    let ended = sqlx::query(
        "UPDATE session SET ended_at = now()
         WHERE institution_id = $1 AND person_id = $2 AND session_id = $3 AND ended_at IS NULL",
    )
    .bind(institution.0)
    .bind(person.0)
    .bind(session)
    .execute(pool)
    .await?;
    Ok(ended.rows_affected() == 1)
}

/// Ends every session of a person but one; `None`: every one.
pub async fn end_others(
    pool: &PgPool,
    institution: InstitutionId,
    person: PersonId,
    but: Option<Uuid>,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE session SET ended_at = now()
         WHERE institution_id = $1 AND person_id = $2 AND session_id IS DISTINCT FROM $3 AND ended_at IS NULL",
    )
    .bind(institution.0)
    .bind(person.0)
    .bind(but)
    .execute(pool)
    .await?;
    Ok(())
}

fn secret(entropy: &dyn Entropy) -> Result<Zeroizing<String>, AccountsError> {
    let mut bytes = Zeroizing::new([0; 32]);
    entropy.fill(bytes.as_mut_slice())?;
    Ok(Zeroizing::new(URL_SAFE_NO_PAD.encode(bytes.as_slice())))
}

fn text(institution: InstitutionId, id: Uuid, secret: &str) -> Zeroizing<String> {
    Zeroizing::new(format!("{}_{}_{secret}", institution.0.as_simple(), id.as_simple()))
}

fn parse(cookie: &str) -> Option<(Uuid, Uuid, &str)> {
    let mut parts = cookie.splitn(3, '_');
    let institution = Uuid::try_parse(parts.next()?).ok()?;
    let id = Uuid::try_parse(parts.next()?).ok()?;
    let secret = parts.next()?;
    (secret.len() == 43).then_some((institution, id, secret))
}
