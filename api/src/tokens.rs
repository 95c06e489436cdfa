//! API tokens: opaque, shown once, stored hashed, each carrying its institution so that every look-up
//! is keyed by it.
//!
//! Text form: `dayek_<institution>_<token id>_<secret>`, ids as 32 hex digits, the secret 43
//! characters of base64url.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use dayek_domain::account::TokenScope;
use dayek_domain::id::{InstitutionId, PersonId};
use sha2::{Digest as _, Sha256};
use sqlx::PgPool;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::entropy::{Entropy, NoEntropy, new_id};

/// For how many days a token that somebody makes for themselves may count.
pub const MOST_DAYS: i64 = 366;
/// How many characters its name may have.
pub const MOST_OF_LABEL: usize = 80;

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
    pub scope: TokenScope,
    /// Whether it was made by somebody who had proved two factors, or by an operator for a program.
    pub two_factors: bool,
    /// `None`: it counts until it is taken back.
    pub expires_at: Option<DateTime<Utc>>,
}

/// A token as [`verify`] finds it.
#[derive(sqlx::FromRow)]
struct Kept {
    person_id: Uuid,
    secret_sha256: Vec<u8>,
    scope: String,
    two_factors: bool,
    expires_at: Option<DateTime<Utc>>,
    /// Its last use was noted so long ago that this one is noted too.
    is_old: bool,
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
    let scope = TokenScope::ReadAndWrite;
    let made = Made { id, person, label, scope, expires_at, two_factors: true, parent: None };
    make(pool, entropy, institution, made).await
}

/// A token that the log knows already.
pub struct Made<'a> {
    pub id: Uuid,
    pub person: PersonId,
    pub label: &'a str,
    pub scope: TokenScope,
    pub expires_at: Option<DateTime<Utc>>,
    pub two_factors: bool,
    /// The token it is made with.
    pub parent: Option<Uuid>,
}

/// Makes the secret of a token and keeps its hash.
pub async fn make(
    pool: &PgPool,
    entropy: &dyn Entropy,
    institution: InstitutionId,
    made: Made<'_>,
) -> Result<NewToken, TokenError> {
    let Made { id, person, label, scope, expires_at, two_factors, parent } = made;
    let mut secret = Zeroizing::new([0; 32]);
    entropy.fill(secret.as_mut_slice())?;
    let secret = Zeroizing::new(URL_SAFE_NO_PAD.encode(secret.as_slice()));
    sqlx::query(
        "INSERT INTO api_token
           (institution_id, token_id, person_id, label, secret_sha256, expires_at, scope, two_factors, parent_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(institution.0)
    .bind(id)
    .bind(person.0)
    .bind(label)
    .bind(Sha256::digest(secret.as_bytes()).as_slice())
    .bind(expires_at)
    .bind(scope.as_ref())
    .bind(two_factors)
    .bind(parent)
    .execute(pool)
    .await?;
    let text = format!("dayek_{}_{}_{}", institution.0.as_simple(), id.as_simple(), secret.as_str());
    Ok(NewToken { id, text: Zeroizing::new(text) })
}

/// Who a token speaks for; `None` for one that is unknown, expired, revoked or not a token at all.
pub async fn verify(pool: &PgPool, text: &str) -> Result<Option<Bearer>, sqlx::Error> {
    let Some((institution, token_id, secret)) = parse(text) else { return Ok(None) };
    let kept: Option<Kept> = sqlx::query_as(
        "SELECT person_id, secret_sha256, scope, two_factors, expires_at,
                coalesce(last_used_at, '-infinity') < now() - interval '1 minute' AS is_old
         FROM api_token
         WHERE institution_id = $1 AND token_id = $2 AND revoked_at IS NULL AND coalesce(expires_at, 'infinity') > now()",
    )
    .bind(institution)
    .bind(token_id)
    .fetch_optional(pool)
    .await?;
    let Some(kept) = kept else { return Ok(None) };
    // Comparing hashes of secrets: what a difference in time could tell is of no use.
    if kept.secret_sha256.as_slice() != Sha256::digest(secret.as_bytes()).as_slice() {
        return Ok(None);
    }
    if kept.is_old {
        sqlx::query("UPDATE api_token SET last_used_at = now() WHERE institution_id = $1 AND token_id = $2")
            .bind(institution)
            .bind(token_id)
            .execute(pool)
            .await?;
    }
    Ok(Some(Bearer {
        institution: InstitutionId(institution),
        person: PersonId(kept.person_id),
        token_id,
        // A scope this release does not know allows the least.
        scope: kept.scope.parse().unwrap_or(TokenScope::Read),
        two_factors: kept.two_factors,
        expires_at: kept.expires_at,
    }))
}

/// A token as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct TokenRow {
    pub token_id: Uuid,
    pub label: String,
    pub scope: String,
    pub created_at: DateTime<Utc>,
    pub expires_at: Option<DateTime<Utc>>,
    pub last_used_at: Option<DateTime<Utc>>,
}

/// The tokens of a person that still count, the newest first.
pub async fn list(
    pool: &PgPool,
    institution: InstitutionId,
    person: PersonId,
) -> Result<Vec<TokenRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT token_id, label, scope, created_at, expires_at, last_used_at FROM api_token
         WHERE institution_id = $1 AND person_id = $2 AND revoked_at IS NULL
           AND coalesce(expires_at, 'infinity') > now()
         ORDER BY created_at DESC, token_id",
    )
    .bind(institution.0)
    .bind(person.0)
    .fetch_all(pool)
    .await
}

/// A token and everything that was made with it, and with that in turn.
const LINE: &str = "WITH RECURSIVE line AS (
       SELECT token_id FROM api_token WHERE institution_id = $1 AND person_id = $2 AND token_id = $3
       UNION
       SELECT t.token_id FROM api_token t JOIN line ON t.parent_id = line.token_id
       WHERE t.institution_id = $1 AND t.person_id = $2)";

/// The tokens that were made with a token, and with those in turn.
pub async fn children(
    pool: &PgPool,
    institution: InstitutionId,
    person: PersonId,
    token_id: Uuid,
) -> Result<Vec<Uuid>, sqlx::Error> {
    sqlx::query_scalar(&format!("{LINE} SELECT token_id FROM line WHERE token_id <> $3 ORDER BY token_id"))
        .bind(institution.0)
        .bind(person.0)
        .bind(token_id)
        .fetch_all(pool)
        .await
}

/// The tokens of a person that stand for a second factor and still count.
pub async fn strong(
    pool: &PgPool,
    institution: InstitutionId,
    person: PersonId,
) -> Result<Vec<Uuid>, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT token_id FROM api_token
         WHERE institution_id = $1 AND person_id = $2 AND two_factors AND revoked_at IS NULL ORDER BY token_id",
    )
    .bind(institution.0)
    .bind(person.0)
    .fetch_all(pool)
    .await
}

/// From now on it is no token any more, nor is any that was made with it.
pub async fn revoke(
    pool: &PgPool,
    institution: InstitutionId,
    person: PersonId,
    token_id: Uuid,
) -> Result<(), sqlx::Error> {
    sqlx::query(&format!(
        "{LINE} UPDATE api_token SET revoked_at = now()
         WHERE institution_id = $1 AND token_id IN (SELECT token_id FROM line) AND revoked_at IS NULL"
    ))
    .bind(institution.0)
    .bind(person.0)
    .bind(token_id)
    .execute(pool)
    .await?;
    Ok(())
}

/// No token of this person that stands for a second factor counts any more.
pub async fn revoke_strong(
    pool: &PgPool,
    institution: InstitutionId,
    person: PersonId,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE api_token SET revoked_at = now()
         WHERE institution_id = $1 AND person_id = $2 AND two_factors AND revoked_at IS NULL",
    )
    .bind(institution.0)
    .bind(person.0)
    .execute(pool)
    .await?;
    Ok(())
}

/// No token of this person counts any more, whoever made it.
pub async fn revoke_all(
    pool: &PgPool,
    institution: InstitutionId,
    person: PersonId,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE api_token SET revoked_at = now()
         WHERE institution_id = $1 AND person_id = $2 AND revoked_at IS NULL",
    )
    .bind(institution.0)
    .bind(person.0)
    .execute(pool)
    .await?;
    Ok(())
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
