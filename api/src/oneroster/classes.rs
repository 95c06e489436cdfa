//! The classes that are taught: `classes.csv`.
//!
//! Refuses a class without a course, a school or a term.

use super::report::Fault;
use super::row::Row;
use super::table::Columns;
use super::value;

/// A course as it is taught to certain students in certain terms.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Class {
    pub title: String,
    pub code: Option<String>,
    pub course: String,
    pub school: String,
    pub terms: Vec<String>,
    pub subjects: Vec<String>,
    pub subject_codes: Vec<String>,
    pub grades: Vec<String>,
}

pub(super) const CLASSES: Columns = Columns {
    required: &["sourcedId", "title", "courseSourcedId", "schoolSourcedId", "termSourcedIds"],
    optional: &[
        "status",
        "dateLastModified",
        "grades",
        "classCode",
        "classType",
        "location",
        "subjects",
        "subjectCodes",
        "periods",
    ],
};

const CLASS_TYPES: &str = "homeroom, scheduled, ext:…";

pub(super) fn class(row: &Row<'_>) -> Result<Class, Fault> {
    if row.optional("classType").is_some() {
        row.choice("classType", class_type, CLASS_TYPES)?;
    }
    let terms = row.list("termSourcedIds");
    if terms.is_empty() {
        return Err(Fault::at("termSourcedIds", "is empty"));
    }
    Ok(Class {
        title: row.text("title")?,
        code: row.optional_text("classCode"),
        course: row.text("courseSourcedId")?,
        school: row.text("schoolSourcedId")?,
        terms,
        subjects: row.list("subjects"),
        subject_codes: row.list("subjectCodes"),
        grades: row.list("grades"),
    })
}

/// Checked, though the journal has no use for it.
fn class_type(text: &str) -> Option<()> {
    let known = matches!(text, "homeroom" | "scheduled") || value::extension(text).is_some();
    known.then_some(())
}
