//! Secret addresses under which a calendar program reads a timetable: opaque, shown once, stored hashed,
//! each carrying its institution so that every look-up is keyed by it.
//!
//! The name of the file is `<institution>_<feed id>_<secret>.ics`, ids as 32 hex digits, the secret 43
//! characters of base64url.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use dayek_domain::id::{InstitutionId, PersonId};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use sqlx::PgPool;
use strum::{AsRefStr, EnumIter, EnumString};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::entropy::Entropy;
use crate::log::LogError;
use crate::refusal::Refusal;

/// Whose lessons a feed shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, AsRefStr, EnumString, EnumIter)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum FeedOf {
    Teacher,
    Class,
    Pupil,
    Room,
}

/// A feed that still counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Feed {
    pub institution: InstitutionId,
    pub feed_id: Uuid,
    pub of: FeedOf,
    pub of_id: Uuid,
    pub made_by: PersonId,
}

/// A feed as its maker sees it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct FeedRow {
    pub feed_id: Uuid,
    pub of_kind: String,
    pub of_id: Uuid,
    pub made_at: DateTime<Utc>,
}

#[derive(sqlx::FromRow)]
struct Kept {
    secret_sha256: Vec<u8>,
    of_kind: String,
    of_id: Uuid,
    made_by: Uuid,
}

/// Makes a feed and answers the name of its file; `None`: a feed of this id was made before, and its
/// secret is not known any more.
pub async fn make(
    pool: &PgPool,
    entropy: &dyn Entropy,
    feed: Feed,
) -> Result<Option<Zeroizing<String>>, Refusal> {
    let mut secret = Zeroizing::new([0; 32]);
    entropy.fill(secret.as_mut_slice()).map_err(LogError::from)?;
    let secret = Zeroizing::new(URL_SAFE_NO_PAD.encode(secret.as_slice()));
    let Feed { institution, feed_id, of, of_id, made_by } = feed;
    let made = sqlx::query(
        "INSERT INTO calendar_feed (institution_id, feed_id, secret_sha256, of_kind, of_id, made_by)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (institution_id, feed_id) DO NOTHING",
    )
    .bind(institution.0)
    .bind(feed_id)
    .bind(Sha256::digest(secret.as_bytes()).as_slice())
    .bind(of.as_ref())
    .bind(of_id)
    .bind(made_by.0)
    .execute(pool)
    .await?;
    if made.rows_affected() == 0 {
        return Ok(None);
    }
    let file = format!("{}_{}_{}.ics", institution.0.as_simple(), feed_id.as_simple(), secret.as_str());
    Ok(Some(Zeroizing::new(file)))
}

/// The feed behind the name of a file; `None` for one that is unknown, revoked or none at all.
pub async fn find(pool: &PgPool, file: &str) -> Result<Option<Feed>, sqlx::Error> {
    let Some((institution, feed_id, secret)) = parse(file) else { return Ok(None) };
    let kept: Option<Kept> = sqlx::query_as(
        "SELECT secret_sha256, of_kind, of_id, made_by FROM calendar_feed
         WHERE institution_id = $1 AND feed_id = $2 AND revoked_at IS NULL",
    )
    .bind(institution)
    .bind(feed_id)
    .fetch_optional(pool)
    .await?;
    let Some(kept) = kept else { return Ok(None) };
    // Comparing hashes of secrets: what a difference in time could tell is of no use.
    if kept.secret_sha256.as_slice() != Sha256::digest(secret.as_bytes()).as_slice() {
        return Ok(None);
    }
    let Ok(of) = kept.of_kind.parse() else { return Ok(None) };
    let (institution, made_by) = (InstitutionId(institution), PersonId(kept.made_by));
    Ok(Some(Feed { institution, feed_id, of, of_id: kept.of_id, made_by }))
}

/// The feeds of a person that still count, the newest first.
pub async fn list(
    pool: &PgPool,
    institution: InstitutionId,
    person: PersonId,
) -> Result<Vec<FeedRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT feed_id, of_kind, of_id, made_at FROM calendar_feed
         WHERE institution_id = $1 AND made_by = $2 AND revoked_at IS NULL ORDER BY made_at DESC, feed_id",
    )
    .bind(institution.0)
    .bind(person.0)
    .fetch_all(pool)
    .await
}

/// From now on the address shows nothing. Answers whether the person had such a feed.
pub async fn revoke(
    pool: &PgPool,
    institution: InstitutionId,
    person: PersonId,
    feed_id: Uuid,
) -> Result<bool, sqlx::Error> {
    let revoked = sqlx::query(
        "UPDATE calendar_feed SET revoked_at = coalesce(revoked_at, now())
         WHERE institution_id = $1 AND made_by = $2 AND feed_id = $3",
    )
    .bind(institution.0)
    .bind(person.0)
    .bind(feed_id)
    .execute(pool)
    .await?;
    Ok(revoked.rows_affected() > 0)
}

fn parse(file: &str) -> Option<(Uuid, Uuid, &str)> {
    let mut parts = file.strip_suffix(".ics")?.splitn(3, '_');
    let institution = Uuid::try_parse(parts.next()?).ok()?;
    let feed_id = Uuid::try_parse(parts.next()?).ok()?;
    let secret = parts.next()?;
    (secret.len() == 43).then_some((institution, feed_id, secret))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_none_of_a_feed_is_not_looked_up() {
        let secret = "_".repeat(43);
        let id = Uuid::nil().as_simple().to_string();
        assert!(parse(&format!("{id}_{id}_{secret}.ics")).is_some());
        for wrong in [
            "",
            ".ics",
            &format!("{id}_{id}_{secret}"),
            &format!("{id}_{id}_s.ics"),
            &format!("{id}_{secret}.ics"),
        ] {
            assert!(parse(wrong).is_none(), "{wrong}");
        }
    }
}
