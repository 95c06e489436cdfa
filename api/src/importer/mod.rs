//! Imports from other systems: a `OneRoster` bundle becomes events.
//!
//! The bundle is checked whole before the first event: by the reader, and then by deciding every
//! command of it without appending. Only then is it appended, in chunks. Every id follows from the
//! bundle's own ids, and every command says what should be, not what should change; so an import that
//! was killed is run again and ends where one clean run would have ended, and what is there already
//! leads to no event.
//!
//! An import acts under its own account, a program with the role of administrator in each institution
//! it brings. It is not bound by closed periods and enrolment days: it keeps what the other system says.

mod asked;
mod gradebook;
mod pass;
mod places;
mod resolve;
mod roster;
pub(crate) mod runs;
mod summary;

use std::path::{Path, PathBuf};
use std::sync::Arc;

pub(crate) use resolve::kind::USER;
pub use summary::{Effect, Summary, Tally};

use crate::entropy::new_id;
use crate::log::LogError;
use crate::oneroster::{self, Bundle, Limits, Rejected};
use crate::store::Store;

use pass::{Mode, Pass};
use resolve::Resolved;

/// How an import is to be done.
#[derive(Debug, Clone, Default)]
pub struct ImportOptions {
    /// Check and count, append nothing.
    pub dry_run: bool,
    /// Do it though this very bundle was imported to its end before.
    pub again: bool,
    pub limits: Limits,
}

/// How far an import has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    Reading {
        file: &'static str,
        bytes: u64,
        total: Option<u64>,
    },
    /// Rows decided so far, without appending.
    Checking {
        rows: usize,
        of: usize,
    },
    /// Rows appended so far.
    Appending {
        rows: usize,
        of: usize,
    },
}

/// Tells somebody how far the import has come.
pub type Listener = Arc<dyn Fn(Progress) + Send + Sync>;

/// Why nothing, or not everything, was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error(transparent)]
    Rejected(#[from] Rejected),
    #[error(transparent)]
    Log(#[from] LogError),
    #[error(
        "the data being imported is changed by others all the time; run the import again when they have finished"
    )]
    Moved,
    #[error("the import's account is no longer an administrator of {0}; grant it the role again to go on")]
    NotAllowed(String),
    #[error("the import broke off: {0}")]
    Broken(String),
}

impl From<sqlx::Error> for ImportError {
    fn from(error: sqlx::Error) -> Self {
        Self::Log(error.into())
    }
}

impl From<crate::entropy::NoEntropy> for ImportError {
    fn from(error: crate::entropy::NoEntropy) -> Self {
        Self::Log(error.into())
    }
}

/// Others may write to the same streams meanwhile; then the rest is looked at anew.
const ATTEMPTS: usize = 5;

/// Imports a bundle, or says why not.
pub async fn import(
    store: &Store,
    path: &Path,
    options: &ImportOptions,
    listener: &Listener,
) -> Result<Summary, ImportError> {
    let bundle = read(path.to_owned(), options.limits.clone(), Arc::clone(listener)).await?;
    let digest = bundle.digest;
    let (resolved, warnings) = resolve::resolve(store, bundle).await?;
    let mut summary = Summary::new(&resolved, warnings, options.dry_run);
    let schools: Vec<_> = resolved.schools.iter().map(|school| school.id).collect();
    if !options.again && runs::all_finished(&store.pool, &schools, digest).await? {
        summary.imported_before = true;
        return Ok(summary);
    }

    let mut check = Pass::new(store, Mode::Check, new_id(store.entropy.as_ref())?);
    check.run(&resolved, &|rows, of| listener(Progress::Checking { rows, of })).await?;
    if let Some(rejected) = check.rejected() {
        return Err(rejected.into());
    }
    if options.dry_run {
        summary.take(check.tallies, 0);
        return Ok(summary);
    }

    for school in &schools {
        store.log.open_institution(*school).await?;
        runs::begin(&store.pool, *school, digest, &resolved.source).await?;
    }
    let appended = append(store, &resolved, listener).await?;
    for school in &schools {
        let events = appended.events_of.get(school).copied().unwrap_or_default();
        runs::finish(&store.pool, *school, digest, events).await?;
    }
    summary.take(appended.tallies, appended.events);
    Ok(summary)
}

async fn append<'a>(
    store: &'a Store,
    resolved: &Resolved,
    listener: &Listener,
) -> Result<Pass<'a>, ImportError> {
    let run = new_id(store.entropy.as_ref())?;
    let mut earlier: Option<Pass<'a>> = None;
    for _ in 0..ATTEMPTS {
        let mut pass = Pass::new(store, Mode::Append, run);
        let result = pass.run(resolved, &|rows, of| listener(Progress::Appending { rows, of })).await;
        if let Some(earlier) = earlier.take() {
            pass.add_events_of(&earlier);
        }
        match result {
            Ok(()) => return Ok(pass),
            Err(ImportError::Moved) => earlier = Some(pass),
            Err(error) => return Err(error),
        }
    }
    Err(ImportError::Moved)
}

async fn read(path: PathBuf, limits: Limits, listener: Listener) -> Result<Bundle, ImportError> {
    let reading = tokio::task::spawn_blocking(move || {
        oneroster::read(&path, &limits, &|progress| {
            let oneroster::Progress::Reading { file, bytes, total } = progress;
            listener(Progress::Reading { file, bytes, total });
        })
    });
    match reading.await {
        Ok(result) => Ok(result?),
        Err(broken) => Err(ImportError::Broken(broken.to_string())),
    }
}
