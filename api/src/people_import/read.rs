//! The table in a file: which columns there are, and what stands in each row.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, copy, sink};

use calamine::{DataRef, Reader as _, Xlsx};
use csv::{ReaderBuilder, StringRecord};
use serde::Serialize;
use strum::IntoStaticStr;
use zip::ZipArchive;

use super::columns::Column;
use crate::log::texts::is_unwanted;

/// The bytes a file may have.
pub const LARGEST_FILE: usize = 5 * 1024 * 1024;
/// The rows a table may have below its headings.
pub const MOST_ROWS: usize = 5_000;
/// What the parts of an XLSX file may come to when they are unpacked.
const MOST_UNPACKED: u64 = 64 * 1024 * 1024;
const MOST_PARTS: usize = 500;
const MOST_COLUMNS: u32 = 100;
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Why nothing of a file could be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, IntoStaticStr, thiserror::Error)]
#[serde(tag = "code", rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Unreadable {
    #[error("the file is larger than 5 MiB")]
    TooLarge,
    #[error("the table has more than 5,000 rows")]
    TooManyRows,
    #[error("the file is damaged, or is neither XLSX nor CSV")]
    Damaged,
    #[error("the CSV file is not UTF-8; save it as CSV UTF-8")]
    NotUtf8,
    #[error("the table is empty")]
    Empty,
    #[error("the heading \"{heading}\" names no column")]
    UnknownColumn { heading: String },
    #[error("the column {} stands there twice", column.as_ref())]
    ColumnTwice { column: Column },
    #[error("the column {} is missing", column.as_ref())]
    ColumnMissing { column: Column },
}

/// A row of the table.
#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    /// As table programs count: the headings stand in row 1.
    pub(super) number: u32,
    cells: BTreeMap<Column, String>,
}

impl Row {
    /// What stands in a column; nothing is `None`.
    pub(super) fn get(&self, column: Column) -> Option<&str> {
        self.cells.get(&column).map(String::as_str)
    }
}

/// Every row, by its number, each a list of its cells.
type Raw = Vec<(u32, Vec<String>)>;

/// Reads the rows of a file. Rows that begin with `#` are remarks and passed over, as are empty ones.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Row>, Unreadable> {
    if bytes.len() > LARGEST_FILE {
        return Err(Unreadable::TooLarge);
    }
    let raw = if bytes.starts_with(b"PK\x03\x04") { of_xlsx(bytes)? } else { of_csv(bytes)? };
    let is_filled = |cells: &[String]| cells.iter().any(|cell| !cell.is_empty());
    let is_remark = |cells: &[String]| {
        cells.iter().find(|cell| !cell.is_empty()).is_some_and(|cell| cell.starts_with('#'))
    };
    let mut filled = raw.into_iter().filter(|(_, cells)| is_filled(cells) && !is_remark(cells));
    let Some((_, headings)) = filled.next() else { return Err(Unreadable::Empty) };
    let columns = columns(&headings)?;
    let rows = filled.map(|(number, cells)| {
        let of_columns = columns.iter().zip(cells);
        let cells = of_columns.filter_map(|(column, cell)| Some(((*column)?, cell)));
        Row { number, cells: cells.filter(|(_, cell)| !cell.is_empty()).collect() }
    });
    let rows: Vec<Row> = rows.filter(|row| !row.cells.is_empty()).collect();
    match rows.len() {
        0 => Err(Unreadable::Empty),
        many if many > MOST_ROWS => Err(Unreadable::TooManyRows),
        _ => Ok(rows),
    }
}

fn columns(headings: &[String]) -> Result<Vec<Option<Column>>, Unreadable> {
    let mut columns: Vec<Option<Column>> = Vec::with_capacity(headings.len());
    for heading in headings {
        if heading.is_empty() {
            columns.push(None);
            continue;
        }
        let Some(column) = Column::named(heading) else {
            let heading = heading.chars().take(40).collect();
            return Err(Unreadable::UnknownColumn { heading });
        };
        if columns.contains(&Some(column)) {
            return Err(Unreadable::ColumnTwice { column });
        }
        columns.push(Some(column));
    }
    for column in [Column::FamilyName, Column::GivenName, Column::Role] {
        if !columns.contains(&Some(column)) {
            return Err(Unreadable::ColumnMissing { column });
        }
    }
    Ok(columns)
}

fn of_csv(bytes: &[u8]) -> Result<Raw, Unreadable> {
    let bytes = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|_| Unreadable::NotUtf8)?;
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |delimiter: char| first.matches(delimiter).count();
    // Table programs of this country write semicolons.
    let delimiter = [';', '\t', ','].into_iter().max_by_key(|delimiter| count(*delimiter)).unwrap_or(',');
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(u8::try_from(delimiter).unwrap_or(b','))
        .from_reader(text.as_bytes());
    let mut raw = Raw::new();
    let mut record = StringRecord::new();
    loop {
        let before = reader.position().line();
        if !reader.read_record(&mut record).map_err(|_| Unreadable::Damaged)? {
            return Ok(raw);
        }
        // Empty lines before a row are passed over; line ends inside its cells belong to it.
        let inside = record.iter().map(|cell| cell.matches('\n').count()).sum::<usize>();
        let lines = u64::try_from(inside).unwrap_or_default().saturating_add(1);
        let line = before.max(reader.position().line().saturating_sub(lines));
        let number = u32::try_from(line).unwrap_or(u32::MAX);
        raw.push((number, record.iter().map(cleaned).collect()));
        too_many(raw.len())?;
    }
}

/// A cell without blanks around it, without characters that no event may hold, and without the apostrophe
/// that keeps it from being a formula.
fn cleaned(cell: &str) -> String {
    let cell: String = cell.chars().filter(|letter| !is_unwanted(*letter)).collect();
    let cell = cell.trim();
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest.to_owned(),
        Some(_) | None => cell.to_owned(),
    }
}

/// Remarks and empty rows count as well here, so there may be some more.
fn too_many(rows: usize) -> Result<(), Unreadable> {
    if rows > MOST_ROWS * 2 { Err(Unreadable::TooManyRows) } else { Ok(()) }
}

/// The first sheet, cell by cell: a single cell far outside must not make room for all before it.
fn of_xlsx(bytes: &[u8]) -> Result<Raw, Unreadable> {
    must_unpack_small(bytes)?;
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(|_| Unreadable::Damaged)?;
    let name = workbook.sheet_names().first().cloned().ok_or(Unreadable::Empty)?;
    let mut reader = workbook.worksheet_cells_reader(&name).map_err(|_| Unreadable::Damaged)?;
    let mut rows: BTreeMap<u32, BTreeMap<u32, String>> = BTreeMap::new();
    while let Some(cell) = reader.next_cell().map_err(|_| Unreadable::Damaged)? {
        let (row, column) = cell.get_position();
        // A string that many cells share is looked at before it is copied for each of them.
        if let DataRef::String(text) = cell.get_value()
            && text.len() > LONGEST_CELL
        {
            return Err(Unreadable::TooLarge);
        }
        if let DataRef::SharedString(text) = cell.get_value()
            && text.len() > LONGEST_CELL
        {
            return Err(Unreadable::TooLarge);
        }
        let text = cleaned(&written(cell.get_value()));
        if text.is_empty() || column >= MOST_COLUMNS {
            continue;
        }
        rows.entry(row).or_default().insert(column, text);
        too_many(rows.len())?;
    }
    let raw = rows.into_iter().map(|(row, cells)| {
        let width = cells.keys().next_back().map_or(0, |last| last.saturating_add(1));
        let texts = (0..width).map(|column| cells.get(&column).cloned().unwrap_or_default());
        (row.saturating_add(1), texts.collect())
    });
    Ok(raw.collect())
}

/// In bytes; nothing that is asked for is as long.
const LONGEST_CELL: usize = 4_000;

/// A file that unpacks into far more than it is, is refused before anybody makes room for it.
fn must_unpack_small(bytes: &[u8]) -> Result<(), Unreadable> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unreadable::Damaged)?;
    if archive.len() > MOST_PARTS {
        return Err(Unreadable::Damaged);
    }
    let mut left = MOST_UNPACKED;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|_| Unreadable::Damaged)?;
        let unpacked =
            copy(&mut part.take(left.saturating_add(1)), &mut sink()).map_err(|_| Unreadable::Damaged)?;
        left = left.checked_sub(unpacked).ok_or(Unreadable::TooLarge)?;
    }
    Ok(())
}

/// A cell as it would be typed: a day as 2026-09-01, a whole number without a point.
fn written(value: &DataRef<'_>) -> String {
    match value {
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::DateTimeIso(text) => text.chars().take(10).collect(),
        DataRef::DateTime(_)
        | DataRef::DurationIso(_)
        | DataRef::Bool(_)
        | DataRef::Error(_)
        | DataRef::Empty => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(bytes: &[u8]) -> Vec<(u32, Option<String>)> {
        let rows = read(bytes).unwrap();
        rows.iter().map(|row| (row.number, row.get(Column::FamilyName).map(str::to_owned))).collect()
    }

    #[test]
    fn rows_are_counted_as_table_programs_do_and_remarks_are_passed_over() {
        let table = "\u{feff}тегі;аты;рөлі\n# үлгі;;\nСерікова;Айгерім;оқушы\n;;\nАхметов;Дәулет;оқушы\n";
        let found = texts(table.as_bytes());
        assert_eq!(found, [(3, Some("Серікова".to_owned())), (5, Some("Ахметов".to_owned()))]);
    }

    #[test]
    fn commas_semicolons_and_tabs_are_told_apart_by_the_headings() {
        for delimiter in [",", ";", "\t"] {
            let table = ["family name", "given name", "role"].join(delimiter)
                + "\n"
                + &["Серікова", "А", "pupil"].join(delimiter);
            assert_eq!(texts(table.as_bytes()), [(2, Some("Серікова".to_owned()))], "{delimiter:?}");
        }
    }

    fn refused(bytes: &[u8]) -> Unreadable {
        read(bytes).unwrap_err()
    }

    #[test]
    fn a_file_that_is_no_table_is_refused_with_what_is_wrong() {
        assert_eq!(refused(b""), Unreadable::Empty);
        assert_eq!(refused(b"\xcf\xf0\xe8\xe2\xe5\xf2"), Unreadable::NotUtf8);
        assert_eq!(refused(b"PK\x03\x04rubbish"), Unreadable::Damaged);
        assert_eq!(refused(&vec![b'a'; LARGEST_FILE + 1]), Unreadable::TooLarge);
        let headings = "family name,given name,role";
        assert_eq!(refused(headings.as_bytes()), Unreadable::Empty);
        let zodiac = Unreadable::UnknownColumn { heading: "zodiac".to_owned() };
        assert_eq!(refused(format!("{headings},zodiac\nA,B,pupil,leo").as_bytes()), zodiac);
        let twice = Unreadable::ColumnTwice { column: Column::Role };
        assert_eq!(refused(format!("{headings},роль\nA,B,pupil,pupil").as_bytes()), twice);
        let missing = Unreadable::ColumnMissing { column: Column::Role };
        assert_eq!(refused(b"family name,given name\nA,B"), missing);
        let long = format!("{headings}\n{}", "A,B,pupil\n".repeat(MOST_ROWS + 1));
        assert_eq!(refused(long.as_bytes()), Unreadable::TooManyRows);
    }

    #[test]
    fn an_apostrophe_before_a_formula_is_taken_off_and_before_a_name_it_stays() {
        assert_eq!(cleaned(" '+7 700 "), "+7 700");
        assert_eq!(cleaned("'Abaev"), "'Abaev");
    }
}
