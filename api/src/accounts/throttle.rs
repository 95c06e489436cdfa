//! Counting failed attempts where they come from, so that guessing is slow and nobody else is kept out.
//!
//! A login tried from one network is one origin, the same login on a browser it has been used on before
//! another. After a few failures each further one doubles the wait, up to a quarter of an hour. A whole
//! network has a far larger allowance, because a school stands behind one address.

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use sqlx::PgPool;

use super::{PLATFORM, Secrets};

/// Failures without a wait: of one login from one place, and of one network altogether.
const OF_LOGIN: i32 = 5;
const OF_NETWORK: i32 = 300;

/// Until when no attempt from here is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait {
    pub until: DateTime<Utc>,
}

/// Where an attempt comes from.
pub(super) struct Origins {
    login: [u8; 32],
    network: [u8; 32],
}

impl Origins {
    pub(super) fn of(secrets: &Secrets, login: &str, network: IpAddr, known_device: bool) -> Self {
        let network = network_of(network);
        let place: &[u8] = if known_device { b"known device" } else { &network };
        Self {
            login: secrets.origin(&[b"login", &secrets.login(login), place]),
            network: secrets.origin(&[b"network", &network]),
        }
    }

    /// Whether there is a wait. Nothing is counted while there is one.
    pub(super) async fn wait(&self, pool: &PgPool) -> Result<Option<Wait>, sqlx::Error> {
        let until: Option<DateTime<Utc>> = sqlx::query_scalar(
            "SELECT max(blocked_until) FROM sign_in_failure
             WHERE institution_id = $1 AND origin = ANY($2) AND blocked_until > now()",
        )
        .bind(PLATFORM)
        .bind([self.login.as_slice(), self.network.as_slice()])
        .fetch_one(pool)
        .await?;
        Ok(until.map(|until| Wait { until }))
    }

    pub(super) async fn failed(&self, pool: &PgPool) -> Result<(), sqlx::Error> {
        for (origin, free) in [(self.login, OF_LOGIN), (self.network, OF_NETWORK)] {
            sqlx::query(
                "INSERT INTO sign_in_failure AS f (institution_id, origin, failures) VALUES ($1, $2, 1)
                 ON CONFLICT (institution_id, origin) DO UPDATE SET
                   failures = CASE WHEN f.last_at < now() - interval '1 hour' THEN 1 ELSE f.failures + 1 END,
                   last_at = now(),
                   blocked_until = CASE
                     WHEN f.last_at < now() - interval '1 hour' OR f.failures + 1 < $3 THEN NULL
                     ELSE now() + least(interval '15 minutes', interval '1 second' * (2 ^ least(f.failures + 1 - $3, 12))::int)
                   END",
            )
            .bind(PLATFORM)
            .bind(origin.as_slice())
            .bind(free)
            .execute(pool)
            .await?;
        }
        Ok(())
    }

    /// A success forgives the login, not the network.
    pub(super) async fn succeeded(&self, pool: &PgPool) -> Result<(), sqlx::Error> {
        sqlx::query("DELETE FROM sign_in_failure WHERE institution_id = $1 AND origin = $2")
            .bind(PLATFORM)
            .bind(self.login.as_slice())
            .execute(pool)
            .await?;
        Ok(())
    }
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
