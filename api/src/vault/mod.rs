//! Keys and sealing: the root key outside the database, a data key for every person, and the two
//! forms of what stands in the log instead of personal data.
//!
//! What depends on the root key: wrapped person keys, the `mac` of every event, the ids of imported
//! things, the passwords of the embedded server. Losing it loses every name; it is in no backup of
//! PostgreSQL and must be kept apart.

mod keys;
mod root;
mod seal;
#[cfg(test)]
mod tests;

pub use keys::{PersonKey, PersonKeys};
pub use root::{Custody, RootKey, mac};
pub use seal::{PlacedSeal, SealPlace, open_value, seal_value, sealed_persons};

/// Why something could not be sealed or opened.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    #[error("{0}")]
    RootKey(String),
    #[error("the key of person {0} is destroyed: nothing more can be written about them")]
    KeyDestroyed(uuid::Uuid),
    #[error(
        "a sealed value of {place} cannot be opened: it was changed, moved, or sealed under another root key"
    )]
    CannotOpen { place: String },
    #[error("a personal value of {place} is not in the form this program writes")]
    Malformed { place: String },
    #[error(transparent)]
    NoEntropy(#[from] crate::entropy::NoEntropy),
    #[error("the key table cannot be read or written: {0}")]
    Database(#[from] sqlx::Error),
}
