//! Bundles of another system become a school's record: once, whole, and the same however often it breaks off.

mod bundle;
mod deltas;
mod real;
mod repeats;

use std::path::Path;
use std::sync::Arc;

use dayek::importer::{ImportError, ImportOptions, Listener, Summary, import};
use dayek::oneroster::{Refusal, Rejected};
use dayek_tests::journal::Journal;
use rust_decimal::Decimal;
use uuid::Uuid;

/// Assessment, pupil, value.
type Mark = (Uuid, Uuid, Option<Decimal>);

fn nobody() -> Listener {
    Arc::new(|_| {})
}

async fn import_from(journal: &Journal, folder: &Path, again: bool) -> Result<Summary, ImportError> {
    let options = ImportOptions { again, ..ImportOptions::default() };
    import(&journal.store, folder, &options, &nobody()).await
}

async fn imported(journal: &Journal, folder: &Path) -> Summary {
    import_from(journal, folder, false).await.unwrap()
}

async fn refusals_of(journal: &Journal, folder: &Path) -> Vec<Refusal> {
    match import_from(journal, folder, false).await {
        Err(ImportError::Rejected(Rejected::Refused(refusals, _))) => refusals,
        other => panic!("expected refusals, got {other:?}"),
    }
}

async fn events(journal: &Journal) -> i64 {
    let (events,): (i64,) =
        sqlx::query_as("SELECT count(*) FROM events").fetch_one(journal.pool()).await.unwrap();
    events
}

/// Every mark cell, with its value or emptied.
async fn marks(journal: &Journal) -> Vec<Mark> {
    journal.caught_up().await;
    sqlx::query_as("SELECT assessment_id, pupil_id, value FROM read.journal_mark ORDER BY 1, 2")
        .fetch_all(journal.pool())
        .await
        .unwrap()
}

/// Rows of the change history of one kind: action, old, new, origin.
async fn history_of(journal: &Journal, kind: &str) -> Vec<(String, Option<String>, Option<String>, String)> {
    journal.caught_up().await;
    sqlx::query_as(
        "SELECT action, old_value, new_value, origin FROM read.change_history WHERE kind = $1 ORDER BY position",
    )
    .bind(kind)
    .fetch_all(journal.pool())
    .await
    .unwrap()
}
