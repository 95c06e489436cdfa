//! A list as a file to keep.

use axum::response::Response;

use crate::http::consistency::Applied;
use crate::http::problem::Refused;
use crate::lists::{Sheet, SheetError, WeekSheet};

const CSV: &str = "text/csv; charset=utf-8";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

#[derive(Clone, Copy)]
pub(super) enum Form {
    Xlsx,
    Csv,
}

/// `name` is without its ending.
pub(super) fn file(applied: Applied, sheet: &Sheet, name: &str, form: Form) -> Result<Response, Refused> {
    Ok(match form {
        Form::Xlsx => applied.file(XLSX, &format!("{name}.xlsx"), sheet.xlsx().map_err(unwritten)?),
        Form::Csv => applied.file(CSV, &format!("{name}.csv"), sheet.csv().map_err(unwritten)?),
    })
}

/// `name` is without its ending.
pub(super) fn week_file(applied: Applied, sheet: &WeekSheet, name: &str) -> Result<Response, Refused> {
    Ok(applied.file(XLSX, &format!("{name}.xlsx"), sheet.xlsx().map_err(unwritten)?))
}

fn unwritten(error: SheetError) -> Refused {
    Refused::internal(error.to_string())
}
