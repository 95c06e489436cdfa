//! `manifest.csv`: what the bundle says it is and which files it says it holds.
//!
//! Refuses any version but `OneRoster` 1.2, and a bundle that does not hold exactly the files it declares: a
//! file that was lost on the way must not read as "nothing to say".

use std::collections::{BTreeMap, HashMap};

use super::file_kind::{FileKind, Mode, data_files};
use super::intake::Intake;
use super::report::{Fault, shown};
use super::table::Columns;
use super::untidy::Untidiness;

pub(super) const MANIFEST: &str = "manifest.csv";

const COLUMNS: Columns = Columns { required: &["propertyName", "value"], optional: &[] };

pub(super) struct Manifest {
    pub(super) source_name: Option<String>,
    pub(super) source_code: Option<String>,
    pub(super) modes: BTreeMap<FileKind, Mode>,
}

/// What was written, and in which row.
type Properties = HashMap<String, (u32, String)>;

/// Nothing when the manifest is refused; there is no use in reading on then.
pub(super) fn read(intake: &mut Intake<'_>) -> Option<Manifest> {
    let mut properties = Properties::new();
    intake.rows(MANIFEST, &COLUMNS, |row, _| {
        let name = row.required("propertyName")?;
        let value = row.optional("value").unwrap_or_default();
        if let Some((earlier, _)) = properties.get(name) {
            return Err(Fault::at(&shown(name), format!("was said already in row {earlier}")));
        }
        properties.insert(name.to_owned(), (row.line, value.to_owned()));
        Ok(())
    });
    if !intake.findings.is_clean() {
        return None;
    }

    demand(intake, &properties, "manifest.version", "1.0");
    demand(intake, &properties, "oneroster.version", "1.2");
    let modes = declared(intake, &properties);
    for stranger in intake.archive.strangers() {
        intake.findings.warn(Untidiness::UnknownFile, stranger, None, None);
    }
    if !intake.findings.is_clean() {
        return None;
    }
    let source = |name: &str| properties.get(name).map(|(_, value)| value.clone()).filter(|v| !v.is_empty());
    Some(Manifest {
        source_name: source("source.systemName"),
        source_code: source("source.systemCode"),
        modes,
    })
}

fn demand(intake: &mut Intake<'_>, properties: &Properties, name: &str, wanted: &str) {
    let fault = match properties.get(name) {
        Some((_, value)) if value == wanted => return,
        Some((row, value)) => {
            Fault::at(name, format!("is \"{}\", only {wanted} can be read", shown(value))).on(*row)
        }
        None => Fault::at(name, format!("is missing, it has to be {wanted}")),
    };
    intake.findings.refuse_row(MANIFEST, fault);
}

/// Holds the declarations against what is there.
fn declared(intake: &mut Intake<'_>, properties: &Properties) -> BTreeMap<FileKind, Mode> {
    let mut declared: HashMap<&str, Mode> = HashMap::new();
    let mut said: Vec<(&str, u32, &str)> =
        properties.iter().map(|(name, (row, value))| (name.as_str(), *row, value.as_str())).collect();
    said.sort_by_key(|(_, row, _)| *row);
    for (property, row, value) in said {
        let Some(stem) = property.strip_prefix("file.") else { continue };
        let file = data_files().find(|file| file.strip_suffix(".csv") == Some(stem));
        let reason = match (file, value) {
            (Some(file), "bulk") => {
                declared.insert(file, Mode::Bulk);
                continue;
            }
            (Some(file), "delta") => {
                declared.insert(file, Mode::Delta);
                continue;
            }
            (_, "absent") => continue,
            (None, "bulk" | "delta") => "is no file of OneRoster 1.2".to_owned(),
            (_, other) => format!("is \"{}\", not absent, bulk or delta", shown(other)),
        };
        intake.findings.refuse_row(MANIFEST, Fault::at(&shown(property), reason).on(row));
    }

    let mut modes = BTreeMap::new();
    for file in data_files() {
        match (declared.get(file), intake.archive.has(file)) {
            (None, false) => {}
            (Some(mode), true) => match FileKind::of(file) {
                Some(kind) => {
                    modes.insert(kind, *mode);
                }
                None => intake.findings.warn(Untidiness::UnsupportedFile, file, None, None),
            },
            (None, true) => {
                let fault = Fault::new("is in the bundle, but manifest.csv does not say bulk or delta of it");
                intake.findings.refuse_file(file, fault);
            }
            (Some(_), false) => {
                let fault = Fault::new("is missing, though manifest.csv declares it");
                intake.findings.refuse_file(file, fault);
            }
        }
    }
    modes
}
