//! The entries of a zip file, before any of them is read.

use std::fs::File;
use std::io::{BufReader, ErrorKind};
use std::path::Path;

use zip::ZipArchive;
use zip::result::ZipError;

use super::archive::{neither, not_readable, refused, too_many_entries};
use super::limits::Limits;
use super::report::{Fault, Rejected, shown};

pub(super) type Zipped = ZipArchive<BufReader<File>>;

pub(super) fn open(path: &Path) -> Result<Zipped, Rejected> {
    let file = File::open(path).map_err(|error| not_readable(path, &error))?;
    ZipArchive::new(BufReader::new(file)).map_err(|error| {
        // A file that ends too early for a zip is simply none.
        if let ZipError::Io(error) = &error
            && error.kind() != ErrorKind::UnexpectedEof
        {
            return not_readable(path, error);
        }
        neither(path)
    })
}

/// Names and positions of the files in the zip; folders are left out.
pub(super) fn list(zip: &mut Zipped, limits: &Limits) -> Result<Vec<(String, usize)>, Rejected> {
    if zip.len() > limits.entries {
        return Err(too_many_entries(limits));
    }
    let mut entries = Vec::new();
    let mut refusals = Vec::new();
    for index in 0..zip.len() {
        // Raw, because even the listing of an encrypted entry fails otherwise.
        let entry = zip.by_index_raw(index).map_err(|error| {
            let fault = Fault::new(format!("the zip file is damaged: {error}"));
            refused(vec![fault.of(&format!("entry {}", index.saturating_add(1)))])
        })?;
        // Some programs for Windows write backslashes.
        let name = String::from_utf8_lossy(entry.name_raw()).replace('\\', "/");
        let reason = if points_outside(&name) {
            "points to a place outside the bundle"
        } else if entry.is_symlink() {
            "is a link, not a file"
        } else if entry.encrypted() {
            "is encrypted"
        } else {
            if !name.ends_with('/') {
                entries.push((name, index));
            }
            continue;
        };
        refusals.push(Fault::new(reason).of(&shown(&name)));
    }
    if refusals.is_empty() { Ok(entries) } else { Err(refused(refusals)) }
}

fn points_outside(name: &str) -> bool {
    let has_drive = name.as_bytes().get(1) == Some(&b':');
    has_drive || name.starts_with('/') || name.split('/').any(|part| part == "..")
}
