//! Lessons as iCalendar (RFC 5545).

use std::fmt::Write as _;

use chrono::{DateTime, NaiveDate, NaiveTime, Offset as _, TimeZone as _, Utc};
use chrono_tz::Tz;
use dayek_projections::timetable::LessonRow;
use icalendar::{Calendar, CalendarDateTime, Component as _, Event, EventLike as _, EventStatus};

use crate::http::timetables::names::Names;

/// The calendar as text. Lessons whose hour is not known are left out.
pub(super) fn written(
    title: &str,
    rows: &[LessonRow],
    names: &Names,
    (from, to): (NaiveDate, NaiveDate),
    zone: &str,
    now: DateTime<Utc>,
) -> String {
    let mut calendar = Calendar::new();
    calendar.name(&plain(title)).timezone(zone);
    for event in rows.iter().filter_map(|row| event(row, names, zone, now)) {
        calendar.push(event);
    }
    let text = calendar.to_string();
    // The zone is defined before the first event that names it.
    let place = ["BEGIN:VEVENT", "END:VCALENDAR"].iter().find_map(|begin| text.find(begin));
    let (head, rest) = text.split_at(place.unwrap_or(text.len()));
    format!("{head}{}{rest}", definition(zone, from, to))
}

fn event(row: &LessonRow, names: &Names, zone: &str, now: DateTime<Utc>) -> Option<Event> {
    let (begins, ends) = row.begins.zip(row.ends)?;
    let at = |time: NaiveTime| CalendarDateTime::WithTimezone {
        date_time: row.date.and_time(time),
        tzid: zone.to_owned(),
    };
    let named = [names.subject(row.subject_id), names.class(row.class_id)];
    let summary: Vec<String> = named.into_iter().flatten().map(|name| plain(&name)).collect();
    let status = if row.cancelled { EventStatus::Cancelled } else { EventStatus::Confirmed };
    let mut event = Event::new();
    event.uid(&row.lesson_id.to_string());
    event.timestamp(row.changed_at.unwrap_or(now));
    event.summary(&summary.join(" · "));
    event.starts(at(begins));
    event.ends(at(ends));
    event.status(status);
    if let Some(room) = row.room_id.and_then(|room| names.room(room)) {
        event.location(&plain(&room));
    }
    Some(event.done())
}

/// Without what would begin another line.
fn plain(name: &str) -> String {
    name.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

/// The zone with every distance from UTC it has among these days.
fn definition(zone: &str, from: NaiveDate, to: NaiveDate) -> String {
    let tz: Tz = zone.parse().unwrap_or(Tz::UTC);
    let mut text = format!("BEGIN:VTIMEZONE\r\nTZID:{zone}\r\n");
    let mut before = None;
    for day in from.iter_days().take_while(|day| *day <= to) {
        let moment = day.and_time(NaiveTime::MIN);
        let offset = tz.offset_from_utc_datetime(&moment).fix().local_minus_utc();
        if before == Some(offset) {
            continue;
        }
        let since = if before.is_none() { "19700101".to_owned() } else { day.format("%Y%m%d").to_string() };
        let (away, home) = (distance(before.unwrap_or(offset)), distance(offset));
        // Writing into a text does not fail.
        let _ = write!(
            text,
            "BEGIN:STANDARD\r\nDTSTART:{since}T000000\r\nTZOFFSETFROM:{away}\r\nTZOFFSETTO:{home}\r\nEND:STANDARD\r\n"
        );
        before = Some(offset);
    }
    text.push_str("END:VTIMEZONE\r\n");
    text
}

/// Seconds from UTC as `+0500`.
fn distance(seconds: i32) -> String {
    let minutes = seconds.abs() / 60;
    let sign = if seconds < 0 { '-' } else { '+' };
    format!("{sign}{:02}{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_zone_without_summer_time_has_one_distance_from_utc() {
        let text = definition("Asia/Almaty", day("2026-09-01"), day("2027-05-25"));
        assert_eq!(text.matches("BEGIN:STANDARD").count(), 1);
        assert!(text.contains("TZID:Asia/Almaty\r\n"), "{text}");
        assert!(
            text.contains("DTSTART:19700101T000000\r\nTZOFFSETFROM:+0500\r\nTZOFFSETTO:+0500\r\n"),
            "{text}"
        );
    }

    #[test]
    fn a_zone_with_summer_time_says_from_when_it_differs() {
        let text = definition("Europe/Berlin", day("2026-09-01"), day("2027-05-25"));
        assert_eq!(text.matches("BEGIN:STANDARD").count(), 3);
        assert!(text.contains("TZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\n"), "{text}");
    }

    #[test]
    fn a_distance_is_written_in_hours_and_minutes() {
        assert_eq!(distance(18_000), "+0500");
        assert_eq!(distance(-12_600), "-0330");
        assert_eq!(distance(0), "+0000");
    }

    #[test]
    fn a_name_begins_no_line_of_its_own() {
        assert_eq!(plain("7А\r\nBEGIN:VEVENT"), "7А  BEGIN:VEVENT");
    }
}
