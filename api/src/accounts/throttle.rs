//! Counting failed attempts where they come from, so that guessing is slow and nobody else is kept out.
//!
//! A login tried from one network is one origin, the same login on a browser it has been used on before
//! another. After a few failures each further one doubles the wait, up to a quarter of an hour. A whole
//! network has a far larger allowance, because a school stands behind one address; a known device is not
//! subject to it.
//!
//! An attempt is counted before it is looked at and taken back when it was right: of a thousand that come at
//! once no more are looked at than of a thousand that come one by one.

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use dayek_domain::id::{InstitutionId, PersonId};
use sqlx::PgPool;

use super::{PLATFORM, Secrets};
use crate::clock;

/// Failures without a wait: of one login from one place, of the codes of one account, and of one network
/// altogether.
const OF_LOGIN: i32 = 5;
const OF_CODES: i32 = 5;
const OF_NETWORK: i32 = 300;

/// Until when no attempt from here is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait {
    pub until: DateTime<Utc>,
}

/// Where an attempt comes from.
pub(super) struct Origins {
    own: ([u8; 32], i32),
    network: Option<[u8; 32]>,
}

impl Origins {
    pub(super) fn of(secrets: &Secrets, login: &str, network: IpAddr, known_device: bool) -> Self {
        let network = network_of(network);
        let place: &[u8] = if known_device { b"known device" } else { &network };
        Self {
            own: (secrets.origin(&[b"login", &secrets.login(login), place]), OF_LOGIN),
            network: (!known_device).then(|| secrets.origin(&[b"network", &network])),
        }
    }

    /// Of codes: the account, wherever they are typed.
    pub(super) fn of_codes(secrets: &Secrets, (institution, person): (InstitutionId, PersonId)) -> Self {
        let parts: [&[u8]; 3] = [b"code", institution.0.as_bytes(), person.0.as_bytes()];
        Self { own: (secrets.origin(&parts), OF_CODES), network: None }
    }

    /// Counts an attempt, which may then be looked at; or says how long to wait, and counts nothing.
    pub(super) async fn begin(&self, pool: &PgPool) -> Result<Option<Wait>, sqlx::Error> {
        let (own, free) = &self.own;
        if let Some(wait) = count(pool, own, *free).await? {
            return Ok(Some(wait));
        }
        let Some(network) = &self.network else { return Ok(None) };
        let wait = count(pool, network, OF_NETWORK).await?;
        if wait.is_some() {
            take_back(pool, own).await?;
        }
        Ok(wait)
    }

    /// It was wrong: what there is to wait begins now, however long it was looked at.
    pub(super) async fn failed(&self, pool: &PgPool) -> Result<(), sqlx::Error> {
        let network = self.network.iter();
        let origins: Vec<&[u8]> = network.chain([&self.own.0]).map(<[u8; 32]>::as_slice).collect();
        sqlx::query(
            "UPDATE sign_in_failure SET blocked_until = now() + (blocked_until - last_at), last_at = now()
             WHERE institution_id = $1 AND origin = ANY($2) AND blocked_until IS NOT NULL",
        )
        .bind(PLATFORM)
        .bind(origins)
        .execute(pool)
        .await?;
        Ok(())
    }

    /// It was right: the login or the account is forgiven everything, the network this attempt alone.
    pub(super) async fn succeeded(&self, pool: &PgPool) -> Result<(), sqlx::Error> {
        sqlx::query("DELETE FROM sign_in_failure WHERE institution_id = $1 AND origin = $2")
            .bind(PLATFORM)
            .bind(self.own.0.as_slice())
            .execute(pool)
            .await?;
        match &self.network {
            Some(network) => take_back(pool, network).await,
            None => Ok(()),
        }
    }
}

/// One statement, so that of many at once each counts, and none passes while there is a wait.
async fn count(pool: &PgPool, origin: &[u8; 32], free: i32) -> Result<Option<Wait>, sqlx::Error> {
    let counted: Option<i32> = sqlx::query_scalar(
        "INSERT INTO sign_in_failure AS f (institution_id, origin, failures) VALUES ($1, $2, 1)
         ON CONFLICT (institution_id, origin) DO UPDATE SET
           failures = CASE WHEN f.last_at < now() - interval '1 hour' THEN 1 ELSE f.failures + 1 END,
           last_at = now(),
           blocked_until = CASE
             WHEN f.last_at < now() - interval '1 hour' OR f.failures + 1 < $3 THEN NULL
             ELSE now() + least(interval '15 minutes', interval '1 second' * (2 ^ least(f.failures + 1 - $3, 12))::int)
           END
         WHERE coalesce(f.blocked_until, '-infinity') <= now()
         RETURNING f.failures",
    )
    .bind(PLATFORM)
    .bind(origin.as_slice())
    .bind(free)
    .fetch_optional(pool)
    .await?;
    if counted.is_some() {
        return Ok(None);
    }
    let until: Option<DateTime<Utc>> = sqlx::query_scalar(
        "SELECT max(blocked_until) FROM sign_in_failure WHERE institution_id = $1 AND origin = $2",
    )
    .bind(PLATFORM)
    .bind(origin.as_slice())
    .fetch_one(pool)
    .await?;
    Ok(Some(Wait { until: until.unwrap_or_else(clock::now) }))
}

/// As if the attempt that was counted last had not been: before it there was no wait.
async fn take_back(pool: &PgPool, origin: &[u8; 32]) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE sign_in_failure SET failures = greatest(failures - 1, 0), blocked_until = NULL
         WHERE institution_id = $1 AND origin = $2",
    )
    .bind(PLATFORM)
    .bind(origin.as_slice())
    .execute(pool)
    .await?;
    Ok(())
}

/// An IPv4 address, or the /64 that one household or school gets of IPv6.
fn network_of(address: IpAddr) -> Vec<u8> {
    match address {
        IpAddr::V4(address) => address.octets().to_vec(),
        IpAddr::V6(address) => match address.to_ipv4_mapped() {
            Some(mapped) => mapped.octets().to_vec(),
            None => address.octets()[..8].to_vec(),
        },
    }
}
