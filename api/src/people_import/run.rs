//! Checking a file, and bringing its people in.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::NaiveDate;
use dayek_domain::id::InstitutionId;
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::check::{Check, Checked, numbers};
use super::known::Known;
use super::read::{self, Unreadable};
use crate::log::{Idempotency, Log, LogError, Request, request_hash};
use crate::refusal::Refusal;
use crate::usecases::{AddPeople, ImportPeople};

/// People of one append: each leads to four events at the most, and an append takes a thousand.
const CHUNK: usize = 250;

/// Why a file was not checked or not brought in.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    #[error("the institution has no study year yet")]
    NoStudyYear,
    #[error("the table has faults; nothing was brought in")]
    HasProblems,
    /// How many of the people before the refusal were brought in.
    #[error("{refusal}; {people} of the people were brought in before, send the file again to go on")]
    BrokenOff { people: usize, refusal: Refusal },
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error("the file could not be read: {0}")]
    Broken(String),
}

impl From<LogError> for ImportError {
    fn from(error: LogError) -> Self {
        Self::Refused(error.into())
    }
}

impl From<sqlx::Error> for ImportError {
    fn from(error: sqlx::Error) -> Self {
        Self::Refused(error.into())
    }
}

/// What came of bringing a file in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Imported {
    pub people: usize,
    /// New events; none when the same file was brought in before.
    pub events: u64,
}

/// Reads a file and checks it against what the institution knows. Writes nothing.
pub async fn check(
    log: &Log,
    institution: InstitutionId,
    bytes: Vec<u8>,
    year: Option<Uuid>,
    today: NaiveDate,
) -> Result<Checked, ImportError> {
    let digest: [u8; 32] = Sha256::digest(&bytes).into();
    let reading = tokio::task::spawn_blocking(move || read::read(&bytes));
    let rows = reading.await.map_err(|broken| ImportError::Broken(broken.to_string()))??;
    let known = Known::of(log, institution, year, today, &numbers(&rows)).await?;
    Ok(Checked { digest, ..Check::new(log, institution, &known).run(&rows) })
}

/// Brings the people of a checked file in. Up to a chunk of them come all or nobody; of more, each chunk
/// does, and the same file sent again goes on behind the last one.
pub async fn bring_in(log: &Log, request: &Request, checked: Checked) -> Result<Imported, ImportError> {
    if !checked.problems.is_empty() {
        return Err(ImportError::HasProblems);
    }
    let digest = URL_SAFE_NO_PAD.encode(checked.digest);
    let mut imported = Imported::default();
    for (number, people) in (0_usize..).zip(checked.newcomers.chunks(CHUNK)) {
        let key = format!("people/{digest}/{}/{number}", checked.year);
        let hash = request_hash("people", &key, &[], "");
        let idempotency = Some(Idempotency { key, request_hash: hash });
        let use_case = ImportPeople(AddPeople { people: people.to_vec() });
        match log.execute(Request { idempotency, ..request.clone() }, use_case).await {
            Ok(receipt) => {
                imported.people += people.len();
                if let Some((first, last)) = receipt.positions.filter(|_| !receipt.replayed) {
                    imported.events += last.saturating_sub(first).saturating_add(1);
                }
            }
            Err(refusal) if imported.people == 0 => return Err(refusal.into()),
            Err(refusal) => return Err(ImportError::BrokenOff { people: imported.people, refusal }),
        }
    }
    Ok(imported)
}
