//! One CSV file as a table: a header that is checked, then rows.
//!
//! Refuses a file that is empty, that lacks a column, that has a column nobody knows or the same one twice,
//! and text that is not UTF-8. Columns may come in any order, and those called `metadata.` something belong
//! to the sender and are passed over.

use std::io::Read;

use csv::{ErrorKind, Reader, ReaderBuilder, StringRecord};

use super::feed::Feed;
use super::meter::Stop;
use super::report::{Fault, shown};
use super::row::{Row, column};
use crate::log::texts::{LONGEST, is_unwanted};

const BUFFER: usize = 64 * 1024;
const BYTE_ORDER_MARK: char = '\u{feff}';

/// The columns a file may have, and those it must.
pub(super) struct Columns {
    pub(super) required: &'static [&'static str],
    pub(super) optional: &'static [&'static str],
}

/// Known columns and where they are.
pub(super) type Header = Vec<(&'static str, usize)>;

pub(super) struct Table<R> {
    reader: Reader<Feed<R>>,
    header: Header,
    width: usize,
    record: StringRecord,
    line: u32,
}

impl<R: Read> Table<R> {
    pub(super) fn open(source: R, columns: &Columns) -> Result<Self, Fault> {
        let reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .buffer_capacity(BUFFER)
            .from_reader(Feed::new(source));
        let mut table =
            Self { reader, header: Header::new(), width: 0, record: StringRecord::new(), line: 1 };
        if !table.advance()? {
            return Err(Fault::new("is empty, it lacks even the header"));
        }
        table.header = header(&table.record, columns).map_err(|fault| fault.on(table.line))?;
        table.width = table.record.len();
        Ok(table)
    }

    /// Goes to the next row. An error means that the rest of the file cannot be read.
    pub(super) fn advance(&mut self) -> Result<bool, Fault> {
        let before = self.reader.position().line();
        self.line = line_number(before);
        let mut bytes = std::mem::take(&mut self.record).into_byte_record();
        let more = self.reader.read_byte_record(&mut bytes).map_err(|error| broken(&error).on(self.line))?;
        self.reader.get_mut().row_done();

        // The parser tells where it stands after a row. The row began one line end earlier, not counting
        // those quoted inside it; where it stood before would be wrong after an empty line.
        let quoted = bytes.as_slice().iter().fold(1_u64, |lines, byte| lines + u64::from(*byte == b'\n'));
        let began = self.reader.position().line().saturating_sub(quoted);
        self.line = line_number(before.max(began));

        self.record = StringRecord::from_byte_record(bytes).map_err(|error| {
            let (field, at) = (error.utf8_error().field(), error.utf8_error().valid_up_to());
            let bytes = error.into_byte_record();
            let byte = bytes.get(field).and_then(|bytes| bytes.get(at)).copied().unwrap_or_default();
            let reason = format!("is not UTF-8 text, its byte {} is {byte:#04x}", at.saturating_add(1));
            Fault::at(&column(&self.header, field), reason).on(self.line)
        })?;
        Ok(more)
    }

    /// Makes the texts of the row such as an event may hold. Answers whether they were not.
    ///
    /// Names of things are treated alike wherever they stand, so that they still lead to one another.
    pub(super) fn tidy(&mut self) -> bool {
        let is_fit = |text: &str| !is_long(text) && !text.chars().any(is_unwanted);
        if self.record.iter().all(is_fit) {
            return false;
        }
        self.record = self.record.iter().map(fitted).collect();
        true
    }

    pub(super) fn row(&self) -> Row<'_> {
        Row { line: self.line, width: self.width, header: &self.header, record: &self.record }
    }
}

/// A few characters less than an event may hold, for what is put before them.
const MOST: usize = LONGEST - 100;

fn is_long(text: &str) -> bool {
    text.len() > MOST && text.chars().nth(MOST).is_some()
}

fn fitted(text: &str) -> String {
    text.chars().filter(|letter| !is_unwanted(*letter)).take(MOST).collect()
}

fn line_number(line: u64) -> u32 {
    u32::try_from(line).unwrap_or(u32::MAX)
}

fn broken(error: &csv::Error) -> Fault {
    if let ErrorKind::Io(error) = error.kind()
        && error.get_ref().is_some_and(<dyn std::error::Error + Send + Sync>::is::<Stop>)
    {
        return Fault::new(error.to_string());
    }
    Fault::new(format!("cannot be read to its end: {error}"))
}

fn header(record: &StringRecord, columns: &Columns) -> Result<Header, Fault> {
    let mut header = Header::new();
    for (at, name) in record.iter().enumerate() {
        let name = if at == 0 { name.trim_start_matches(BYTE_ORDER_MARK) } else { name };
        let known = columns.required.iter().chain(columns.optional).find(|known| **known == name);
        match known {
            Some(known) if header.iter().any(|(earlier, _)| earlier == known) => {
                return Err(Fault::at(known, "is a column twice"));
            }
            Some(known) => header.push((*known, at)),
            None if name.starts_with("metadata.") => {}
            None => return Err(Fault::at(&shown(name), "is no column of this file in OneRoster 1.2")),
        }
    }
    let is_missing = |name: &&str| !header.iter().any(|(present, _)| present == name);
    let missing: Vec<&str> = columns.required.iter().copied().filter(is_missing).collect();
    match missing.as_slice() {
        [] => Ok(header),
        [name] => Err(Fault::new(format!("lacks the column {name}"))),
        names => Err(Fault::new(format!("lacks the columns {}", names.join(", ")))),
    }
}
