//! The program's one clock: what day it is at a school.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

/// The moment now.
#[expect(clippy::disallowed_methods, reason = "this is the one place that asks the machine")]
pub fn now() -> DateTime<Utc> {
    Utc::now()
}

/// The day it is in a time zone; an unknown zone counts as UTC, which `status` of the school shows.
pub fn today(zone: Option<&str>) -> NaiveDate {
    let zone = zone.and_then(|name| name.parse::<Tz>().ok()).unwrap_or(Tz::UTC);
    now().with_timezone(&zone).date_naive()
}
