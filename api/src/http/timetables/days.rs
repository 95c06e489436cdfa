//! From which day to which a question goes.

use chrono::NaiveDate;

use crate::calendar::within;
use crate::refusal::Refusal;

/// Refuses days that end before they begin, too many of them, and years in which there is no school.
pub(crate) fn must_be_a_span(from: NaiveDate, to: NaiveDate, most: i64) -> Result<(), Refusal> {
    must_be_a_school_day(from, "from")?;
    if to < from {
        return Err(Refusal::input("to", "lies before `from`"));
    }
    if (to - from).num_days() >= most {
        return Err(Refusal::input("to", format!("at most {most} days are shown at once")));
    }
    Ok(())
}

/// Refuses a year in which there is no school.
pub(crate) fn must_be_a_school_day(date: NaiveDate, field: &str) -> Result<(), Refusal> {
    within(field, date).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(from: &str, to: &str) -> Option<String> {
        match must_be_a_span(from.parse().unwrap(), to.parse().unwrap(), 62) {
            Err(Refusal::Input { field, .. }) => Some(field),
            Err(_) | Ok(()) => None,
        }
    }

    #[test]
    fn two_months_are_shown_at_once_and_not_a_day_more() {
        assert_eq!(refused("2026-09-01", "2026-09-01"), None);
        assert_eq!(refused("2026-09-01", "2026-11-01"), None);
        assert_eq!(refused("2026-09-01", "2026-11-02").as_deref(), Some("to"));
    }

    #[test]
    fn days_do_not_end_before_they_begin_nor_lie_in_another_age() {
        assert_eq!(refused("2026-09-02", "2026-09-01").as_deref(), Some("to"));
        assert_eq!(refused("-4800-01-01", "-4800-01-02").as_deref(), Some("from"));
    }
}
