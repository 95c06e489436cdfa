//! What the reader has to say about a bundle: why it is refused, or what in it is untidy.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use super::untidy::Untidiness;

const EXAMPLES: usize = 5;
const SHOWN_LINES: usize = 20;
const SHOWN_CHARS: usize = 60;

/// Why there is no bundle. Its text is meant for the person who chose the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rejected {
    /// There is nothing to read, and the sentence says why.
    NotReadable(String),
    /// The faults that were listed, and how many there are in all.
    Refused(Vec<Refusal>, usize),
}

impl std::error::Error for Rejected {}

impl fmt::Display for Rejected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotReadable(sentence) => f.write_str(sentence),
            Self::Refused(refusals, total) => {
                let faults = if *total == 1 { "fault" } else { "faults" };
                write!(f, "the bundle was not imported, it has {total} {faults}")?;
                for refusal in refusals.iter().take(SHOWN_LINES) {
                    write!(f, "\n  {refusal}")?;
                }
                let rest = total.saturating_sub(refusals.len().min(SHOWN_LINES));
                if rest > 0 { write!(f, "\n  and {rest} more") } else { Ok(()) }
            }
        }
    }
}

/// One fault, and where it is. Rows are counted as lines of the file, the header being row 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refusal {
    pub file: String,
    pub row: Option<u32>,
    pub field: Option<String>,
    pub reason: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(row) = self.row {
            write!(f, ", row {row}")?;
        }
        if let Some(field) = &self.field {
            write!(f, ", {field}")?;
        }
        write!(f, ": {}", self.reason)
    }
}

/// Something untidy that was accepted all the same, told once for all its occurrences.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Warning {
    pub kind: &'static str,
    pub text: String,
    pub count: usize,
    pub examples: Vec<Place>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    pub file: String,
    pub row: Option<u32>,
    pub field: Option<String>,
}

/// A fault on its way to becoming a [`Refusal`]: whoever finds it need not know the file.
#[derive(Debug)]
pub(super) struct Fault {
    row: Option<u32>,
    field: Option<String>,
    reason: String,
}

impl Fault {
    pub(super) fn new(reason: impl Into<String>) -> Self {
        Self { row: None, field: None, reason: reason.into() }
    }

    pub(super) fn at(field: &str, reason: impl Into<String>) -> Self {
        Self { row: None, field: Some(field.to_owned()), reason: reason.into() }
    }

    pub(super) fn on(self, row: u32) -> Self {
        Self { row: Some(row), ..self }
    }

    pub(super) fn of(self, file: &str) -> Refusal {
        Refusal { file: file.to_owned(), row: self.row, field: self.field, reason: self.reason }
    }
}

/// A value as it may be quoted in a sentence: not too long and without control characters.
pub(super) fn shown(value: &str) -> String {
    let plain = |c: char| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c };
    let mut quoted: String = value.chars().take(SHOWN_CHARS).map(plain).collect();
    if value.chars().nth(SHOWN_CHARS).is_some() {
        quoted.push('…');
    }
    quoted
}

/// Gathers what is found while reading.
#[derive(Debug)]
pub(super) struct Findings {
    limit: usize,
    of_files: Vec<Refusal>,
    of_rows: Vec<Refusal>,
    total: usize,
    untidy: BTreeMap<Untidiness, (usize, Vec<Place>)>,
}

impl Findings {
    pub(super) fn new(limit: usize) -> Self {
        Self { limit, of_files: Vec::new(), of_rows: Vec::new(), total: 0, untidy: BTreeMap::new() }
    }

    /// A fault that made a file unreadable. Always listed, and first: it explains the others.
    pub(super) fn refuse_file(&mut self, file: &str, fault: Fault) {
        self.total = self.total.saturating_add(1);
        self.of_files.push(fault.of(file));
    }

    pub(super) fn refuse_row(&mut self, file: &str, fault: Fault) {
        self.total = self.total.saturating_add(1);
        if self.of_rows.len() < self.limit {
            self.of_rows.push(fault.of(file));
        }
    }

    pub(super) fn warn(&mut self, kind: Untidiness, file: &str, row: Option<u32>, field: Option<&str>) {
        let (count, examples) = self.untidy.entry(kind).or_default();
        *count = count.saturating_add(1);
        if examples.len() < EXAMPLES {
            examples.push(Place { file: file.to_owned(), row, field: field.map(str::to_owned) });
        }
    }

    pub(super) const fn is_clean(&self) -> bool {
        self.total == 0
    }

    pub(super) fn into_rejection(self) -> Rejected {
        let mut refusals = self.of_files;
        refusals.extend(self.of_rows);
        Rejected::Refused(refusals, self.total)
    }

    pub(super) fn into_warnings(self) -> Result<Vec<Warning>, Rejected> {
        if !self.is_clean() {
            return Err(self.into_rejection());
        }
        let told = |(kind, (count, examples)): (Untidiness, (usize, Vec<Place>))| Warning {
            kind: kind.code(),
            text: kind.text().to_owned(),
            count,
            examples,
        };
        Ok(self.untidy.into_iter().map(told).collect())
    }
}
