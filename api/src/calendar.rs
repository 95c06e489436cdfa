//! The years the program speaks of. What lies outside is a slip of the pen, and a database holds not all of it.

use std::ops::RangeInclusive;

use chrono::Datelike;

use crate::refusal::Refusal;

const YEARS: RangeInclusive<i32> = 1800..=2200;

/// Whether a day or a moment lies in these years.
pub(crate) fn is_in_reach(when: &impl Datelike) -> bool {
    YEARS.contains(&when.year())
}

/// A day or a moment that was asked about; `field` is what the asker called it.
pub(crate) fn within<T: Datelike>(field: &str, when: T) -> Result<T, Refusal> {
    if is_in_reach(&when) { Ok(when) } else { Err(Refusal::input(field, sentence())) }
}

pub(crate) fn sentence() -> String {
    format!("lies in the years {} to {}", YEARS.start(), YEARS.end())
}

/// Whether a text is written as a day or a moment, and of a year outside.
pub(crate) fn is_out_of_reach(text: &str) -> bool {
    let (signed, unsigned) = match text.strip_prefix(['+', '-']) {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let Some((year, rest)) = unsigned.split_once('-') else { return false };
    let is_year = year.bytes().all(|byte| byte.is_ascii_digit())
        && if signed { year.len() >= 4 } else { year.len() == 4 };
    let (month_and_day, time) = rest.split_at_checked(5).unwrap_or((rest, ""));
    let is_day = month_and_day.len() == 5
        && month_and_day
            .bytes()
            .enumerate()
            .all(|(at, byte)| if at == 2 { byte == b'-' } else { byte.is_ascii_digit() });
    is_year
        && is_day
        && (time.is_empty() || time.starts_with('T'))
        && (signed || !year.parse::<i32>().is_ok_and(|year| YEARS.contains(&year)))
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;

    #[test]
    fn the_first_and_the_last_year_belong_to_the_program() {
        for text in ["1800-01-01", "2026-09-01", "2200-12-31", "2026-09-01T03:30:00Z"] {
            assert!(!is_out_of_reach(text), "{text}");
        }
        for text in [
            "1799-12-31",
            "2201-01-01",
            "0000-01-01",
            "+10000-01-01",
            "-0001-01-01",
            "+262142-12-31T23:59:59Z",
        ] {
            assert!(is_out_of_reach(text), "{text}");
        }
        let day = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
        assert!(within("on", day(1800)).is_ok() && within("on", day(2200)).is_ok());
        assert!(within("on", day(1799)).is_err() && within("on", day(2201)).is_err());
    }

    #[test]
    fn a_text_that_is_more_than_a_day_or_less_is_a_text() {
        for text in
            ["1848-03-13 in Vienna", "1848", "1848-3-13", "№ 1848-03-13", "", "-", "1848-03-1x", "1234-жжж"]
        {
            assert!(!is_out_of_reach(text), "{text}");
        }
    }
}
