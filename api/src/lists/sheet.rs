//! A table as a file: CSV or XLSX. No cell of it is ever a formula.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

/// A table with one header row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Sheet {
    /// The name of the sheet, at most 31 characters.
    pub(crate) title: String,
    pub(crate) header: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

/// Why a file could not be written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SheetError {
    #[error("the CSV file cannot be written: {0}")]
    Csv(String),
    #[error("the XLSX file cannot be written: {0}")]
    Xlsx(#[from] XlsxError),
}

const BYTE_ORDER_MARK: &str = "\u{feff}";
const WIDTH: i32 = 20;

impl Sheet {
    /// UTF-8 with its mark, without which table programs take Kazakh letters for others.
    pub(crate) fn csv(&self) -> Result<Vec<u8>, SheetError> {
        let broken = |error: &dyn std::fmt::Display| SheetError::Csv(error.to_string());
        let mut writer =
            csv::WriterBuilder::new().flexible(true).from_writer(BYTE_ORDER_MARK.as_bytes().to_vec());
        for row in std::iter::once(&self.header).chain(&self.rows) {
            writer.write_record(row.iter().map(|cell| harmless(cell))).map_err(|error| broken(&error))?;
        }
        writer.into_inner().map_err(|error| broken(&error))
    }

    /// The same table always gives the same bytes.
    pub(crate) fn xlsx(&self) -> Result<Vec<u8>, SheetError> {
        let mut workbook = Workbook::new();
        let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
        let bold = Format::new().set_bold();
        let worksheet = workbook.add_worksheet();
        worksheet.set_name(sheet_name(&self.title))?;
        for (column, text) in (0_u16..).zip(&self.header) {
            worksheet.set_column_width(column, WIDTH)?;
            worksheet.write_string_with_format(0, column, harmless(text), &bold)?;
        }
        for (row, cells) in (1_u32..).zip(&self.rows) {
            for (column, text) in (0_u16..).zip(cells) {
                worksheet.write_string(row, column, harmless(text))?;
            }
        }
        worksheet.set_freeze_panes(1, 0)?;
        Ok(workbook.save_to_buffer()?)
    }
}

/// A cell that a table program could take for a formula gets an apostrophe before it.
pub(super) fn harmless(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

/// Some signs may not stand in the name of a sheet.
pub(super) fn sheet_name(title: &str) -> String {
    let allowed = |letter: &char| !['[', ']', ':', '*', '?', '/', '\\', '\''].contains(letter);
    let name: String = title.chars().filter(allowed).take(31).collect();
    if name.trim().is_empty() { "1".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader as _, Xlsx};

    use super::*;

    fn sheet() -> Sheet {
        Sheet {
            title: "Оқушылар [7А]".to_owned(),
            header: vec!["Аты-жөні".to_owned(), "Телефон".to_owned()],
            rows: vec![
                vec!["=HYPERLINK(\"http://x\")".to_owned(), "+7 700 000 00 01".to_owned()],
                vec!["Әлия \"Қыз\", 7А".to_owned(), "@x".to_owned()],
            ],
        }
    }

    #[test]
    fn no_cell_of_a_csv_file_is_a_formula() {
        let text = String::from_utf8(sheet().csv().unwrap()).unwrap();
        let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap();
        assert!(text.contains("\"'=HYPERLINK(\"\"http://x\"\")\",'+7 700 000 00 01"), "{text}");
        assert!(text.contains("\"Әлия \"\"Қыз\"\", 7А\",'@x"), "{text}");
    }

    #[test]
    fn no_cell_of_an_xlsx_file_is_a_formula_and_the_bytes_are_always_the_same() {
        let bytes = sheet().xlsx().unwrap();
        assert_eq!(bytes, sheet().xlsx().unwrap());
        let mut workbook = Xlsx::new(Cursor::new(bytes)).unwrap();
        let name = workbook.sheet_names().first().cloned().unwrap();
        assert_eq!(name, "Оқушылар 7А");
        let range = workbook.worksheet_range(&name).unwrap();
        assert_eq!(range.get_value((0, 0)), Some(&Data::String("Аты-жөні".to_owned())));
        assert_eq!(range.get_value((1, 1)), Some(&Data::String("'+7 700 000 00 01".to_owned())));
        assert_eq!(workbook.worksheet_formula(&name).unwrap().used_cells().count(), 0);
    }
}
