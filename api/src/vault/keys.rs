//! A data key for every person, wrapped under the root key and kept in a schema of its own.
//!
//! Keys are fetched and made in bulk, and kept in memory for five minutes at the most, so that a
//! destroyed key is forgotten everywhere soon after.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};
use dayek_domain::id::{InstitutionId, PersonId};
use sqlx::PgPool;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{RootKey, VaultError};
use crate::entropy::Entropy;

/// A person's data key, or the news that it is gone.
#[derive(Clone)]
pub enum PersonKey {
    Present { version: u32, key: Arc<Zeroizing<[u8; 32]>> },
    Destroyed,
}

/// The store of person keys.
#[derive(Clone)]
pub struct PersonKeys {
    wrapping: Arc<Zeroizing<[u8; 32]>>,
    entropy: Arc<dyn Entropy>,
    cache: Arc<Mutex<Cache>>,
}

type Cache = HashMap<(InstitutionId, PersonId), (PersonKey, Instant)>;

const REMEMBERED_FOR: Duration = Duration::from_mins(5);
const REMEMBERED_AT_MOST: usize = 50_000;
const NONCE: usize = 24;

impl PersonKeys {
    pub fn new(root: &RootKey, entropy: Arc<dyn Entropy>) -> Self {
        let wrapping = Arc::new(root.derive("dayek/person-key-wrapping"));
        Self { wrapping, entropy, cache: Arc::default() }
    }

    /// The keys of these people that exist, fetched in one statement.
    pub async fn fetch(
        &self,
        pool: &PgPool,
        institution: InstitutionId,
        people: &[PersonId],
    ) -> Result<HashMap<PersonId, PersonKey>, VaultError> {
        let (mut known, unknown) = self.remembered(institution, people);
        if unknown.is_empty() {
            return Ok(known);
        }
        let ids: Vec<Uuid> = unknown.iter().map(|person| person.0).collect();
        let rows: Vec<(Uuid, i32, Option<Vec<u8>>)> = sqlx::query_as(
            "SELECT DISTINCT ON (person_id) person_id, version, wrapped FROM keys.person_key
             WHERE institution_id = $1 AND person_id = ANY($2) ORDER BY person_id, version DESC",
        )
        .bind(institution.0)
        .bind(&ids)
        .fetch_all(pool)
        .await?;
        for (id, version, wrapped) in rows {
            let person = PersonId(id);
            let key = match wrapped {
                None => PersonKey::Destroyed,
                Some(wrapped) => {
                    let version = u32::try_from(version)
                        .map_err(|_| VaultError::Malformed { place: format!("the key of {person}") })?;
                    PersonKey::Present { version, key: self.unwrap(institution, person, version, &wrapped)? }
                }
            };
            known.insert(person, key);
        }
        self.remember(institution, &known);
        Ok(known)
    }

    /// The keys of these people; missing ones are made.
    pub async fn fetch_or_make(
        &self,
        pool: &PgPool,
        institution: InstitutionId,
        people: &[PersonId],
    ) -> Result<HashMap<PersonId, PersonKey>, VaultError> {
        let known = self.fetch(pool, institution, people).await?;
        let missing: Vec<PersonId> =
            people.iter().copied().filter(|person| !known.contains_key(person)).collect();
        if missing.is_empty() {
            return Ok(known);
        }
        let mut ids = Vec::with_capacity(missing.len());
        let mut wrapped = Vec::with_capacity(missing.len());
        for person in missing {
            let mut key = Zeroizing::new([0; 32]);
            self.entropy.fill(key.as_mut_slice())?;
            ids.push(person.0);
            wrapped.push(self.wrap(institution, person, 1, &key)?);
        }
        // Somebody else may have made one meanwhile: theirs stands, so all are read again.
        sqlx::query(
            "INSERT INTO keys.person_key (institution_id, person_id, version, wrapped)
             SELECT $1, u.person_id, 1, u.wrapped FROM unnest($2::uuid[], $3::bytea[]) u(person_id, wrapped)
             ON CONFLICT DO NOTHING",
        )
        .bind(institution.0)
        .bind(&ids)
        .bind(&wrapped)
        .execute(pool)
        .await?;
        self.fetch(pool, institution, people).await
    }

    fn wrap(
        &self,
        institution: InstitutionId,
        person: PersonId,
        version: u32,
        key: &[u8; 32],
    ) -> Result<Vec<u8>, VaultError> {
        let mut nonce = [0; NONCE];
        self.entropy.fill(&mut nonce)?;
        let aad = wrapping_place(institution, person, version);
        let sealed = XChaCha20Poly1305::new(self.wrapping.as_slice().into())
            .encrypt(XNonce::from_slice(&nonce), Payload { msg: key, aad: aad.as_bytes() })
            .map_err(|_| VaultError::Malformed { place: aad })?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    fn unwrap(
        &self,
        institution: InstitutionId,
        person: PersonId,
        version: u32,
        wrapped: &[u8],
    ) -> Result<Arc<Zeroizing<[u8; 32]>>, VaultError> {
        let aad = wrapping_place(institution, person, version);
        let cannot = || VaultError::CannotOpen { place: aad.clone() };
        let (nonce, sealed) = wrapped.split_at_checked(NONCE).ok_or_else(cannot)?;
        let key = Zeroizing::new(
            XChaCha20Poly1305::new(self.wrapping.as_slice().into())
                .decrypt(XNonce::from_slice(nonce), Payload { msg: sealed, aad: aad.as_bytes() })
                .map_err(|_| cannot())?,
        );
        let bytes: [u8; 32] = key.as_slice().try_into().map_err(|_| cannot())?;
        Ok(Arc::new(Zeroizing::new(bytes)))
    }

    fn remembered(
        &self,
        institution: InstitutionId,
        people: &[PersonId],
    ) -> (HashMap<PersonId, PersonKey>, Vec<PersonId>) {
        let cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        let mut known = HashMap::new();
        let mut unknown = Vec::new();
        for person in people {
            match cache.get(&(institution, *person)) {
                Some((key, since)) if since.elapsed() < REMEMBERED_FOR => {
                    known.insert(*person, key.clone());
                }
                Some(_) | None => unknown.push(*person),
            }
        }
        (known, unknown)
    }

    fn remember(&self, institution: InstitutionId, keys: &HashMap<PersonId, PersonKey>) {
        let mut cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        if cache.len() + keys.len() > REMEMBERED_AT_MOST {
            cache.clear();
        }
        let now = Instant::now();
        cache.retain(|_, (_, since)| since.elapsed() < REMEMBERED_FOR);
        for (person, key) in keys {
            cache.entry((institution, *person)).or_insert_with(|| (key.clone(), now));
        }
    }
}

fn wrapping_place(institution: InstitutionId, person: PersonId, version: u32) -> String {
    format!("person key {institution}/{person}/{version}")
}
