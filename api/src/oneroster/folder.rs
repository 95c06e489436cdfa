//! The entries of a folder, one folder deep, before any of them is read.
//!
//! A link is followed only to a file inside the folder. The folder is trusted not to change while it is
//! read: it belongs to the person who imports it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::archive::{not_readable, refused, too_many_entries};
use super::limits::Limits;
use super::report::{Fault, Rejected, shown};

/// Names relative to the folder, with slashes, and where the files are.
pub(super) fn list(path: &Path, limits: &Limits) -> Result<Vec<(String, PathBuf)>, Rejected> {
    let root = fs::canonicalize(path).map_err(|error| not_readable(path, &error))?;
    let mut files = Vec::new();
    let mut seen = 0;
    for (name, place, is_folder) in entries(&root, "", &root, limits, &mut seen)? {
        if !is_folder {
            files.push((name, place));
            continue;
        }
        let inner = entries(&place, &format!("{name}/"), &root, limits, &mut seen)?;
        files.extend(inner.into_iter().map(|(name, place, _)| (name, place)));
    }
    Ok(files)
}

type Entry = (String, PathBuf, bool);

fn entries(
    folder: &Path,
    prefix: &str,
    root: &Path,
    limits: &Limits,
    seen: &mut usize,
) -> Result<Vec<Entry>, Rejected> {
    let failed = |error: io::Error| not_readable(folder, &error);
    let mut entries = Vec::new();
    let mut refusals = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        *seen = seen.saturating_add(1);
        if *seen > limits.entries {
            return Err(too_many_entries(limits));
        }
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        match inside(&entry.path(), root) {
            Some((place, metadata)) if metadata.is_dir() || metadata.is_file() => {
                entries.push((name, place, metadata.is_dir()));
            }
            Some(_) => refusals.push(Fault::new("is not an ordinary file").of(&shown(&name))),
            None => refusals.push(Fault::new("is a link out of the folder, or to nothing").of(&shown(&name))),
        }
    }
    // A file system lists in any order; what is told about a bundle should not depend on it.
    entries.sort();
    refusals.sort_by(|a, b| a.file.cmp(&b.file));
    if refusals.is_empty() { Ok(entries) } else { Err(refused(refusals)) }
}

/// Where the entry really is, if that is inside the folder.
fn inside(path: &Path, root: &Path) -> Option<(PathBuf, fs::Metadata)> {
    let place = fs::canonicalize(path).ok()?;
    let metadata = fs::metadata(&place).ok()?;
    place.starts_with(root).then_some((place, metadata))
}
