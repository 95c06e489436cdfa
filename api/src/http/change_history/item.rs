//! One change as the API shows it, opened for the reader.

use chrono::{DateTime, NaiveDate, Utc};
use dayek_projections::change_history::Row;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::words::Words;
use crate::http::people::Opener;
use crate::http::school_time::SchoolTime;
use crate::refusal::Refusal;

/// One change.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HistoryItem {
    /// Its place in the institution's log.
    pub(crate) position: String,
    pub(crate) recorded_at: DateTime<Utc>,
    /// The same moment on the clock of the school.
    #[schema(example = "2026-09-01T08:30:00+05:00")]
    pub(crate) recorded_local: String,
    /// Null: the program itself.
    pub(crate) author_id: Option<Uuid>,
    /// The person's full name or the program's name; null for the program itself, and when it is not
    /// known or has been erased.
    pub(crate) author_name: Option<String>,
    /// In which role it was allowed.
    pub(crate) author_role: Option<String>,
    /// Through which door: `api`, `page`, `import`, `command_line`, `system`.
    pub(crate) origin: String,
    pub(crate) request_id: Option<Uuid>,
    /// What kind of thing was changed.
    #[schema(example = "mark")]
    pub(crate) kind: String,
    /// `create`, `update` or `delete`.
    pub(crate) action: String,
    pub(crate) stream_id: Uuid,
    pub(crate) class_id: Option<Uuid>,
    #[schema(example = "7А")]
    pub(crate) class_name: Option<String>,
    pub(crate) subject_id: Option<Uuid>,
    pub(crate) subject_name: Option<String>,
    pub(crate) period_id: Option<Uuid>,
    pub(crate) period_name: Option<String>,
    /// Whom it is about.
    pub(crate) person_id: Option<Uuid>,
    /// The full name; null when it is not known or has been erased.
    pub(crate) person_name: Option<String>,
    /// The number of the mark in its cell.
    pub(crate) number: Option<i16>,
    /// The school's day it is about, which may lie before the day it was entered.
    pub(crate) on_day: Option<NaiveDate>,
    pub(crate) title: Option<String>,
    pub(crate) old: Option<HistoryValue>,
    pub(crate) new: Option<HistoryValue>,
    pub(crate) reason: Option<String>,
    /// Whether a value or the reason is missing because the personal data has been erased.
    pub(crate) erased: bool,
}

/// A value before or after a change: a code or text, or what was known of a person. A value of several
/// things is told in pieces, such as `weekday:monday, #3, teacher:<id>, room:<id>`; `name:` comes last. A setting of the institution has a line
/// for each thing, such as `phone:` and the number.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum HistoryValue {
    Text(String),
    Person { family_name: String, given_name: String },
}

/// The sealed values of some rows.
pub(crate) fn sealed(rows: &[Row]) -> Vec<&str> {
    rows.iter()
        .flat_map(|row| [&row.old_sealed, &row.new_sealed, &row.reason_sealed])
        .filter_map(Option::as_deref)
        .collect()
}

impl HistoryItem {
    pub(crate) fn of(row: Row, words: &Words, time: SchoolTime) -> Result<Self, Refusal> {
        let opener = &words.opener;
        let mut erased = false;
        let old = value(row.old_value, row.old_sealed.as_deref(), opener, &mut erased)?;
        let new = value(row.new_value, row.new_sealed.as_deref(), opener, &mut erased)?;
        let reason = match row.reason_sealed.as_deref() {
            None => row.reason,
            Some(sealed) => reason(opener.open(sealed)?, &mut erased),
        };
        Ok(Self {
            position: row.position.to_string(),
            recorded_at: row.recorded_at,
            recorded_local: time.local(row.recorded_at),
            author_id: row.author_id,
            author_name: words.person(row.author_id),
            author_role: row.author_role,
            origin: row.origin,
            request_id: row.request_id,
            kind: row.kind,
            action: row.action,
            stream_id: row.stream_id,
            class_id: row.class_id,
            class_name: words.class(row.class_id),
            subject_id: row.subject_id,
            subject_name: words.subject(row.subject_id),
            period_id: row.period_id,
            period_name: words.period(row.period_id),
            person_id: row.person_id,
            person_name: words.person(row.person_id),
            number: row.number,
            on_day: row.on_day,
            title: row.title,
            old,
            new,
            reason,
            erased,
        })
    }
}

/// A sealed value is always what was known of a person; the other values stand readable.
fn value(
    readable: Option<String>,
    sealed: Option<&str>,
    opener: &Opener,
    erased: &mut bool,
) -> Result<Option<HistoryValue>, Refusal> {
    let Some(sealed) = sealed else { return Ok(readable.map(HistoryValue::Text)) };
    let details = opener.details(sealed)?;
    *erased |= details.is_none();
    Ok(details.map(|details| HistoryValue::Person {
        family_name: details.family_name,
        given_name: details.given_name,
    }))
}

fn reason(opened: Option<Value>, erased: &mut bool) -> Option<String> {
    *erased |= opened.is_none();
    match opened {
        Some(Value::String(text)) => Some(text),
        Some(other) => Some(other.to_string()),
        None => None,
    }
}
