//! One row of a table, and its fields as typed values. Every refusal names the field and says what it is
//! and what it may be.

use chrono::NaiveDate;
use csv::StringRecord;
use rust_decimal::Decimal;

use super::bundle::Change;
use super::file_kind::Mode;
use super::report::{Fault, shown};
use super::table::Header;
use super::value;
use crate::calendar;

pub(super) struct Row<'a> {
    pub(super) line: u32,
    pub(super) width: usize,
    pub(super) header: &'a Header,
    pub(super) record: &'a StringRecord,
}

impl<'a> Row<'a> {
    /// Refuses what no row may be, whatever its file.
    pub(super) fn check_shape(&self, longest_field: usize) -> Result<(), Fault> {
        let (count, width) = (self.record.len(), self.width);
        if count != width {
            return Err(Fault::new(format!("has {count} fields where the header has {width}")));
        }
        if self.record.as_slice().contains('\0') {
            return Err(Fault::new("holds a zero byte, which is no text"));
        }
        if self.record.as_slice().len() <= longest_field {
            return Ok(());
        }
        match self.record.iter().position(|field| field.len() > longest_field) {
            Some(at) => {
                let reason = format!("is longer than {longest_field} bytes");
                Err(Fault::at(&column(self.header, at), reason))
            }
            None => Ok(()),
        }
    }

    /// What is written, unless it is nothing or only spaces.
    pub(super) fn optional(&self, field: &'static str) -> Option<&'a str> {
        let (_, at) = self.header.iter().find(|(name, _)| *name == field)?;
        self.record.get(*at).filter(|text| !text.trim().is_empty())
    }

    pub(super) fn required(&self, field: &'static str) -> Result<&'a str, Fault> {
        self.optional(field).ok_or_else(|| Fault::at(field, "is empty"))
    }

    pub(super) fn text(&self, field: &'static str) -> Result<String, Fault> {
        self.required(field).map(str::to_owned)
    }

    pub(super) fn optional_text(&self, field: &'static str) -> Option<String> {
        self.optional(field).map(str::to_owned)
    }

    /// The members of a list, which are separated by commas within the field.
    pub(super) fn list(&self, field: &'static str) -> Vec<String> {
        let members = self.optional(field).unwrap_or_default().split(',').map(str::trim);
        members.filter(|member| !member.is_empty()).map(str::to_owned).collect()
    }

    pub(super) fn date(&self, field: &'static str) -> Result<NaiveDate, Fault> {
        self.required(field).and_then(|text| as_date(field, text))
    }

    pub(super) fn optional_date(&self, field: &'static str) -> Result<Option<NaiveDate>, Fault> {
        self.optional(field).map(|text| as_date(field, text)).transpose()
    }

    pub(super) fn decimal(&self, field: &'static str) -> Result<Decimal, Fault> {
        self.required(field).and_then(|text| as_decimal(field, text))
    }

    pub(super) fn optional_decimal(&self, field: &'static str) -> Result<Option<Decimal>, Fault> {
        self.optional(field).map(|text| as_decimal(field, text)).transpose()
    }

    pub(super) fn flag(&self, field: &'static str) -> Result<bool, Fault> {
        self.required(field).and_then(|text| as_flag(field, text))
    }

    pub(super) fn optional_flag(&self, field: &'static str) -> Result<Option<bool>, Fault> {
        self.optional(field).map(|text| as_flag(field, text)).transpose()
    }

    /// One word of a vocabulary; `words` is how the refusal lists it.
    pub(super) fn choice<T>(
        &self,
        field: &'static str,
        parse: fn(&str) -> Option<T>,
        words: &str,
    ) -> Result<T, Fault> {
        let text = self.required(field)?;
        parse(text).ok_or_else(|| Fault::at(field, format!("is \"{}\", not one of {words}", shown(text))))
    }

    pub(super) fn change(&self, mode: Mode) -> Result<Change, Fault> {
        let modified = self.optional_date("dateLastModified")?;
        if mode == Mode::Delta && modified.is_none() {
            return Err(Fault::at("dateLastModified", "is empty, which it may not be in a delta file"));
        }
        match (self.optional("status"), mode) {
            (None, Mode::Bulk) | (Some("active"), Mode::Bulk | Mode::Delta) => Ok(Change::Set),
            (Some("tobedeleted"), Mode::Delta) => Ok(Change::Delete),
            (Some("tobedeleted"), Mode::Bulk) => {
                Err(Fault::at("status", "is tobedeleted, which it may not be in a bulk file"))
            }
            (None, Mode::Delta) => Err(Fault::at("status", "is empty, which it may not be in a delta file")),
            (Some(other), Mode::Bulk | Mode::Delta) => {
                let reason = format!("is \"{}\", not active or tobedeleted", shown(other));
                Err(Fault::at("status", reason))
            }
        }
    }
}

/// What to call a column in a refusal.
pub(super) fn column(header: &Header, at: usize) -> String {
    let known = header.iter().find(|(_, place)| *place == at);
    known.map_or_else(|| format!("column {}", at.saturating_add(1)), |(name, _)| (*name).to_owned())
}

fn as_date(field: &str, text: &str) -> Result<NaiveDate, Fault> {
    let Some(date) = value::date(text) else {
        let reason = format!("is \"{}\", not a date written like 2025-09-01", shown(text));
        return Err(Fault::at(field, reason));
    };
    if calendar::is_in_reach(&date) {
        return Ok(date);
    }
    Err(Fault::at(field, format!("is {date}; a day here {}", calendar::sentence())))
}

fn as_decimal(field: &str, text: &str) -> Result<Decimal, Fault> {
    value::decimal(text).ok_or_else(|| {
        Fault::at(field, format!("is \"{}\", not a number written like 12 or 12.5", shown(text)))
    })
}

fn as_flag(field: &str, text: &str) -> Result<bool, Fault> {
    value::flag(text).ok_or_else(|| Fault::at(field, format!("is \"{}\", not true or false", shown(text))))
}
