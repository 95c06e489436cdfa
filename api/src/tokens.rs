//! API tokens: opaque, shown once, stored hashed, each carrying its institution so that every look-up
//! is keyed by it.
//!
//! Text form: `dayek_<institution>_<token id>_<secret>`, ids as 32 hex digits, the secret 43
//! characters of base64url.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use dayek_domain::id::{InstitutionId, PersonId};
use sha2::{Digest as _, Sha256};
use sqlx::PgPool;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::entropy::{Entropy, NoEntropy, new_id};

/// A token as it is shown once.
pub struct NewToken {
    pub id: Uuid,
    pub text: Zeroizing<String>,
}

/// Who a valid token speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bearer {
    pub institution: InstitutionId,
    pub person: PersonId,
    pub token_id: Uuid,
}

/// Why a token could not be made.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    #[error(transparent)]
    NoEntropy(#[from] NoEntropy),
    #[error("the token table cannot be read or written: {0}")]
    Database(#[from] sqlx::Error),
}

/// Makes a token for a person or program.
pub async fn issue(
    pool: &PgPool,
    entropy: &dyn Entropy,
    institution: InstitutionId,
    person: PersonId,
    label: &str,
    expires_at: Option<DateTime<Utc>>,
) -> Result<NewToken, TokenError> {
    let id = new_id(entropy)?;
    let mut secret = Zeroizing::new([0; 32]);
    entropy.fill(secret.as_mut_slice())?;
    let secret = Zeroizing::new(URL_SAFE_NO_PAD.encode(secret.as_slice()));
    sqlx::query(
        "INSERT INTO api_token (institution_id, token_id, person_id, label, secret_sha256, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(institution.0)
    .bind(id)
    .bind(person.0)
    .bind(label)
    .bind(Sha256::digest(secret.as_bytes()).as_slice())
    .bind(expires_at)
    .execute(pool)
    .await?;
    let text = format!("dayek_{}_{}_{}", institution.0.as_simple(), id.as_simple(), secret.as_str());
    Ok(NewToken { id, text: Zeroizing::new(text) })
}

/// Who a token speaks for; `None` for one that is unknown, expired, revoked or not a token at all.
pub async fn verify(pool: &PgPool, text: &str) -> Result<Option<Bearer>, sqlx::Error> {
    let Some((institution, token_id, secret)) = parse(text) else { return Ok(None) };
    let row: Option<(Uuid, Vec<u8>)> = sqlx::query_as(
        "SELECT person_id, secret_sha256 FROM api_token
         WHERE institution_id = $1 AND token_id = $2 AND revoked_at IS NULL AND coalesce(expires_at, 'infinity') > now()",
    )
    .bind(institution)
    .bind(token_id)
    .fetch_optional(pool)
    .await?;
    // Comparing hashes of secrets: what a difference in time could tell is of no use.
    let bearer = row.filter(|(_, stored)| stored.as_slice() == Sha256::digest(secret.as_bytes()).as_slice());
    Ok(bearer.map(|(person, _)| Bearer {
        institution: InstitutionId(institution),
        person: PersonId(person),
        token_id,
    }))
}

fn parse(text: &str) -> Option<(Uuid, Uuid, &str)> {
    let mut parts = text.strip_prefix("dayek_")?.splitn(3, '_');
    let institution = Uuid::try_parse(parts.next()?).ok()?;
    let token_id = Uuid::try_parse(parts.next()?).ok()?;
    let secret = parts.next()?;
    (secret.len() == 43).then_some((institution, token_id, secret))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_is_not_a_token_is_not_looked_up() {
        let secret = "s".repeat(43);
        let id = Uuid::nil().as_simple().to_string();
        assert!(parse(&format!("dayek_{id}_{id}_{secret}")).is_some());
        for wrong in
            ["", "dayek", "dayek__", &format!("dayek_{id}_{id}_short"), &format!("other_{id}_{id}_{secret}")]
        {
            assert!(parse(wrong).is_none(), "{wrong}");
        }
    }
}
