//! A bundle that was read and checked: what the importer works from.

use chrono::NaiveDate;
use serde::Serialize;

use super::classes::Class;
use super::file_kind::{FileKind, Mode};
use super::gradebook::{Category, LineItem};
use super::people::{Enrollment, User, UserRole};
use super::places::{AcademicSession, Course, Org};
use super::report::Warning;
use super::results::ResultRow;
use super::symbols::Symbols;

/// The contents of one bundle. Within it every name leads somewhere; names that lead out of it are listed
/// in `references`.
#[derive(Debug, Clone, Default)]
pub struct Bundle {
    pub source_name: Option<String>,
    pub source_code: Option<String>,
    /// SHA-256 over the names and bytes of the files that were read, in the order of [`FileKind`] with the
    /// manifest first. The same for a folder and for a zip of it.
    pub digest: [u8; 32],
    /// The files that are present.
    pub files: Vec<(FileKind, Mode)>,
    pub orgs: Vec<Record<Org>>,
    pub sessions: Vec<Record<AcademicSession>>,
    pub courses: Vec<Record<Course>>,
    pub classes: Vec<Record<Class>>,
    pub users: Vec<Record<User>>,
    pub roles: Vec<Record<UserRole>>,
    pub enrollments: Vec<Record<Enrollment>>,
    pub categories: Vec<Record<Category>>,
    pub line_items: Vec<Record<LineItem>>,
    pub results: Vec<ResultRow>,
    /// What the symbols of `results` stand for.
    pub symbols: Symbols,
    pub warnings: Vec<Warning>,
    pub references: Vec<Reference>,
}

impl Bundle {
    pub fn mode(&self, kind: FileKind) -> Option<Mode> {
        self.files.iter().find(|(present, _)| *present == kind).map(|(_, mode)| *mode)
    }
}

/// One row of a file. When the change is [`Change::Delete`], `data` is what the row says if it says
/// everything, and blank otherwise: such a row need only say what is to go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record<T> {
    pub row: u32,
    pub sourced_id: String,
    pub change: Change,
    /// The day of `dateLastModified`.
    pub modified: Option<NaiveDate>,
    pub data: T,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    Set,
    Delete,
}

/// Something that rows of the bundle name and that is not in the bundle, with the first place naming it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reference {
    pub kind: ReferenceKind,
    pub sourced_id: String,
    pub file: &'static str,
    pub row: u32,
    pub field: &'static str,
}

/// What a name is a name of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReferenceKind {
    Org,
    Session,
    Course,
    Class,
    User,
    Category,
    LineItem,
}

impl ReferenceKind {
    /// The file in which things of this kind are described.
    pub const fn file(self) -> FileKind {
        match self {
            Self::Org => FileKind::Orgs,
            Self::Session => FileKind::AcademicSessions,
            Self::Course => FileKind::Courses,
            Self::Class => FileKind::Classes,
            Self::User => FileKind::Users,
            Self::Category => FileKind::Categories,
            Self::LineItem => FileKind::LineItems,
        }
    }
}

/// The rows that say how something is, leaving out those that say what is to go.
pub(super) fn kept<T>(records: &[Record<T>]) -> impl Iterator<Item = &Record<T>> {
    records.iter().filter(|record| record.change == Change::Set)
}
