//! What a bundle may come in, and what its manifest has to say.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Write};

use tempfile::TempDir;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::super::meter::Budget;
use super::super::{FileKind, Limits, Mode, Place, Progress, Rejected, read};
use super::{Files, corrections, only, read_plainly, read_zip, refusals, school};

#[test]
fn a_folder_and_a_zip_of_it_are_the_same_bundle() {
    let from_folder = school().read().unwrap();
    let from_zip = read_zip(&school().zip(""), &Limits::default()).unwrap();
    let from_inner_folder = read_zip(&school().zip("export/"), &Limits::default()).unwrap();
    assert_eq!(from_folder.digest, from_zip.digest);
    assert_eq!(from_folder.digest, from_inner_folder.digest);
    assert_eq!(from_zip.users, from_folder.users);
    assert_eq!(from_folder.source_code.as_deref(), Some("s7"));
    assert_eq!(from_folder.files, FileKind::ALL.map(|kind| (kind, Mode::Bulk)));
    assert_eq!(from_folder.warnings, []);
    assert_eq!(from_folder.references, []);
}

#[test]
fn any_changed_byte_changes_the_digest() {
    let changed = school().edit("results.csv", "well done", "well dome").read().unwrap();
    assert_ne!(changed.digest, school().read().unwrap().digest);
}

#[test]
fn progress_is_told_at_the_end_of_every_file() {
    let told = RefCell::new(BTreeMap::new());
    let folder = school().folder();
    let listen = |Progress::Reading { file, bytes, total }: Progress| {
        told.borrow_mut().insert(file, (bytes, total));
    };
    read(folder.path(), &Limits::default(), &listen).unwrap();
    for (file, bytes) in &school().0 {
        let length = u64::try_from(bytes.len()).unwrap();
        assert_eq!(told.borrow()[file.as_str()], (length, Some(length)));
    }
}

#[test]
fn what_is_neither_a_zip_nor_a_folder_is_refused() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("marks.xls");
    fs::write(&path, "marks").unwrap();
    let rejected = read_plainly(&path).unwrap_err();
    assert_eq!(rejected.to_string(), "marks.xls is not a zip file nor a folder");
    let absent = read_plainly(&folder.path().join("nothing.zip")).unwrap_err();
    assert!(absent.to_string().starts_with("nothing.zip cannot be read: "), "{absent}");
}

#[test]
fn an_encrypted_entry_is_refused() {
    let mut bytes = school().zip("");
    // The first flag of an entry says that it is encrypted; it stands before the name, in both headers.
    for (signature, flags, name) in [(b"PK\x03\x04", 6, 30), (b"PK\x01\x02", 8, 46)] {
        let at = (0..bytes.len())
            .find(|at| bytes[*at..].starts_with(signature) && bytes[at + name..].starts_with(b"users.csv"))
            .unwrap();
        bytes[at + flags] |= 1;
    }
    assert_eq!(only(&refusals(read_zip(&bytes, &Limits::default()))), "users.csv: is encrypted");
}

#[test]
fn an_entry_outside_of_the_bundle_is_refused() {
    for name in ["../users.csv", "/tmp/users.csv", "a/../../users.csv", "C:/users.csv"] {
        let harmless = "x".repeat(name.len());
        let mut bytes = school().with(&harmless, "").zip("");
        for at in 0..bytes.len() {
            if bytes[at..].starts_with(harmless.as_bytes()) {
                bytes[at..at + name.len()].copy_from_slice(name.as_bytes());
            }
        }
        let refusal = only(&refusals(read_zip(&bytes, &Limits::default())));
        assert_eq!(refusal, format!("{name}: points to a place outside the bundle"));
    }
}

#[test]
fn a_link_in_a_zip_is_refused() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("manifest.csv", SimpleFileOptions::default()).unwrap();
    zip.write_all(b"propertyName,value\n").unwrap();
    zip.add_symlink("users.csv", "/etc/passwd", SimpleFileOptions::default()).unwrap();
    let bytes = zip.finish().unwrap().into_inner();
    let refusal = only(&refusals(read_zip(&bytes, &Limits::default())));
    assert_eq!(refusal, "users.csv: is a link, not a file");
}

#[cfg(unix)]
#[test]
fn a_link_out_of_a_folder_is_refused_and_one_within_is_followed() {
    use std::os::unix::fs::symlink;

    let folder = school().folder();
    fs::rename(folder.path().join("users.csv"), folder.path().join("people.csv")).unwrap();
    symlink("people.csv", folder.path().join("users.csv")).unwrap();
    assert_eq!(read_plainly(folder.path()).unwrap().users.len(), 3);

    let elsewhere = school().folder();
    fs::remove_file(folder.path().join("users.csv")).unwrap();
    symlink(elsewhere.path().join("users.csv"), folder.path().join("users.csv")).unwrap();
    let refusal = only(&refusals(read_plainly(folder.path())));
    assert_eq!(refusal, "users.csv: is a link out of the folder, or to nothing");
}

#[test]
fn too_many_entries_are_refused() {
    let limits = Limits { entries: 10, ..Limits::default() };
    let from_folder = school().read_within(&limits).unwrap_err();
    let from_zip = read_zip(&school().zip(""), &limits).unwrap_err();
    assert_eq!(from_folder.to_string(), "the bundle holds more than 10 files");
    assert_eq!(from_zip, from_folder);
}

#[test]
fn a_zip_that_unpacks_to_more_than_the_limit_is_refused() {
    let bomb = "x,,,true,x,x,x,\r\n".repeat(200_000);
    let bytes = school().with("users.csv", format!("{}{bomb}", super::USERS)).zip("");
    assert!(bytes.len() < 40_000, "{}", bytes.len());
    let limits = Limits { total_bytes: 1_000_000, refusals: 1, ..Limits::default() };
    let refusals = refusals(read_zip(&bytes, &limits));
    assert_eq!(refusals[0].file, "users.csv");
    let reason = "the bundle unpacks to more than 1000000 bytes, reading was stopped here";
    assert_eq!(refusals[0].reason, reason);
}

#[test]
fn a_zip_may_be_dense_only_while_it_is_small() {
    let mut budget = Budget::of_zip(10_000, &Limits::default());
    budget.spend(16 * 1024 * 1024).unwrap();
    let stop = budget.spend(1).unwrap_err();
    let reason = "the bundle unpacks to more than 200 times its size, reading was stopped here";
    assert_eq!(stop.to_string(), reason);
    assert!(budget.is_exceeded());
}

#[test]
fn files_the_journal_does_not_read_are_told() {
    let files = school().with("readme.txt", "hello").with("demographics.csv", "anything").edit(
        "manifest.csv",
        "file.demographics,absent",
        "file.demographics,bulk",
    );
    assert_eq!(files.warnings(), [("unknown_file", 1), ("unsupported_file", 1)]);
    let warnings = files.read().unwrap().warnings;
    let readme = Place { file: "readme.txt".to_owned(), row: None, field: None };
    assert_eq!(warnings[0].examples, [readme]);
}

#[test]
fn a_bundle_without_a_manifest_is_refused() {
    assert_eq!(school().without("manifest.csv").refusal(), "manifest.csv: is missing from the bundle");
}

#[test]
fn a_bundle_with_two_manifests_is_refused() {
    let files = Files(BTreeMap::new()).with("a/manifest.csv", "").with("b/manifest.csv", "");
    assert_eq!(files.refusal(), "manifest.csv: is in more than one folder of the bundle");
}

#[test]
fn another_version_is_refused() {
    let older = school().edit("manifest.csv", "oneroster.version,1.2", "oneroster.version,1.1");
    let refusal = r#"manifest.csv, row 3, oneroster.version: is "1.1", only 1.2 can be read"#;
    assert_eq!(older.refusal(), refusal);
    let silent = school().edit("manifest.csv", "manifest.version,1.0\r\n", "");
    assert_eq!(silent.refusal(), "manifest.csv, manifest.version: is missing, it has to be 1.0");
}

#[test]
fn a_file_declared_in_other_words_is_refused() {
    let files = corrections().edit("manifest.csv", "file.results,delta", "file.results,full");
    let first = refusals(files.read())[0].to_string();
    assert_eq!(first, "results.csv: is in the bundle, but manifest.csv does not say bulk or delta of it");
    let declared = refusals(files.read())[1].to_string();
    assert_eq!(declared, r#"manifest.csv, row 4, file.results: is "full", not absent, bulk or delta"#);
}

#[test]
fn a_file_of_no_standard_is_refused_when_declared() {
    let files = corrections().edit("manifest.csv", "file.results", "file.marks,bulk\nfile.results");
    assert_eq!(files.refusal(), "manifest.csv, row 4, file.marks: is no file of OneRoster 1.2");
}

#[test]
fn a_property_said_twice_is_refused() {
    let files = corrections().edit("manifest.csv", "file.results", "oneroster.version,1.1\nfile.results");
    assert_eq!(files.refusal(), "manifest.csv, row 4, oneroster.version: was said already in row 3");
}

#[test]
fn a_file_present_but_declared_absent_is_refused() {
    let files = school().edit("manifest.csv", "file.roles,bulk", "file.roles,absent");
    let refusal = "roles.csv: is in the bundle, but manifest.csv does not say bulk or delta of it";
    assert_eq!(files.refusal(), refusal);
}

#[test]
fn a_file_declared_but_missing_is_refused() {
    let refusal = "roles.csv: is missing, though manifest.csv declares it";
    assert_eq!(school().without("roles.csv").refusal(), refusal);
}

#[test]
fn a_rejection_reads_as_sentences() {
    let rejected = school().without("roles.csv").without("users.csv").read().unwrap_err();
    let text = "the bundle was not imported, it has 2 faults\n  \
                users.csv: is missing, though manifest.csv declares it\n  \
                roles.csv: is missing, though manifest.csv declares it";
    assert_eq!(rejected.to_string(), text);
    assert!(matches!(rejected, Rejected::Refused(_, 2)));
}
