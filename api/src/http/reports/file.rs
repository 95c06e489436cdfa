//! A list as a file to keep.

use axum::response::Response;

use crate::http::consistency::Applied;
use crate::http::problem::Refused;
use crate::lists::Sheet;
use crate::pages::{Language, Words};
use crate::refusal::Refusal;

#[derive(Clone, Copy)]
pub(super) enum Form {
    Xlsx,
    Csv,
}

/// The words of a file: in the language asked for, else in Kazakh.
pub(super) fn words(language: Option<&str>) -> Result<&'static Words, Refusal> {
    match language {
        None => Ok(Words::of(Language::Kk)),
        Some(tag) => match Language::parse(tag) {
            Some(language) => Ok(Words::of(language)),
            None => Err(Refusal::input("language", "is one of kk, ru, en")),
        },
    }
}

pub(super) fn file(applied: Applied, sheet: &Sheet, name: &str, form: Form) -> Result<Response, Refused> {
    let broken = |error: crate::lists::SheetError| Refused::internal(error.to_string());
    Ok(match form {
        Form::Xlsx => applied.file(
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            &format!("{name}.xlsx"),
            sheet.xlsx().map_err(broken)?,
        ),
        Form::Csv => {
            applied.file("text/csv; charset=utf-8", &format!("{name}.csv"), sheet.csv().map_err(broken)?)
        }
    })
}
