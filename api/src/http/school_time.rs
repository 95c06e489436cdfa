//! Days and hours as the school counts them: in its own time zone.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, TimeZone as _, Utc};
use chrono_tz::Tz;
use dayek_domain::id::InstitutionId;
use dayek_projections::directory;

use super::App;
use crate::clock;

/// The clock on the wall of a school; an unknown time zone counts as UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SchoolTime(Tz);

impl SchoolTime {
    pub(super) async fn of(app: &App, institution: InstitutionId) -> Result<Self, sqlx::Error> {
        let name = directory::time_zone(&app.pool, institution.0).await?;
        Ok(Self(name.and_then(|name| name.parse().ok()).unwrap_or(Tz::UTC)))
    }

    pub(super) fn today(self) -> NaiveDate {
        clock::today(Some(self.0.name()))
    }

    /// The day it was at a moment.
    pub(super) fn day_of(self, moment: DateTime<Utc>) -> NaiveDate {
        moment.with_timezone(&self.0).date_naive()
    }

    /// The moment a day begins. Where the clock is put forward at midnight, that is an hour later.
    pub(super) fn begin_of(self, day: NaiveDate) -> DateTime<Utc> {
        let midnight = day.and_time(NaiveTime::MIN);
        let begin = (0..=3).find_map(|hours| {
            let local = midnight.checked_add_signed(TimeDelta::hours(hours))?;
            self.0.from_local_datetime(&local).earliest()
        });
        begin.map_or_else(|| midnight.and_utc(), |begin| begin.to_utc())
    }

    /// A moment as the clock on the wall showed it, with its distance from UTC.
    pub(super) fn local(self, moment: DateTime<Utc>) -> String {
        moment.with_timezone(&self.0).to_rfc3339()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_begins_at_midnight_on_the_wall() {
        let almaty = SchoolTime(Tz::Asia__Almaty);
        assert_eq!(almaty.begin_of(day("2026-09-01")).to_rfc3339(), "2026-08-31T19:00:00+00:00");
    }

    #[test]
    fn a_day_whose_midnight_is_skipped_begins_an_hour_later() {
        let beirut = SchoolTime(Tz::Asia__Beirut);
        assert_eq!(beirut.begin_of(day("2022-03-27")).to_rfc3339(), "2022-03-26T22:00:00+00:00");
    }

    #[test]
    fn a_moment_is_shown_with_its_distance_from_utc() {
        let moment = "2026-09-01T03:30:00Z".parse().unwrap();
        assert_eq!(SchoolTime(Tz::Asia__Almaty).local(moment), "2026-09-01T08:30:00+05:00");
    }
}
