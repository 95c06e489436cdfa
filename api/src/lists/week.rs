//! A week of the timetable as a table to print: numbers down, days across. No cell of it is ever a formula.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook};

use super::sheet::{SheetError, harmless, sheet_name};

/// A week of a class, a teacher or a room.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct WeekSheet {
    /// Whose week it is.
    pub(crate) title: String,
    /// What the first column is called.
    pub(crate) number: String,
    pub(crate) days: Vec<String>,
    /// Each number with a cell for each day.
    pub(crate) rows: Vec<(i16, Vec<String>)>,
}

const WIDTH: i32 = 24;
const NUMBERS: i32 = 8;

impl WeekSheet {
    /// The same week always gives the same bytes.
    pub(crate) fn xlsx(&self) -> Result<Vec<u8>, SheetError> {
        let mut workbook = Workbook::new();
        let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
        let bold = Format::new().set_bold();
        let wrapped =
            Format::new().set_text_wrap().set_align(FormatAlign::Top).set_border(FormatBorder::Thin);
        let head = wrapped.clone().set_bold();
        let worksheet = workbook.add_worksheet();
        worksheet.set_name(sheet_name(&self.title))?;
        worksheet.set_landscape();
        worksheet.set_print_fit_to_pages(1, 0);
        worksheet.write_string_with_format(0, 0, harmless(&self.title), &bold)?;
        worksheet.set_column_width(0, NUMBERS)?;
        worksheet.write_string_with_format(1, 0, harmless(&self.number), &head)?;
        for (column, day) in (1_u16..).zip(&self.days) {
            worksheet.set_column_width(column, WIDTH)?;
            worksheet.write_string_with_format(1, column, harmless(day), &head)?;
        }
        for (row, (number, cells)) in (2_u32..).zip(&self.rows) {
            worksheet.write_string_with_format(row, 0, number.to_string(), &head)?;
            for (column, cell) in (1_u16..).zip(cells) {
                worksheet.write_string_with_format(row, column, harmless(cell), &wrapped)?;
            }
        }
        worksheet.set_freeze_panes(2, 1)?;
        Ok(workbook.save_to_buffer()?)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader as _, Xlsx};

    use super::*;

    #[test]
    fn a_week_has_its_class_its_days_and_its_numbers_and_no_formula() {
        let sheet = WeekSheet {
            title: "Сынып: 5А".to_owned(),
            number: "Сабақ".to_owned(),
            days: vec!["дүйсенбі, 14.09.2026".to_owned(), "сейсенбі, 15.09.2026".to_owned()],
            rows: vec![
                (1, vec!["Алгебра (5А 1)\nКөкшетеров Гүлнар, 204".to_owned(), "Мереке күні".to_owned()]),
                (2, vec!["=1+1".to_owned(), String::new()]),
            ],
        };
        let bytes = sheet.xlsx().unwrap();
        assert_eq!(bytes, sheet.xlsx().unwrap());
        let mut workbook = Xlsx::new(Cursor::new(bytes)).unwrap();
        let name = workbook.sheet_names().first().cloned().unwrap();
        assert_eq!(name, "Сынып 5А");
        let range = workbook.worksheet_range(&name).unwrap();
        let text = |row, column| {
            let Some(Data::String(text)) = range.get_value((row, column)) else {
                panic!("no text at {row}, {column}")
            };
            text.clone()
        };
        assert_eq!((text(0, 0), text(1, 0)), ("Сынып: 5А".to_owned(), "Сабақ".to_owned()));
        assert_eq!((text(1, 2), text(2, 0)), ("сейсенбі, 15.09.2026".to_owned(), "1".to_owned()));
        assert_eq!(text(2, 1), "Алгебра (5А 1)\nКөкшетеров Гүлнар, 204");
        assert_eq!((text(2, 2), text(3, 1)), ("Мереке күні".to_owned(), "'=1+1".to_owned()));
        assert_eq!(workbook.worksheet_formula(&name).unwrap().used_cells().count(), 0);
    }
}
