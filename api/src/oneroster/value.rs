//! Dates, numbers and flags as `OneRoster` writes them. Anything written otherwise is refused rather than
//! guessed at: `5/9` is a different day in every country.

use chrono::{DateTime, NaiveDate, NaiveDateTime};
use rust_decimal::Decimal;

/// A date, or the date part of an ISO 8601 date-time as it is written. Time zones are not applied: the
/// school that wrote the 20th means the 20th.
pub(super) fn date(text: &str) -> Option<NaiveDate> {
    let Some((day, _)) = text.split_once('T') else {
        return calendar_date(text);
    };
    let has_zone = DateTime::parse_from_rfc3339(text).is_ok();
    if has_zone || NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f").is_ok() {
        calendar_date(day)
    } else {
        None
    }
}

fn calendar_date(text: &str) -> Option<NaiveDate> {
    let digit_or_dash =
        |(at, byte): (usize, u8)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() };
    let well_formed = text.len() == 10 && text.bytes().enumerate().all(digit_or_dash);
    if !well_formed || text.starts_with("0000") {
        return None;
    }
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()
}

/// A plain decimal number. Numbers with more digits than can be kept exactly are not numbers here.
pub(super) fn decimal(text: &str) -> Option<Decimal> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if digits(whole) && digits(fraction) { Decimal::from_str_exact(text).ok() } else { None }
}

pub(super) fn flag(text: &str) -> Option<bool> {
    match text {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

/// A value the parties have agreed on beyond the standard.
pub(super) fn extension(text: &str) -> Option<String> {
    let name = text.strip_prefix("ext:")?;
    if name.trim().is_empty() { None } else { Some(text.to_owned()) }
}
