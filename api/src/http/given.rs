//! Values in bodies that need more than a type: marks, what the asker saw, and codes.

use std::fmt;

use dayek_domain::expected::Expected;
use dayek_domain::points::Points;
use rust_decimal::Decimal;
use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer};
use strum::IntoEnumIterator;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{Object, ObjectBuilder, OneOfBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

/// A mark in a body: text such as `"87.5"`, or a whole number. A fraction written as a number is
/// refused, because it would already have been through a binary float.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct MarkValue(pub(super) Points);

struct MarkVisitor;

impl Visitor<'_> for MarkVisitor {
    type Value = MarkValue;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a mark: a text such as \"87.5\", or a whole number")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<MarkValue, E> {
        text.parse().map(MarkValue).map_err(E::custom)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<MarkValue, E> {
        Points::parse(Decimal::from(number)).map(MarkValue).map_err(E::custom)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<MarkValue, E> {
        Points::parse(Decimal::from(number)).map(MarkValue).map_err(E::custom)
    }

    // The number that was sent is not repeated: it may no longer be the one that was written.
    fn visit_f64<E: Error>(self, _number: f64) -> Result<MarkValue, E> {
        Err(E::custom(
            "is a fraction written as a number; write it as a text, such as \"8.5\", so that it stays exact",
        ))
    }
}

impl<'de> Deserialize<'de> for MarkValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(MarkVisitor)
    }
}

impl PartialSchema for MarkValue {
    fn schema() -> RefOr<Schema> {
        OneOfBuilder::new()
            .item(ObjectBuilder::new().schema_type(Type::String).pattern(Some(r"^-?\d+(\.\d{1,4})?$")))
            .item(ObjectBuilder::new().schema_type(Type::Integer))
            .description(Some("A mark, exactly: a text such as \"87.5\", or a whole number."))
            .into()
    }
}

impl ToSchema for MarkValue {}

/// For a field that must be sent, though it may be null.
pub(super) fn present<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::deserialize(deserializer)
}

/// What the asker saw: null for an empty cell. A field that is not sent says nothing, by `default`.
pub(super) fn seen<'de, D, T>(deserializer: D) -> Result<Expected<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::deserialize(deserializer).map(Expected::Exactly)
}

/// The mark the asker saw.
pub(super) fn seen_mark<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Expected<Points>, D::Error> {
    let seen = Option::<MarkValue>::deserialize(deserializer)?;
    Ok(Expected::Exactly(seen.map(|MarkValue(points)| points)))
}

/// The first mark of a cell, which is meant when no number is sent.
pub(super) const fn first() -> u8 {
    1
}

/// The schema of a code: every value there is.
pub(super) fn codes<T: IntoEnumIterator + AsRef<str>>() -> Object {
    let codes: Vec<String> = T::iter().map(|code| code.as_ref().to_owned()).collect();
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(codes)).build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    struct Form {
        #[serde(deserialize_with = "present")]
        value: Option<MarkValue>,
        #[serde(default, deserialize_with = "seen_mark")]
        expected: Expected<Points>,
    }

    fn mark(json: &str) -> Result<String, String> {
        let read: Result<MarkValue, _> = serde_json::from_str(json);
        read.map(|MarkValue(points)| points.to_string()).map_err(|error| error.to_string())
    }

    #[test]
    fn a_mark_is_a_text_or_a_whole_number_and_stays_exact() {
        for (json, kept) in [("\"87.5\"", "87.5"), ("\"5\"", "5"), ("5", "5"), ("0", "0"), ("-1", "-1")] {
            assert_eq!(mark(json).as_deref(), Ok(kept));
        }
    }

    #[test]
    fn a_fraction_written_as_a_number_is_refused_with_the_way_to_write_it() {
        for json in ["87.5", "5.0", "5e1"] {
            assert!(mark(json).unwrap_err().contains("write it as a text, such as \"8.5\""), "{json}");
        }
    }

    #[test]
    fn words_yes_and_no_and_marks_beyond_all_scales_are_refused() {
        for json in ["\"five\"", "true", "1000001", "18446744073709551615", "[5]"] {
            assert!(mark(json).is_err(), "{json}");
        }
    }

    #[test]
    fn what_was_seen_is_nothing_said_an_empty_cell_or_a_mark() {
        let read = |json: &str| serde_json::from_str::<Form>(json).unwrap();
        assert_eq!(read(r#"{"value":5}"#).expected, Expected::Anything);
        assert_eq!(read(r#"{"value":5,"expected":null}"#).expected, Expected::Exactly(None));
        let four = Expected::Exactly(Some(Points::whole(4)));
        assert_eq!(read(r#"{"value":null,"expected":"4"}"#).expected, four);
    }

    #[test]
    fn a_value_may_be_null_but_not_left_out() {
        assert_eq!(serde_json::from_str::<Form>(r#"{"value":null}"#).unwrap().value, None);
        assert!(serde_json::from_str::<Form>("{}").is_err());
    }
}
