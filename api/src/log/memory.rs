//! States of streams as this process saw them last, so that the next command need not read and fold
//! the stream again.
//!
//! A remembered state may be behind: another process may have appended. That is never believed
//! unchecked. An append names the version of every stream it relies on, so the database itself
//! refuses what was decided on an old state; and an answer that leads to no append, a refusal or
//! "nothing to change", is decided once more on what is read then. Nothing that holds personal data
//! is remembered: an erased name must be forgotten at once.

use std::any::Any;
use std::sync::Arc;

use dayek_domain::id::InstitutionId;
use quick_cache::Weighter;
use quick_cache::sync::Cache;

use super::StreamKey;

/// A stream's state, whatever its type.
pub(super) type AnyState = Arc<dyn Any + Send + Sync>;

/// A state, and the version it was folded up to.
#[derive(Clone)]
pub(super) struct Remembered {
    pub(super) version: u64,
    pub(super) state: AnyState,
}

/// A state is as large as what happened to it, about.
#[derive(Clone)]
struct ByEvents;

impl Weighter<(InstitutionId, StreamKey), Remembered> for ByEvents {
    fn weight(&self, _: &(InstitutionId, StreamKey), value: &Remembered) -> u64 {
        value.version + 4
    }
}

/// Events remembered altogether: some tens of megabytes.
const EVENTS: u64 = 500_000;
/// What is expected to be remembered at once, for sizing the table.
const STREAMS: usize = 10_000;

/// The states this process remembers; the least used are forgotten first.
pub(super) struct Memory(Cache<(InstitutionId, StreamKey), Remembered, ByEvents>);

impl Default for Memory {
    fn default() -> Self {
        Self(Cache::with_weighter(STREAMS, EVENTS, ByEvents))
    }
}

impl Memory {
    pub(super) fn recall(&self, institution: InstitutionId, key: &StreamKey) -> Option<Remembered> {
        self.0.get(&(institution, key.clone()))
    }

    pub(super) fn keep(&self, institution: InstitutionId, key: StreamKey, remembered: Remembered) {
        self.0.insert((institution, key), remembered);
    }

    pub(super) fn forget(&self, institution: InstitutionId, key: &StreamKey) {
        self.0.remove(&(institution, key.clone()));
    }
}
