//! Reads the files of a bundle one after the other and turns rows into records.
//!
//! Of a row with several faults only the first is told. A record that is refused still counts as being
//! there, so that one fault is not told again by everyone who names the record.

use std::collections::{BTreeMap, HashMap};

use sha2::{Digest, Sha256};

use super::archive::Archive;
use super::bundle::{Change, Record};
use super::file_kind::{FileKind, Mode};
use super::limits::{Limits, Progress};
use super::report::{Fault, Findings, Rejected, Warning, shown};
use super::row::Row;
use super::table::{Columns, Table};
use super::untidy::Untidiness;

pub(super) struct Intake<'a> {
    pub(super) archive: Archive,
    pub(super) findings: Findings,
    /// Empty until the manifest is read.
    pub(super) modes: BTreeMap<FileKind, Mode>,
    limits: &'a Limits,
    progress: &'a dyn Fn(Progress),
    digest: Sha256,
    rows: usize,
}

impl<'a> Intake<'a> {
    pub(super) fn new(archive: Archive, limits: &'a Limits, progress: &'a dyn Fn(Progress)) -> Self {
        let findings = Findings::new(limits.refusals);
        Self { archive, findings, modes: BTreeMap::new(), limits, progress, digest: Sha256::new(), rows: 0 }
    }

    /// Hands every row of a file to `take`. False when some of the file could not be read.
    pub(super) fn rows(
        &mut self,
        file: &'static str,
        columns: &Columns,
        take: impl FnMut(&Row<'_>, &mut Findings) -> Result<(), Fault>,
    ) -> bool {
        if self.archive.is_spent() || self.rows > self.limits.rows {
            return false;
        }
        self.pass(file, columns, take).unwrap_or_else(|fault| {
            self.findings.refuse_file(file, fault);
            false
        })
    }

    fn pass(
        &mut self,
        file: &'static str,
        columns: &Columns,
        mut take: impl FnMut(&Row<'_>, &mut Findings) -> Result<(), Fault>,
    ) -> Result<bool, Fault> {
        let source = self.archive.open_file(file, &mut self.digest, self.progress)?;
        let mut table = Table::open(source, columns)?;
        let mut whole = true;
        while table.advance()? {
            self.rows = self.rows.saturating_add(1);
            if self.rows > self.limits.rows {
                let reason = format!("brings the bundle to more than {} rows", self.limits.rows);
                return Err(Fault::new(reason).on(table.row().line));
            }
            let shape = table.row().check_shape(self.limits.field_bytes);
            whole &= shape.is_ok();
            let was_unfit = shape.is_ok() && table.tidy();
            let row = table.row();
            if was_unfit {
                self.findings.warn(Untidiness::UnfitText, file, Some(row.line), None);
            }
            if let Err(fault) = shape.and_then(|()| take(&row, &mut self.findings)) {
                self.findings.refuse_row(file, fault.on(row.line));
            }
        }
        Ok(whole)
    }

    /// The records of a file, if it is in the bundle.
    pub(super) fn records<T: Default>(
        &mut self,
        kind: FileKind,
        columns: &Columns,
        parse: fn(&Row<'_>) -> Result<T, Fault>,
    ) -> (Vec<Record<T>>, Index) {
        let mut records = Vec::new();
        let mut index = Index::default();
        let Some(mode) = self.modes.get(&kind).copied() else {
            return (records, index);
        };
        let whole = self.rows(kind.file_name(), columns, |row, _| {
            let sourced_id = row.required("sourcedId")?;
            let change = row.change(mode);
            index.claim(sourced_id, row.line, change.as_ref().copied().unwrap_or(Change::Set))?;
            let change = change?;
            let data = match change {
                Change::Set => parse(row)?,
                Change::Delete => parse(row).unwrap_or_default(),
            };
            let modified = row.optional_date("dateLastModified")?;
            records.push(Record { row: row.line, sourced_id: sourced_id.to_owned(), change, modified, data });
            Ok(())
        });
        index.scope = Some(if whole { Scope::Read(mode) } else { Scope::ReadInPart });
        (records, index)
    }

    pub(super) fn into_rejection(self) -> Rejected {
        self.findings.into_rejection()
    }

    /// The digest and the warnings, unless something was refused.
    pub(super) fn finish(self) -> Result<([u8; 32], Vec<Warning>), Rejected> {
        let warnings = self.findings.into_warnings()?;
        Ok((self.digest.finalize().into(), warnings))
    }
}

/// What is known of a file that is in the bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    Read(Mode),
    /// What it does not name may be in the part that could not be read.
    ReadInPart,
}

/// The names given in one file, and where.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// Nothing when the file is absent.
    pub(super) scope: Option<Scope>,
    rows: HashMap<String, (u32, Change)>,
}

impl Index {
    pub(super) fn find(&self, sourced_id: &str) -> Option<(u32, Change)> {
        self.rows.get(sourced_id).copied()
    }

    fn claim(&mut self, sourced_id: &str, row: u32, change: Change) -> Result<(), Fault> {
        if let Some((earlier, _)) = self.find(sourced_id) {
            return Err(taken(sourced_id, earlier));
        }
        self.rows.insert(sourced_id.to_owned(), (row, change));
        Ok(())
    }
}

/// The refusal of a second row with the same name.
pub(super) fn taken(sourced_id: &str, earlier: u32) -> Fault {
    Fault::at("sourcedId", format!("is {}, which row {earlier} is called already", shown(sourced_id)))
}
