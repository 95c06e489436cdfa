//! Whole numbers and clock times in the text of a file.

use std::ops::RangeInclusive;

use chrono::NaiveTime;

use super::element::Element;
use super::error::{FetError, shown};

/// The number in a field of an element, within what is allowed there.
pub(super) fn number(
    element: &Element,
    field: &'static str,
    allowed: RangeInclusive<u32>,
) -> Result<u32, FetError> {
    let text = element.value(field);
    match text.parse() {
        Ok(number) if allowed.contains(&number) => Ok(number),
        _ => Err(FetError::NotANumber {
            field,
            text: shown(text),
            least: *allowed.start(),
            most: *allowed.end(),
        }),
    }
}

/// The first clock time that a name says, as in `08:30`, `8:30 - 9:15` or `1 (08:30)`.
pub(super) fn clock(name: &str) -> Option<NaiveTime> {
    name.split(|letter: char| !letter.is_ascii_digit() && letter != ':').find_map(|word| {
        let (hour, minute) = word.split_once(':')?;
        let written_so = (1..=2).contains(&hour.len()) && minute.len() == 2;
        if !written_so {
            return None;
        }
        NaiveTime::from_hms_opt(hour.parse().ok()?, minute.parse().ok()?, 0)
    })
}
