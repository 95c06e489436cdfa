//! A bundle as it comes: a zip file or a folder, with its files at the top or inside one folder.
//!
//! Refuses what is neither, entries that are encrypted, that are links or that point out of the bundle, and
//! more entries than the limit. Nothing is ever unpacked to disk.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use sha2::Sha256;

use super::file_kind::data_files;
use super::folder;
use super::limits::{Limits, Progress};
use super::manifest::MANIFEST;
use super::meter::{Budget, Metered};
use super::report::{Fault, Refusal, Rejected, shown};
use super::zipped::{self, Zipped};

pub(super) struct Archive {
    place: Place,
    strangers: Vec<String>,
    budget: Budget,
}

enum Place {
    Folder(BTreeMap<&'static str, PathBuf>),
    Zip(Box<Zipped>, BTreeMap<&'static str, usize>),
}

impl Archive {
    pub(super) fn open(path: &Path, limits: &Limits) -> Result<Self, Rejected> {
        let metadata = fs::metadata(path).map_err(|error| not_readable(path, &error))?;
        if metadata.is_dir() {
            let (files, strangers) = sort_out(folder::list(path, limits)?)?;
            Ok(Self { place: Place::Folder(files), strangers, budget: Budget::of_folder(limits) })
        } else if metadata.is_file() {
            let mut zip = zipped::open(path)?;
            let (files, strangers) = sort_out(zipped::list(&mut zip, limits)?)?;
            let budget = Budget::of_zip(metadata.len(), limits);
            Ok(Self { place: Place::Zip(Box::new(zip), files), strangers, budget })
        } else {
            Err(neither(path))
        }
    }

    pub(super) fn has(&self, file: &str) -> bool {
        match &self.place {
            Place::Folder(files) => files.contains_key(file),
            Place::Zip(_, files) => files.contains_key(file),
        }
    }

    /// Entries that are no files of the standard.
    pub(super) fn strangers(&self) -> &[String] {
        &self.strangers
    }

    /// Whether more was unpacked than the limits allow, so that there is no use in reading on.
    pub(super) const fn is_spent(&self) -> bool {
        self.budget.is_exceeded()
    }

    pub(super) fn open_file<'a>(
        &'a mut self,
        file: &'static str,
        digest: &'a mut Sha256,
        progress: &'a dyn Fn(Progress),
    ) -> Result<Metered<'a>, Fault> {
        let source: (Box<dyn Read + 'a>, Option<u64>) = match &mut self.place {
            Place::Folder(files) => {
                let opened = files.get(file).ok_or_else(missing)?;
                let opened = File::open(opened).map_err(|error| not_opened(&error))?;
                let size = opened.metadata().ok().map(|metadata| metadata.len());
                (Box::new(opened), size)
            }
            Place::Zip(zip, files) => {
                let index = files.get(file).ok_or_else(missing)?;
                let entry = zip.by_index(*index).map_err(|error| not_opened(&error))?;
                let size = entry.size();
                (Box::new(entry), Some(size))
            }
        };
        Ok(Metered::new(file, source, &mut self.budget, digest, progress))
    }
}

/// Files of the bundle by name, and the names of all else.
type Sorted<T> = (BTreeMap<&'static str, T>, Vec<String>);

/// Tells the files of the bundle from strangers. The bundle is where the manifest is: at the top or in one
/// folder, whatever else an operating system has added next to it.
fn sort_out<T>(entries: Vec<(String, T)>) -> Result<Sorted<T>, Rejected> {
    let top = top_folder(&entries)?;
    let mut files = BTreeMap::new();
    let mut strangers = Vec::new();
    for (name, entry) in entries {
        let inner = name.strip_prefix(top.as_str());
        let known = inner.and_then(|inner| data_files().chain([MANIFEST]).find(|file| *file == inner));
        match known {
            Some(file) => {
                files.insert(file, entry);
            }
            None => strangers.push(name),
        }
    }
    Ok((files, strangers))
}

fn top_folder<T>(entries: &[(String, T)]) -> Result<String, Rejected> {
    let holds_manifest =
        |(name, _): &(String, T)| name.strip_suffix(MANIFEST).map(str::to_owned).filter(|top| is_top(top));
    let mut tops: Vec<String> = entries.iter().filter_map(holds_manifest).collect();
    tops.sort();
    match tops.as_slice() {
        [] => Err(refused(vec![Fault::new("is missing from the bundle").of(MANIFEST)])),
        // The empty name of the top itself sorts first and wins.
        [top, rest @ ..] if top.is_empty() || rest.is_empty() => Ok(top.clone()),
        [_, ..] => Err(refused(vec![Fault::new("is in more than one folder of the bundle").of(MANIFEST)])),
    }
}

/// Nothing, or the name of one folder with its slash.
fn is_top(prefix: &str) -> bool {
    prefix.is_empty() || prefix.strip_suffix('/').is_some_and(|name| !name.contains('/'))
}

pub(super) fn refused(refusals: Vec<Refusal>) -> Rejected {
    let total = refusals.len();
    Rejected::Refused(refusals, total)
}

pub(super) fn too_many_entries(limits: &Limits) -> Rejected {
    Rejected::NotReadable(format!("the bundle holds more than {} files", limits.entries))
}

pub(super) fn neither(path: &Path) -> Rejected {
    Rejected::NotReadable(format!("{} is not a zip file nor a folder", name_of(path)))
}

pub(super) fn not_readable(path: &Path, error: &io::Error) -> Rejected {
    Rejected::NotReadable(format!("{} cannot be read: {error}", name_of(path)))
}

fn name_of(path: &Path) -> String {
    shown(&path.file_name().unwrap_or(path.as_os_str()).to_string_lossy())
}

fn missing() -> Fault {
    Fault::new("is missing from the bundle")
}

fn not_opened(error: &dyn std::error::Error) -> Fault {
    Fault::new(format!("cannot be opened: {error}"))
}
