//! Who asks, on what ground, and what of it stands in every event's metadata.

use std::collections::BTreeMap;

use cqrs_es::Aggregate as _;
use dayek_domain::access::Ground;
use dayek_domain::id::{InstitutionId, PersonId};
use dayek_domain::membership::Membership;
use sha2::{Digest as _, Sha256};
use strum::AsRefStr;
use uuid::Uuid;

use super::StreamKey;

/// Who is asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// A person or a program of the institution, with the roles of its membership.
    Person(PersonId),
    /// The program itself, setting up. Never the actor of a request from outside.
    System,
}

/// Through which door a command came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, AsRefStr)]
#[strum(serialize_all = "snake_case")]
pub enum Origin {
    Api,
    Page,
    Import,
    CommandLine,
    System,
}

/// A key under which a request is answered once, and the hash that tells two requests apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Idempotency {
    pub key: String,
    pub request_hash: [u8; 32],
}

/// What a use case is executed under.
#[derive(Debug, Clone)]
pub struct Request {
    pub institution: InstitutionId,
    pub actor: Actor,
    /// Whether the actor has proved two factors, or is a program with a token of its own.
    pub two_factors: bool,
    pub origin: Origin,
    pub request_id: Uuid,
    pub idempotency: Option<Idempotency>,
    /// The version the asker saw of a stream; another one now is refused at once.
    pub if_match: Option<(StreamKey, u64)>,
}

impl Request {
    /// A request of the program itself.
    pub const fn of_system(institution: InstitutionId, request_id: Uuid) -> Self {
        Self {
            institution,
            actor: Actor::System,
            two_factors: true,
            origin: Origin::System,
            request_id,
            idempotency: None,
            if_match: None,
        }
    }

    /// The metadata of every event of this request: a flat map of texts, keys sorted.
    pub(crate) fn metadata(&self, ground: Option<Ground>) -> String {
        let mut entries = BTreeMap::from([
            ("origin", self.origin.as_ref().to_owned()),
            ("request", self.request_id.to_string()),
        ]);
        match self.actor {
            Actor::Person(person) => entries.insert("actor", person.to_string()),
            Actor::System => entries.insert("actor", "system".to_owned()),
        };
        if let Some(Ground { role, action, grant, .. }) = ground {
            entries.insert("role", role.as_ref().to_owned());
            entries.insert("rule", action.as_ref().to_owned());
            entries.insert("grant", grant.sequence.to_string());
            // A number alone is a place in the actor's own membership.
            if grant.stream != Membership::TYPE {
                entries.insert("grant_stream", format!("{} {}", grant.stream, grant.id));
            }
        }
        // A map of texts always serialises; an empty map would be refused by the readers' tests.
        serde_json::to_string(&entries).unwrap_or_else(|_| "{}".to_owned())
    }
}

/// The hash that tells whether a second use of an idempotency key is the same request.
pub fn request_hash(method: &str, path: &str, body: &[u8], actor: &str) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in [method.as_bytes(), path.as_bytes(), body, actor.as_bytes()] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}
