//! The reader of `OneRoster` 1.2 CSV bundles: from a path to a checked, typed [`Bundle`], or to the list of
//! reasons why not.
//!
//! It knows nothing of the database. It takes a bundle as a whole or refuses it as a whole: anything that
//! cannot be read, that contradicts itself or that names what is not there is a [`Refusal`]; what is only
//! untidy is a [`Warning`]. What a delta names and does not hold is handed on as a [`Reference`], for the
//! importer to look up.

mod archive;
mod bundle;
mod check;
mod classes;
mod feed;
mod file_kind;
mod folder;
mod gradebook;
mod intake;
mod known;
mod limits;
mod manifest;
mod meter;
mod people;
mod places;
mod report;
mod results;
mod row;
mod symbols;
mod table;
mod untidy;
mod value;
mod zipped;

#[cfg(test)]
mod tests;

use std::path::Path;

pub use bundle::{Bundle, Change, Record, Reference, ReferenceKind};
pub use classes::Class;
pub use file_kind::{FileKind, Mode};
pub use gradebook::{Category, LineItem};
pub use limits::{Limits, Progress};
pub use people::{Enrollment, EnrollmentRole, User, UserRole};
pub use places::{AcademicSession, Course, Org, OrgKind, SessionKind};
pub use report::{Place, Refusal, Rejected, Warning};
pub use results::{ResultRow, ScoreStatus};
pub use symbols::{Symbol, Symbols};

use archive::Archive;
use intake::Intake;
use known::Known;
use manifest::Manifest;

/// Reads the bundle at `path`, a zip file or a folder.
pub fn read(path: &Path, limits: &Limits, progress: &dyn Fn(Progress)) -> Result<Bundle, Rejected> {
    let archive = Archive::open(path, limits)?;
    let mut intake = Intake::new(archive, limits, progress);
    let Some(manifest) = manifest::read(&mut intake) else {
        return Err(intake.into_rejection());
    };

    let (mut bundle, mut known) = read_roster(&mut intake, manifest);
    check::references(&bundle, &mut known, &mut intake.findings);
    check::cycles(&bundle, &mut intake.findings);

    (bundle.results, bundle.symbols) = results::read(&mut intake, &bundle, &mut known);
    bundle.references = known.into_references();
    untidy::look(&bundle, &mut intake.findings);

    (bundle.digest, bundle.warnings) = intake.finish()?;
    Ok(bundle)
}

/// Everything but the results, which are too many to be checked afterwards and are checked on the way in.
fn read_roster(intake: &mut Intake<'_>, manifest: Manifest) -> (Bundle, Known) {
    let mut known = Known::default();
    let mut bundle = Bundle {
        files: manifest.modes.iter().map(|(kind, mode)| (*kind, *mode)).collect(),
        source_name: manifest.source_name,
        source_code: manifest.source_code,
        ..Bundle::default()
    };
    intake.modes = manifest.modes;

    (bundle.orgs, known.orgs) = intake.records(FileKind::Orgs, &places::ORGS, places::org);
    (bundle.sessions, known.sessions) =
        intake.records(FileKind::AcademicSessions, &places::SESSIONS, places::session);
    (bundle.courses, known.courses) = intake.records(FileKind::Courses, &places::COURSES, places::course);
    (bundle.classes, known.classes) = intake.records(FileKind::Classes, &classes::CLASSES, classes::class);
    (bundle.users, known.users) = intake.records(FileKind::Users, &people::USERS, people::user);
    (bundle.roles, _) = intake.records(FileKind::Roles, &people::ROLES, people::role);
    (bundle.enrollments, _) = intake.records(FileKind::Enrollments, &people::ENROLLMENTS, people::enrollment);
    (bundle.categories, known.categories) =
        intake.records(FileKind::Categories, &gradebook::CATEGORIES, gradebook::category);
    (bundle.line_items, known.line_items) =
        intake.records(FileKind::LineItems, &gradebook::LINE_ITEMS, gradebook::line_item);
    (bundle, known)
}
