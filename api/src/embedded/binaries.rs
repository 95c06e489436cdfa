//! The server programs on this machine, and which of them suit a cluster.
//!
//! Refuses majors below 15, and for an existing cluster every major but its own.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::account::Account;
use super::error::EmbeddedError;

const OLDEST: u32 = 15;
const NEEDED: [&str; 3] = ["postgres", "initdb", "pg_ctl"];

/// One folder with all the programs we need, of one major.
#[derive(Debug)]
pub(super) struct Binaries {
    directory: PathBuf,
    major: u32,
}

impl Binaries {
    /// The first that suits, in the order of `places`. `wanted` is the major of an existing cluster.
    pub(super) fn choose(
        places: &[PathBuf],
        cluster: &Path,
        wanted: Option<u32>,
        account: &Account,
    ) -> Result<Self, EmbeddedError> {
        let mut others = Vec::new();
        for found in places.iter().filter_map(|place| Self::examine(place, account)) {
            if found.major >= OLDEST && wanted.is_none_or(|major| major == found.major) {
                tracing::debug!(directory = %found.directory.display(), "PostgreSQL chosen");
                return Ok(found);
            }
            others.push(found.major);
        }

        if others.is_empty() {
            return Err(EmbeddedError::NoBinaries);
        }
        others.sort_unstable();
        others.dedup();
        let found = others.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        Err(match wanted {
            Some(wanted) => EmbeddedError::OtherMajor { folder: cluster.to_path_buf(), wanted, found },
            None => EmbeddedError::TooOld { found },
        })
    }

    pub(super) fn program(&self, name: &str) -> PathBuf {
        self.directory.join(name)
    }

    pub(super) fn major(&self) -> u32 {
        self.major
    }

    /// Run as the server's account: programs that it cannot run are as good as missing.
    fn examine(place: &Path, account: &Account) -> Option<Self> {
        if !is_complete(place) {
            return None;
        }
        // Programs find their share files beside themselves, so a link into another tree is followed.
        let real = fs::canonicalize(place.join("postgres")).ok()?;
        let directory = match real.parent() {
            Some(parent) if is_complete(parent) => parent.to_path_buf(),
            Some(_) | None => place.to_path_buf(),
        };
        let output = account.command(&directory.join("postgres")).arg("--version").output().ok()?;
        let major = parse_major(&String::from_utf8_lossy(&output.stdout))?;
        Some(Self { directory, major })
    }
}

/// Every folder worth looking into, the person's own choice (`PATH`) first, then newest first.
pub(super) fn places() -> Vec<PathBuf> {
    let mut places: Vec<PathBuf> =
        env::var_os("PATH").map(|path| env::split_paths(&path).collect()).unwrap_or_default();
    places.extend(pg_config_bindir());
    places.extend(numbered("/usr/lib/postgresql", ""));
    places.extend(numbered("/usr", "pgsql-"));
    places.extend(numbered("/opt/homebrew/opt", "postgresql@"));
    places.extend(numbered("/usr/local/opt", "postgresql@"));
    // A relative folder would mean another one for the server, which works elsewhere.
    places.retain(|place| place.is_absolute());
    places
}

/// `postgres (PostgreSQL) 15.13 (Debian ...)`, `... 18beta1`, `... 19devel`.
pub(super) fn parse_major(version: &str) -> Option<u32> {
    let (_, number) = version.split_once("(PostgreSQL) ")?;
    leading_number(number)
}

pub(super) fn leading_number(text: &str) -> Option<u32> {
    let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    text.get(..end)?.parse().ok()
}

fn is_complete(directory: &Path) -> bool {
    NEEDED.iter().all(|name| directory.join(name).is_file())
}

fn pg_config_bindir() -> Option<PathBuf> {
    let output =
        Command::new("pg_config").arg("--bindir").stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    let directory = String::from_utf8(output.stdout).ok()?;
    Some(PathBuf::from(directory.trim_end()))
}

/// The `bin` of every `parent/prefix<number>`, the largest number first.
fn numbered(parent: &str, prefix: &str) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(parent) else {
        return Vec::new();
    };
    let mut found: Vec<(u32, PathBuf)> = entries
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name();
            let number = name.to_str()?.strip_prefix(prefix)?.parse().ok()?;
            Some((number, entry.path().join("bin")))
        })
        .collect();
    found.sort_unstable();
    found.into_iter().rev().map(|(_, place)| place).collect()
}
