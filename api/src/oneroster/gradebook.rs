//! What results are given for: `categories.csv` and `lineItems.csv`.
//!
//! Refuses a line item whose least score is above its greatest.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::report::Fault;
use super::row::Row;
use super::table::Columns;

/// A sort of work, such as a test.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Category {
    pub title: String,
    pub weight: Option<Decimal>,
}

/// One piece of work set to a class.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LineItem {
    pub title: String,
    pub description: Option<String>,
    pub assigned: NaiveDate,
    pub due: NaiveDate,
    pub class: String,
    pub category: String,
    pub grading_period: Option<String>,
    pub session: Option<String>,
    pub school: String,
    pub min: Decimal,
    pub max: Decimal,
}

pub(super) const CATEGORIES: Columns =
    Columns { required: &["sourcedId", "title"], optional: &["status", "dateLastModified", "weight"] };

pub(super) const LINE_ITEMS: Columns = Columns {
    required: &[
        "sourcedId",
        "title",
        "assignDate",
        "dueDate",
        "classSourcedId",
        "categorySourcedId",
        "schoolSourcedId",
        "resultValueMin",
        "resultValueMax",
    ],
    optional: &[
        "status",
        "dateLastModified",
        "description",
        "gradingPeriodSourcedId",
        "academicSessionSourcedId",
    ],
};

pub(super) fn category(row: &Row<'_>) -> Result<Category, Fault> {
    Ok(Category { title: row.text("title")?, weight: row.optional_decimal("weight")? })
}

pub(super) fn line_item(row: &Row<'_>) -> Result<LineItem, Fault> {
    let (min, max) = (row.decimal("resultValueMin")?, row.decimal("resultValueMax")?);
    if min > max {
        return Err(Fault::at("resultValueMin", format!("is {min}, above resultValueMax, which is {max}")));
    }
    Ok(LineItem {
        title: row.text("title")?,
        description: row.optional_text("description"),
        assigned: row.date("assignDate")?,
        due: row.date("dueDate")?,
        class: row.text("classSourcedId")?,
        category: row.text("categorySourcedId")?,
        grading_period: row.optional_text("gradingPeriodSourcedId"),
        session: row.optional_text("academicSessionSourcedId"),
        school: row.text("schoolSourcedId")?,
        min,
        max,
    })
}
