//! Imports of timetables: a solved `.fet` file becomes the subjects, teachers, rooms, classes, groups and
//! published timetables of a school, for one reporting period.
//!
//! The file is checked whole before the first event: by the reader, and then against what the school has
//! already. What stands there under the same name is used and left as it is; every other id follows from
//! the names of the file, and every step says what should be. So an import that was killed is run again
//! and ends where one clean run would have ended, and a second run adds nothing. A class whose timetable
//! is in the file has that timetable afterwards, whatever was planned before.
//!
//! An import acts under its own account, a program with the role of administrator.

mod bells;
mod calendar;
mod check;
mod error;
mod frame;
mod known;
mod plan;
mod steps;
mod summary;
mod week;
mod write;

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;
use dayek_domain::id::{InstitutionId, PeriodId};
use dayek_domain::institution::{Institution, InstitutionKind};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

pub use bells::BellsFrom;
pub(crate) use calendar::holiday_name;
pub use error::{FetImportError, Meeting};
pub use summary::{Summary, There};

use crate::fet::{self, Fet};
use crate::importer::runs;
use crate::readers::bring_up_to_date;
use crate::store::Store;
use crate::vault::RootKey;

use frame::Frame;
use known::Known;
use plan::Plan;
use write::Writer;

/// By which name imports of timetables stand beside those of other systems.
const SOURCE: &str = "FET timetable";

/// What is to be imported, and how.
#[derive(Debug, Clone, Copy)]
pub struct FetOptions {
    pub institution: InstitutionId,
    /// The first day on which the timetable holds.
    pub from: NaiveDate,
    /// The day up to which it is meant to hold: the last of the reporting period, or a later one.
    pub to: NaiveDate,
    /// Which reporting period, where several hold the days.
    pub period: Option<PeriodId>,
    /// Makes the study year by the ministry's order, if there is none for these days.
    pub make_year: bool,
    /// Check and count, write nothing.
    pub dry_run: bool,
}

/// How far an import has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Steps done until every timetable is planned.
    Planning { done: usize, of: usize },
    /// Timetables published.
    Publishing { done: usize, of: usize },
}

/// Tells somebody how far the import has come.
pub type Listener = Arc<dyn Fn(Progress) + Send + Sync>;

/// Imports a timetable, or says why not.
pub async fn import(
    store: &Store,
    path: &Path,
    options: &FetOptions,
    listener: &Listener,
) -> Result<Summary, FetImportError> {
    let FetOptions { institution, from, .. } = *options;
    let (fet, digest) = read(path.to_owned()).await?;
    check::file(&fet)?;
    must_be_a_school(store, institution).await?;
    // What the school has already is looked up by name, in read models.
    bring_up_to_date(&store.runner, &|_| {}).await?;

    let ids = Ids { root: &store.root, institution };
    let frame = Frame::find(store, options, &ids, &fet).await?;
    let known = Known::read(store, &frame, &ids, &fet).await?;
    let plan = Plan::of(&fet, &frame, &known, &ids)?;
    let there = check::guard(store, &frame, &known, &plan).await?;
    let mut summary = Summary::new(&fet, &frame, &plan, there, options.dry_run);
    if options.dry_run {
        return Ok(summary);
    }

    let run: [u8; 32] = Sha256::new()
        .chain_update(digest)
        .chain_update(frame.period_id.0.as_bytes())
        .chain_update(from.to_string())
        .finalize()
        .into();
    runs::begin(&store.pool, institution, run, SOURCE).await?;
    summary.events = Writer::open(store, &frame, &ids, listener).await?.write(&plan).await?;
    runs::finish(&store.pool, institution, run, summary.events).await?;
    Ok(summary)
}

async fn read(path: PathBuf) -> Result<(Fet, [u8; 32]), FetImportError> {
    let reading = tokio::task::spawn_blocking(move || -> Result<(Fet, [u8; 32]), FetImportError> {
        let unreadable = |error: std::io::Error| FetImportError::Unreadable {
            path: path.display().to_string(),
            reason: error.to_string(),
        };
        let file = std::fs::File::open(&path).map_err(unreadable)?;
        let mut bytes = Vec::new();
        // One byte more than is allowed is enough for saying that there are too many.
        let most = u64::try_from(fet::MOST_BYTES).unwrap_or(u64::MAX).saturating_add(1);
        file.take(most).read_to_end(&mut bytes).map_err(unreadable)?;
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let fet = fet::read(&name, &bytes)?;
        Ok((fet, Sha256::digest(&bytes).into()))
    });
    reading.await.map_err(|broken| FetImportError::Broken(broken.to_string()))?
}

async fn must_be_a_school(store: &Store, institution: InstitutionId) -> Result<(), FetImportError> {
    let states = store.log.states::<Institution>(institution, &[institution.0], None).await?;
    match states.get(&institution.0).and_then(Institution::kind) {
        None => Err(FetImportError::NoInstitution(institution)),
        Some(InstitutionKind::Governing) => Err(FetImportError::NotASchool(institution)),
        Some(
            InstitutionKind::General
            | InstitutionKind::Vocational
            | InstitutionKind::Preschool
            | InstitutionKind::Additional,
        ) => Ok(()),
    }
}

/// Ids that follow from the names of a file: the same on every run. A kind never changes its name.
struct Ids<'a> {
    root: &'a RootKey,
    institution: InstitutionId,
}

impl Ids<'_> {
    fn of<T: From<Uuid>>(&self, kind: &str, name: &str) -> T {
        self.root.imported_id(self.institution.0, kind, name).into()
    }
}
