//! What a read model is: its tables, the streams it reads, and how a batch of events becomes rows.

use async_trait::async_trait;
use dayek_domain::fact::NotAFact;
use sqlx::PgConnection;
use uuid::Uuid;

use super::event::RecordedEvent;

/// A read model. One `apply` serves live delivery and rebuilds alike.
#[async_trait]
pub trait Projection: Send + Sync + 'static {
    fn name(&self) -> &'static str;

    /// A change of tables or of `apply` takes the next version, which is built beside the one in use.
    fn version(&self) -> i32;

    fn tables(&self) -> &'static [Table];

    /// The types of the streams it reads; events of others pass by undecoded.
    fn streams(&self) -> &'static [&'static str];

    /// Brings the rows of one institution up to date with a batch, in the batch's transaction. Must
    /// give the same rows however the events are cut into batches.
    async fn apply(&self, db: &mut PgConnection, batch: &Batch<'_>) -> Result<(), ApplyError>;
}

/// A table of a read model. `institution_id uuid NOT NULL` is added as its first column and as the
/// first column of its key and of every index.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    pub name: &'static str,
    /// Column definitions, comma separated.
    pub columns: &'static str,
    /// The key's columns after `institution_id`.
    pub key: &'static str,
    /// Further indexes, each the columns after `institution_id`.
    pub indexes: &'static [&'static str],
}

/// Events of one institution, in order, for one read model.
#[derive(Debug)]
pub struct Batch<'a> {
    /// Where the tables of this version stand.
    pub schema: &'a str,
    pub institution: Uuid,
    pub events: &'a [RecordedEvent],
}

impl Batch<'_> {
    /// A statement with `{s}` replaced by the schema, whose name comes from this program alone.
    pub fn sql(&self, template: &str) -> String {
        template.replace("{s}", self.schema)
    }
}

/// Why a batch could not be applied.
#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    #[error("the event at position {position}: {reason}")]
    Event { position: i64, reason: String },
    #[error("the event at position {position}: {cause}")]
    Unreadable { position: i64, cause: NotAFact },
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

impl ApplyError {
    pub const fn event(position: i64, reason: String) -> Self {
        Self::Event { position, reason }
    }
}
