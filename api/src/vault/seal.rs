//! Sealing personal values inside the JSON of an event, and opening them again.
//!
//! Stored form: `pii1.<person>.<key version>.<base64url(nonce 24 bytes, ciphertext)>`. The cipher is
//! XChaCha20-Poly1305; the place (institution, stream, sequence, event type, path, person) is
//! authenticated with it, so a sealed value cannot be moved to another field, event or person.

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};
use dayek_domain::id::{InstitutionId, PersonId};
use dayek_domain::personal::{ABOUT, PLAIN};
use serde_json::{Map, Value};
use zeroize::Zeroizing;

use super::{PersonKey, VaultError};
use crate::entropy::Entropy;

/// Where a sealed value stands; authenticated together with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealPlace {
    pub institution: InstitutionId,
    pub aggregate_type: String,
    pub aggregate_id: String,
    pub sequence: u64,
    pub event_type: String,
}

const PREFIX: &str = "pii1.";
const NONCE: usize = 24;

impl SealPlace {
    fn authenticated(&self, path: &str, person: PersonId, version: u32) -> String {
        format!(
            "{}\n{}\n{}\n{}\n{}\n{path}\n{person}\n{version}",
            self.institution, self.aggregate_type, self.aggregate_id, self.sequence, self.event_type
        )
    }

    fn named(&self, path: &str) -> String {
        format!("{} {} event {} at {path}", self.aggregate_type, self.aggregate_id, self.sequence)
    }
}

/// The people whose readable or sealed values stand in this JSON.
pub fn sealed_persons(value: &Value, found: &mut Vec<PersonId>) {
    match value {
        Value::Object(map) => match readable_person(map) {
            Some(person) => found.push(person),
            None => map.values().for_each(|inner| sealed_persons(inner, found)),
        },
        Value::Array(items) => items.iter().for_each(|inner| sealed_persons(inner, found)),
        Value::String(text) => found.extend(Token::parse(text).map(|token| token.person)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Replaces every readable personal value by its sealed form.
pub fn seal_value(
    value: &mut Value,
    place: &SealPlace,
    keys: &HashMap<PersonId, PersonKey>,
    entropy: &dyn Entropy,
) -> Result<(), VaultError> {
    walk(value, &mut String::new(), &mut |value, path| {
        let Value::Object(map) = value else { return Ok(false) };
        let Some(person) = readable_person(map) else { return Ok(false) };
        let Some(plain) = map.get(PLAIN) else {
            return Err(VaultError::KeyDestroyed(person.0));
        };
        let Some(PersonKey::Present { version, key }) = keys.get(&person) else {
            return Err(VaultError::KeyDestroyed(person.0));
        };
        let text = Zeroizing::new(plain.to_string());
        let mut nonce = [0; NONCE];
        entropy.fill(&mut nonce)?;
        let aad = place.authenticated(path, person, *version);
        let sealed = XChaCha20Poly1305::new(key.as_slice().into())
            .encrypt(XNonce::from_slice(&nonce), Payload { msg: text.as_bytes(), aad: aad.as_bytes() })
            .map_err(|_| VaultError::Malformed { place: place.named(path) })?;
        let token = Token { person, version: *version, body: [nonce.as_slice(), &sealed].concat() };
        *value = Value::String(token.to_string());
        Ok(true)
    })
}

/// Replaces every sealed value by its readable form, or by the erased form when its key is destroyed.
pub fn open_value(
    value: &mut Value,
    place: &SealPlace,
    keys: &HashMap<PersonId, PersonKey>,
) -> Result<(), VaultError> {
    walk(value, &mut String::new(), &mut |value, path| {
        let Value::String(text) = value else { return Ok(false) };
        let Some(token) = Token::parse(text) else { return Ok(false) };
        *value = token.open(place, path, keys)?;
        Ok(true)
    })
}

struct Token {
    person: PersonId,
    version: u32,
    body: Vec<u8>,
}

impl Token {
    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.strip_prefix(PREFIX)?.splitn(3, '.');
        let person = parts.next()?.parse().ok()?;
        let version = parts.next()?.parse().ok()?;
        let body = URL_SAFE_NO_PAD.decode(parts.next()?).ok()?;
        Some(Self { person, version, body })
    }

    fn open(
        &self,
        place: &SealPlace,
        path: &str,
        keys: &HashMap<PersonId, PersonKey>,
    ) -> Result<Value, VaultError> {
        let mut readable = Map::from_iter([(ABOUT.to_owned(), Value::String(self.person.to_string()))]);
        let cannot = || VaultError::CannotOpen { place: place.named(path) };
        match keys.get(&self.person) {
            Some(PersonKey::Destroyed) => {}
            None => return Err(cannot()),
            Some(PersonKey::Present { version, key }) => {
                if *version != self.version {
                    return Err(cannot());
                }
                let (nonce, sealed) = self.body.split_at_checked(NONCE).ok_or_else(cannot)?;
                let aad = place.authenticated(path, self.person, self.version);
                let plain = Zeroizing::new(
                    XChaCha20Poly1305::new(key.as_slice().into())
                        .decrypt(XNonce::from_slice(nonce), Payload { msg: sealed, aad: aad.as_bytes() })
                        .map_err(|_| cannot())?,
                );
                readable.insert(PLAIN.to_owned(), serde_json::from_slice(&plain).map_err(|_| cannot())?);
            }
        }
        Ok(Value::Object(readable))
    }
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{PREFIX}{}.{}.{}", self.person, self.version, URL_SAFE_NO_PAD.encode(&self.body))
    }
}

fn readable_person(map: &Map<String, Value>) -> Option<PersonId> {
    map.get(ABOUT)?.as_str()?.parse().ok()
}

/// Visits every value with its JSON pointer; a visit that answers `true` is not descended into.
fn walk(
    value: &mut Value,
    path: &mut String,
    visit: &mut impl FnMut(&mut Value, &str) -> Result<bool, VaultError>,
) -> Result<(), VaultError> {
    if visit(value, path)? {
        return Ok(());
    }
    let whole = path.len();
    match value {
        Value::Object(map) => {
            for (name, inner) in map {
                path.push('/');
                path.push_str(name);
                walk(inner, path, visit)?;
                path.truncate(whole);
            }
        }
        Value::Array(items) => {
            for (index, inner) in items.iter_mut().enumerate() {
                path.push('/');
                path.push_str(&index.to_string());
                walk(inner, path, visit)?;
                path.truncate(whole);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    Ok(())
}

/// A sealed value as read tables keep it: with its place, so that it can be opened on reading.
///
/// Text form: `<stream type>/<stream id>/<sequence>/<event type>/<path> <sealed value>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedSeal {
    pub place: SealPlace,
    pub path: String,
    pub sealed: String,
}

impl PlacedSeal {
    /// Reads the text form; the institution is the row's.
    pub fn parse(institution: InstitutionId, text: &str) -> Result<Self, VaultError> {
        let malformed = || VaultError::Malformed { place: "a read table".to_owned() };
        let (place, sealed) = text.split_once(' ').ok_or_else(malformed)?;
        let mut parts = place.splitn(5, '/');
        let mut part = || parts.next().ok_or_else(malformed);
        let (aggregate_type, aggregate_id) = (part()?.to_owned(), part()?.to_owned());
        let sequence = u64::from_str(part()?).map_err(|_| malformed())?;
        let event_type = part()?.to_owned();
        let path = format!("/{}", part()?);
        let place = SealPlace { institution, aggregate_type, aggregate_id, sequence, event_type };
        Ok(Self { place, path, sealed: sealed.to_owned() })
    }

    /// Whose key opens it.
    pub fn person(&self) -> Option<PersonId> {
        Token::parse(&self.sealed).map(|token| token.person)
    }

    /// The readable value; `None` once the key is destroyed.
    pub fn open(&self, keys: &HashMap<PersonId, PersonKey>) -> Result<Option<Value>, VaultError> {
        let malformed = || VaultError::Malformed { place: self.place.named(&self.path) };
        let token = Token::parse(&self.sealed).ok_or_else(malformed)?;
        match token.open(&self.place, &self.path, keys)? {
            Value::Object(mut map) => Ok(map.remove(PLAIN)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                Err(malformed())
            }
        }
    }
}
