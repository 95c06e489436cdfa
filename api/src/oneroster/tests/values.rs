//! Dates, numbers and texts, taken by themselves.

use super::super::symbols::Symbols;
use super::super::{ResultRow, value};

#[test]
fn a_date_is_kept_as_it_is_written() {
    for text in ["2025-09-30", "2025-09-30T23:59:59.000Z", "2025-09-30T23:59:59+05:00", "2025-09-30T08:00:00"]
    {
        assert_eq!(value::date(text).unwrap().to_string(), "2025-09-30");
    }
    for text in ["30.09.2025", "2025-9-30", "2025-09-31", "0000-01-01", "2025-09-30T", "2025-09-30 08:00", ""]
    {
        assert_eq!(value::date(text), None, "{text}");
    }
}

#[test]
fn a_number_is_plain_and_exact() {
    for text in ["0", "-1", "12.50", "0.0001"] {
        assert_eq!(value::decimal(text).unwrap().to_string(), text);
    }
    for text in ["", "-", ".5", "5.", "1_000", "1e3", "+5", "7,5", "NaN", "0.12345678901234567890123456789"] {
        assert_eq!(value::decimal(text), None, "{text}");
    }
}

#[test]
fn a_text_has_one_symbol() {
    let mut symbols = Symbols::default();
    let first = symbols.intern("st-1").unwrap();
    let empty = symbols.intern("").unwrap();
    assert_eq!(symbols.intern("st-1"), Some(first));
    assert_eq!((symbols.get(first), symbols.get(empty), symbols.len()), ("st-1", "", 2));
    assert_eq!(symbols.find("st-2"), None);
}

#[test]
fn a_million_results_fit_into_memory() {
    assert!(size_of::<ResultRow>() <= 48);
}
