//! The files of a `OneRoster` 1.2 bundle: those the journal imports, and those it only recognises.

use serde::Serialize;

/// A file the journal imports. The order is the one in which files are read and enter the digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    Orgs,
    AcademicSessions,
    Courses,
    Classes,
    Users,
    Roles,
    Enrollments,
    Categories,
    LineItems,
    Results,
}

impl FileKind {
    pub const ALL: [Self; 10] = [
        Self::Orgs,
        Self::AcademicSessions,
        Self::Courses,
        Self::Classes,
        Self::Users,
        Self::Roles,
        Self::Enrollments,
        Self::Categories,
        Self::LineItems,
        Self::Results,
    ];

    pub const fn file_name(self) -> &'static str {
        match self {
            Self::Orgs => "orgs.csv",
            Self::AcademicSessions => "academicSessions.csv",
            Self::Courses => "courses.csv",
            Self::Classes => "classes.csv",
            Self::Users => "users.csv",
            Self::Roles => "roles.csv",
            Self::Enrollments => "enrollments.csv",
            Self::Categories => "categories.csv",
            Self::LineItems => "lineItems.csv",
            Self::Results => "results.csv",
        }
    }

    pub(super) fn of(file_name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.file_name() == file_name)
    }
}

/// How a file speaks: of everything there is, or of what has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    Bulk,
    Delta,
}

/// Files of `OneRoster` 1.2 that the journal has no use for yet.
const UNSUPPORTED: [&str; 11] = [
    "classResources.csv",
    "courseResources.csv",
    "demographics.csv",
    "lineItemLearningObjectiveIds.csv",
    "lineItemScoreScales.csv",
    "resources.csv",
    "resultLearningObjectiveIds.csv",
    "resultScoreScales.csv",
    "scoreScales.csv",
    "userProfiles.csv",
    "userResources.csv",
];

/// The names of all data files of the standard.
pub(super) fn data_files() -> impl Iterator<Item = &'static str> {
    FileKind::ALL.into_iter().map(FileKind::file_name).chain(UNSUPPORTED)
}
