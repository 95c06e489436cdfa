//! Days and hours as the school counts them: in its own time zone.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone as _, Utc};
use chrono_tz::Tz;
use dayek_domain::id::InstitutionId;
use dayek_projections::directory;

use super::App;
use crate::clock;

/// The clock on the wall of a school; an unknown time zone counts as UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SchoolTime(Tz);

impl SchoolTime {
    pub(crate) async fn of(app: &App, institution: InstitutionId) -> Result<Self, sqlx::Error> {
        let name = directory::time_zone(&app.pool, institution.0).await?;
        Ok(Self(name.and_then(|name| name.parse().ok()).unwrap_or(Tz::UTC)))
    }

    pub(crate) fn today(self) -> NaiveDate {
        clock::today(Some(self.0.name()))
    }

    /// The day it was at a moment.
    pub(crate) fn day_of(self, moment: DateTime<Utc>) -> NaiveDate {
        moment.with_timezone(&self.0).date_naive()
    }

    /// The moment a day begins. Where the clock is put forward at midnight, that is an hour later.
    pub(crate) fn begin_of(self, day: NaiveDate) -> DateTime<Utc> {
        let midnight = day.and_time(NaiveTime::MIN);
        let begin = (0..=3).find_map(|hours| {
            let local = midnight.checked_add_signed(TimeDelta::hours(hours))?;
            self.0.from_local_datetime(&local).earliest()
        });
        begin.map_or_else(|| midnight.and_utc(), |begin| begin.to_utc())
    }

    /// A moment as people write it: day, month, year, hour, minute.
    pub(crate) fn written(self, moment: DateTime<Utc>) -> String {
        moment.with_timezone(&self.0).format("%d.%m.%Y %H:%M").to_string()
    }

    /// The moment at which the clock on the wall shows this; one that is skipped is the next there is.
    pub(crate) fn moment(self, wall: NaiveDateTime) -> DateTime<Utc> {
        let local = (0..=3).find_map(|hours| {
            self.0.from_local_datetime(&wall.checked_add_signed(TimeDelta::hours(hours))?).earliest()
        });
        local.map_or_else(|| wall.and_utc(), |local| local.to_utc())
    }

    /// The IANA name of the zone.
    pub(crate) fn zone(self) -> &'static str {
        self.0.name()
    }

    /// A moment as the clock on the wall showed it, with its distance from UTC.
    pub(crate) fn local(self, moment: DateTime<Utc>) -> String {
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
