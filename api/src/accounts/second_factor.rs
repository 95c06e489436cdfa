//! The second factor: a code of six digits from a telephone (TOTP, RFC 6238). Each code counts once.

use chrono::DateTime;
use chrono::Utc;
use dayek_domain::id::{InstitutionId, PersonId};
use sqlx::PgPool;
use totp_rs::{Builder, Secret, Totp};
use zeroize::Zeroizing;

use super::{AccountsError, Secrets};
use crate::entropy::Entropy;

/// What a telephone is shown once.
pub struct Enrolment {
    /// For typing in.
    pub secret: String,
    /// For the camera: `otpauth://…`.
    pub address: String,
}

/// Makes a key for a new second factor, which counts once a code of it has been given. For some minutes the
/// same key is shown again, so that a page can be reloaded; one that somebody has seen long ago is not.
pub async fn enrol(
    pool: &PgPool,
    secrets: &Secrets,
    entropy: &dyn Entropy,
    institution: InstitutionId,
    person: PersonId,
) -> Result<Enrolment, AccountsError> {
    let mut fresh = Zeroizing::new([0; 20]);
    entropy.fill(fresh.as_mut_slice())?;
    let sealed = secrets.seal((institution, person), fresh.as_slice(), entropy)?;
    sqlx::query(
        "INSERT INTO second_factor AS f (institution_id, person_id, sealed_secret) VALUES ($1, $2, $3)
         ON CONFLICT (institution_id, person_id) DO UPDATE SET
           sealed_secret = excluded.sealed_secret, made_at = now(), last_step = 0
         WHERE NOT f.confirmed AND f.made_at < now() - interval '10 minutes'",
    )
    .bind(institution.0)
    .bind(person.0)
    .bind(sealed)
    .execute(pool)
    .await?;
    let (sealed,): (Vec<u8>,) = sqlx::query_as(
        "SELECT sealed_secret FROM second_factor WHERE institution_id = $1 AND person_id = $2",
    )
    .bind(institution.0)
    .bind(person.0)
    .fetch_one(pool)
    .await?;
    let key = Secret::from(secrets.open((institution, person), &sealed)?.to_vec());
    let secret = key.to_base32();
    // No name of a person stands in it: telephones show it to whoever looks.
    let address = format!("otpauth://totp/Dayek?secret={secret}&issuer=Dayek");
    Ok(Enrolment { secret, address })
}

/// Whether the code is right and was not used before; a right one is used up.
pub(super) async fn passes(
    pool: &PgPool,
    secrets: &Secrets,
    institution: InstitutionId,
    person: PersonId,
    code: &str,
    now: DateTime<Utc>,
) -> Result<bool, AccountsError> {
    let row: Option<(Vec<u8>,)> = sqlx::query_as(
        "SELECT sealed_secret FROM second_factor WHERE institution_id = $1 AND person_id = $2",
    )
    .bind(institution.0)
    .bind(person.0)
    .fetch_optional(pool)
    .await?;
    let Some((sealed,)) = row else { return Ok(false) };
    let totp = totp(secrets.open((institution, person), &sealed)?.to_vec())?;
    let digits: String = code.chars().filter(char::is_ascii_digit).collect();
    let moment = u64::try_from(now.timestamp()).unwrap_or_default();
    let Some(step) = totp.check(&digits, moment) else { return Ok(false) };
    let used = sqlx::query(
        "UPDATE second_factor SET last_step = $3
         WHERE institution_id = $1 AND person_id = $2 AND last_step < $3",
    )
    .bind(institution.0)
    .bind(person.0)
    .bind(i64::try_from(step).unwrap_or(i64::MAX))
    .execute(pool)
    .await?;
    Ok(used.rows_affected() == 1)
}

/// From now on it is asked for.
pub async fn confirm(
    pool: &PgPool,
    institution: InstitutionId,
    person: PersonId,
) -> Result<(), AccountsError> {
    sqlx::query("UPDATE second_factor SET confirmed = true WHERE institution_id = $1 AND person_id = $2")
        .bind(institution.0)
        .bind(person.0)
        .execute(pool)
        .await?;
    Ok(())
}

/// Whether a code is asked for at sign-in.
pub async fn is_confirmed(
    pool: &PgPool,
    institution: InstitutionId,
    person: PersonId,
) -> Result<bool, AccountsError> {
    let confirmed: Option<bool> = sqlx::query_scalar(
        "SELECT confirmed FROM second_factor WHERE institution_id = $1 AND person_id = $2",
    )
    .bind(institution.0)
    .bind(person.0)
    .fetch_optional(pool)
    .await?;
    Ok(confirmed.unwrap_or_default())
}

/// A key that waits for its first code is worth nothing any more: who knows who has seen it.
pub(super) async fn forget_unconfirmed(
    pool: &PgPool,
    institution: InstitutionId,
    person: PersonId,
) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM second_factor WHERE institution_id = $1 AND person_id = $2 AND NOT confirmed")
        .bind(institution.0)
        .bind(person.0)
        .execute(pool)
        .await?;
    Ok(())
}

/// Nothing is left of it: a new telephone gets a new key.
pub(super) async fn forget(
    pool: &PgPool,
    institution: InstitutionId,
    person: PersonId,
) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM second_factor WHERE institution_id = $1 AND person_id = $2")
        .bind(institution.0)
        .bind(person.0)
        .execute(pool)
        .await?;
    Ok(())
}

fn totp(secret: Vec<u8>) -> Result<Totp, AccountsError> {
    Builder::new().with_secret(secret).build().map_err(|error| AccountsError::Broken(error.to_string()))
}
