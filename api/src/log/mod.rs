//! The event log as the program meets it: reading streams, deciding, appending.
//!
//! Writing has one way in, the database function `append_events`; this module is its only caller.
//! [`Log::execute`] runs a use case: it reads the streams the decision needs in one round trip, lets
//! the domain decide, appends in one round trip, and does it again when something moved in between.

mod append;
mod batch;
mod execute;
mod framework;
mod memory;
mod read;
mod request;
mod states;
pub(crate) mod texts;
mod work;

use std::sync::Arc;

use dayek_domain::fact::NotAFact;
use dayek_domain::id::InstitutionId;
use sqlx::PgPool;
use tokio::sync::watch;
use zeroize::Zeroizing;

pub use append::Outcome;
pub use batch::{Batch, NewEvent};
pub use execute::UseCase;
pub use framework::FrameworkStore;
pub use read::{History, StoredEvent, WrittenGrant, WrittenGround};
pub use request::{Actor, Idempotency, Origin, Request, request_hash};
pub(crate) use work::claim_of;
pub use work::{Receipt, StreamVersion, Work};

use crate::entropy::{Entropy, NoEntropy};
use crate::vault::{PersonKeys, RootKey, VaultError, mac};

/// A stream by its type and id.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StreamKey {
    pub aggregate_type: &'static str,
    pub id: uuid::Uuid,
}

impl StreamKey {
    pub fn of<A: cqrs_es::Aggregate>(id: impl Into<uuid::Uuid>) -> Self {
        Self { aggregate_type: A::TYPE, id: id.into() }
    }
}

impl std::fmt::Display for StreamKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.aggregate_type, self.id)
    }
}

/// The event log of every institution.
#[derive(Clone)]
pub struct Log {
    pool: PgPool,
    keys: PersonKeys,
    mac_key: Arc<Zeroizing<[u8; 32]>>,
    id_key: Arc<Zeroizing<[u8; 32]>>,
    entropy: Arc<dyn Entropy>,
    turns: Arc<execute::Turns>,
    memory: Arc<memory::Memory>,
    appended: Arc<watch::Sender<u64>>,
}

/// Why the log could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    #[error("the database cannot be reached or refused: {0}")]
    Database(#[from] sqlx::Error),
    #[error("event {sequence} of {stream} cannot be read: {cause}")]
    Unreadable { stream: String, sequence: u64, cause: NotAFact },
    #[error("event {sequence} of {stream} is missing from the log")]
    Gap { stream: String, sequence: u64 },
    #[error("an event of {stream} cannot be stored: {cause}")]
    Unwritable { stream: String, cause: String },
    /// What somebody wrote; `path` is its place in the event, as a JSON pointer.
    #[error("{reason}")]
    Unacceptable { path: String, reason: String },
    #[error(transparent)]
    Vault(#[from] VaultError),
    #[error(transparent)]
    NoEntropy(#[from] NoEntropy),
    #[error("institution {0} is not open in this database")]
    UnknownInstitution(InstitutionId),
    #[error("append_events answered \"{0}\", which this program does not know")]
    UnknownOutcome(String),
}

impl LogError {
    /// Whether the same request with the same idempotency key may be sent again at once.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Database(sqlx::Error::Database(error)) => error.code().is_some_and(|code| {
                code.starts_with("08") || matches!(code.as_ref(), "40001" | "40P01" | "55P03" | "57014")
            }),
            Self::Database(sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut) => true,
            Self::Database(_)
            | Self::Unreadable { .. }
            | Self::Gap { .. }
            | Self::Unwritable { .. }
            | Self::Unacceptable { .. }
            | Self::Vault(_)
            | Self::NoEntropy(_)
            | Self::UnknownInstitution(_)
            | Self::UnknownOutcome(_) => false,
        }
    }
}

impl Log {
    pub fn new(pool: PgPool, root: &RootKey, entropy: Arc<dyn Entropy>) -> Self {
        Self {
            keys: PersonKeys::new(root, Arc::clone(&entropy)),
            mac_key: Arc::new(root.derive("dayek/event-mac")),
            id_key: Arc::new(root.derive("dayek/derived-id")),
            pool,
            entropy,
            turns: Arc::default(),
            memory: Arc::default(),
            appended: Arc::new(watch::Sender::new(0)),
        }
    }

    pub const fn pool(&self) -> &PgPool {
        &self.pool
    }

    pub const fn person_keys(&self) -> &PersonKeys {
        &self.keys
    }

    /// The id of something that is known by a text: the same every time, and telling nothing of the text
    /// to those without the root key. A kind never changes its name.
    pub fn derived_id(&self, institution: InstitutionId, kind: &str, text: &str) -> uuid::Uuid {
        let mut bytes = [0; 16];
        let parts = [institution.0.as_bytes().as_slice(), kind.as_bytes(), text.as_bytes()];
        bytes.copy_from_slice(&mac(&self.id_key, &parts)[..16]);
        uuid::Builder::from_custom_bytes(bytes).into_uuid()
    }

    pub fn entropy(&self) -> &dyn Entropy {
        self.entropy.as_ref()
    }

    /// Ticks after every append of this process, for local readers; they poll as well.
    pub fn appended(&self) -> watch::Receiver<u64> {
        self.appended.subscribe()
    }

    /// Gives an institution its head row. Does nothing when it has one.
    pub async fn open_institution(&self, institution: InstitutionId) -> Result<(), LogError> {
        sqlx::query("SELECT open_institution($1)").bind(institution.0).execute(&self.pool).await?;
        Ok(())
    }
}
