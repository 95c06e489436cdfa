//! The files of this repository, for the rules that are held over their text.

use std::fs;
use std::path::{Path, PathBuf};

/// Where the workspace lies.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

/// Every file below a folder of the workspace, by its path from there, in order.
pub fn files(folder: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    walk(&root().join(folder), &mut found);
    found.sort();
    found
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// Every Rust file of the packages, with its path from the root and its text.
pub fn sources(packages: &[&str]) -> Vec<(String, String)> {
    let all = packages.iter().flat_map(|package| files(package));
    all.filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| read(&path))
        .collect()
}

/// Every migration, with its file name and its text, in the order in which they are applied.
pub fn migrations() -> Vec<(String, String)> {
    let all = files("migrations").into_iter();
    all.filter(|path| path.extension().is_some_and(|extension| extension == "sql"))
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), read(&path).1))
        .collect()
}

fn read(path: &Path) -> (String, String) {
    let name = path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
    (name, fs::read_to_string(path).unwrap())
}
