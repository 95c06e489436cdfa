//! Delivery of events to read models: exactly once in effect, in order, one institution at a time.
//!
//! What makes it so: positions are dense, so a gap is seen at once; rows and checkpoint move in one
//! transaction; the checkpoint moves only from the value that was read (compare and set). A read model
//! may run in several processes; each batch is taken by one of them.

mod event;
mod projection;
mod rebuild;
mod runner;
mod schema;
mod status;
mod step;

pub use event::{Author, RecordedEvent};
pub use projection::{ApplyError, Batch, Projection, Table};
pub use rebuild::{Built, Difference, Progress, rebuild, verify};
pub use runner::{Runner, applied_position, wait_for};
pub use schema::{Active, READER_ROLE, ensure_active};
pub use status::{InstitutionStatus, ProjectionStatus, Status, status};
pub use step::{BATCH, Step, step};

/// Why delivery stopped.
#[derive(Debug, thiserror::Error)]
pub enum DeliveryError {
    #[error("the database cannot be reached or refused: {0}")]
    Database(#[from] sqlx::Error),
    #[error("institution {institution}: expected position {expected}, found {found}")]
    Gap { institution: uuid::Uuid, expected: i64, found: i64 },
    #[error("read model {projection}, institution {institution}: {cause}")]
    Apply { projection: &'static str, institution: uuid::Uuid, cause: ApplyError },
    #[error("another process moved the checkpoint of {schema}")]
    Overtaken { schema: String },
    #[error("there is no read model called \"{name}\"; there are: {known}")]
    UnknownProjection { name: String, known: String },
}
