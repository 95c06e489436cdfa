//! Why there is no private server. Every sentence says what to do next.

use std::io;
use std::path::{Path, PathBuf};
use std::process::Output;

#[derive(Debug, thiserror::Error)]
pub enum EmbeddedError {
    #[error(
        "no PostgreSQL server programs (postgres, initdb, pg_ctl) were found on this machine\n{}",
        how_to_install()
    )]
    NoBinaries,

    #[error("this machine has only PostgreSQL {found}, and 15 or newer is needed\n{}", how_to_install())]
    TooOld { found: String },

    #[error(
        "{} was made by PostgreSQL {wanted}, and this machine has only {found}\n\
         install PostgreSQL {wanted} beside it (Debian, Ubuntu: apt-get install postgresql-{wanted}; \
         macOS: brew install postgresql@{wanted}), or dump the data with {wanted} and load it into \
         a new data folder with the newer one; do not delete the folder, it holds the journal",
        .folder.display()
    )]
    OtherMajor { folder: PathBuf, wanted: u32, found: String },

    #[error(
        "PostgreSQL refuses to run as root, and this machine has neither an account called \
         postgres nor one called nobody; make one with `useradd --system postgres`, or start this \
         program as an ordinary user"
    )]
    NoAccount,

    #[error(
        "PostgreSQL runs under the account {account} (it refuses to run as root), which cannot \
         enter {folder}; choose another place with --data-dir (for example /var/lib/dayek), or \
         start this program as an ordinary user"
    )]
    ShutOut { account: String, folder: String },

    #[error(
        "{} belongs to another user (uid {owner}), so it is not used; \
         choose another place with --data-dir, or start this program as that user",
        .path.display()
    )]
    NotOurs { path: PathBuf, owner: u32 },

    #[error(
        "the path {} has a character that PostgreSQL's tools do not survive \
         (a quotation mark, backslash, dollar sign, backtick, line break or bytes outside UTF-8); \
         choose another place with --data-dir",
        .path.display()
    )]
    AwkwardPath { path: PathBuf },

    #[error(
        "{} holds files but is no PostgreSQL data folder; \
         move it elsewhere, or choose another place with --data-dir",
        .path.display()
    )]
    NotACluster { path: PathBuf },

    #[error("there is no home folder to put the data into; choose a place with --data-dir or DAYEK_DATA_DIR")]
    NoHome,

    #[error(
        "a server for {} answers, but its process cannot be seen from here (another container?); \
         stop it there, or connect to it with DATABASE_URL",
        .folder.display()
    )]
    RunsElsewhere { folder: PathBuf },

    #[error(
        "the server in {} runs but did not become ready in {minutes} minutes; \
         look into {}, and try again when it has recovered",
        .folder.display(), .log.display()
    )]
    NotReady { folder: PathBuf, log: PathBuf, minutes: u64 },

    #[error("PostgreSQL did not start in {}; it said ({}):\n{said}", .folder.display(), .log.display())]
    StartFailed { folder: PathBuf, log: PathBuf, said: String },

    #[error("{program} failed in {}; it said:\n{said}", .folder.display())]
    ProgramFailed { program: &'static str, folder: PathBuf, said: String },

    #[error("could not {doing} {}", .path.display())]
    Io {
        doing: &'static str,
        path: PathBuf,
        #[source]
        source: io::Error,
    },
}

impl EmbeddedError {
    pub(super) fn io(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_path_buf();
        move |source| Self::Io { doing, path, source }
    }
}

/// Both streams of a program: PostgreSQL's tools spread one complaint over the two.
pub(super) fn said(output: &Output) -> String {
    let printed = String::from_utf8_lossy(&output.stdout);
    let complained = String::from_utf8_lossy(&output.stderr);
    format!("{printed}\n{complained}").trim().to_owned()
}

pub(super) fn succeeded(program: &'static str, folder: &Path, output: &Output) -> Result<(), EmbeddedError> {
    if output.status.success() {
        return Ok(());
    }
    Err(EmbeddedError::ProgramFailed { program, folder: folder.to_path_buf(), said: said(output) })
}

const fn how_to_install() -> &'static str {
    "install it, nothing needs to be set up afterwards:
  Debian, Ubuntu:  apt-get install postgresql
  Fedora:          dnf install postgresql-server
  macOS:           brew install postgresql@17
or set DATABASE_URL to a server of yours"
}
