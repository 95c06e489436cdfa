//! Events of study years as rows of the change history: periods, holidays, bells.

use chrono::NaiveDate;
use dayek_domain::id::BellScheduleId;
use dayek_domain::study_year::{BellSchedule, Days, StudyYearEvent};

use super::lessons::clock;
use super::row::{Change, Kind};
use super::value::{code, line, written};

pub(super) fn of_study_year(fact: &StudyYearEvent) -> Change {
    match fact {
        StudyYearEvent::StudyYearDefined { name, days, .. } => {
            Change::of(Kind::StudyYear).new_value(format!("{name} {days}"))
        }
        StudyYearEvent::StudyYearChanged { from_name, from_days, name, days } => Change::of(Kind::StudyYear)
            .old(format!("{from_name} {from_days}"))
            .new_value(format!("{name} {days}")),
        StudyYearEvent::PeriodDefined { period_id, name, days, .. } => {
            let mut change = Change::of(Kind::Period).new_value(format!("{name} {days}"));
            change.period_id = Some(period_id.0);
            change
        }
        StudyYearEvent::PeriodChanged { period_id, from_name, from_days, name, days } => {
            let change = Change::of(Kind::Period);
            let mut change =
                change.old(format!("{from_name} {from_days}")).new_value(format!("{name} {days}"));
            change.period_id = Some(period_id.0);
            change
        }
        StudyYearEvent::PeriodClosed { period_id } => {
            let mut change = Change::of(Kind::Period).old("open").new_value("closed");
            change.period_id = Some(period_id.0);
            change
        }
        StudyYearEvent::PeriodReopened { period_id, reason } => {
            let mut change = Change::of(Kind::Period).old("closed").new_value("open");
            change.period_id = Some(period_id.0);
            change.reason = Some(reason.clone());
            change
        }
        StudyYearEvent::PeriodSetDefined { name, .. } => Change::of(Kind::PeriodSet).new_value(name),
        StudyYearEvent::PeriodSetRenamed { from, to, .. } => {
            Change::of(Kind::PeriodSet).old(from).new_value(to)
        }
        StudyYearEvent::HolidayDeclared { name, days, public, set_id, .. } => {
            let public = public.then(|| "public".to_owned());
            let set = set_id.map(|id| code("set", id));
            let named = [days.to_string()].into_iter().chain(public).chain(set);
            let declared = line(named.chain([written("name", name)]));
            on(days.first, Change::of(Kind::Holiday).new_value(declared))
        }
        StudyYearEvent::HolidayChanged { from_name, from_days, name, days, .. } => {
            let change = Change::of(Kind::Holiday);
            on(days.first, change.old(holiday(from_name, *from_days)).new_value(holiday(name, *days)))
        }
        StudyYearEvent::HolidayWithdrawn { name, days, .. } => {
            on(days.first, Change::of(Kind::Holiday).old(holiday(name, *days)))
        }
        StudyYearEvent::BellScheduleSet { from, to, .. } => {
            let mut change = Change::of(Kind::Bells).new_value(bells(to));
            change.old = from.as_ref().map(bells);
            change
        }
        StudyYearEvent::DayBellsSet { date, bell_schedule_id, from, to } => {
            let rings = |like: Option<BellScheduleId>| {
                let like = like.map(|id| code("like", id));
                line([date.to_string(), code("bells", bell_schedule_id)].into_iter().chain(like))
            };
            on(*date, Change::of(Kind::Bells).old(rings(*from)).new_value(rings(*to)))
        }
    }
}

fn on(day: NaiveDate, mut change: Change) -> Change {
    change.on_day = Some(day);
    change
}

fn holiday(name: &str, days: Days) -> String {
    line([days.to_string(), written("name", name)])
}

fn bells(schedule: &BellSchedule) -> String {
    let lessons =
        schedule.bells.iter().map(|bell| format!("#{} {}", bell.number, clock(bell.begins, bell.ends)));
    line(lessons.chain([written("name", &schedule.name)]))
}
