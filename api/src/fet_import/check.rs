//! What would be needed at two places at once: in the file alone, and beside what the school has planned.

use std::collections::{HashMap, HashSet};

use dayek_domain::id::LessonId;
use dayek_domain::timetable_guard::{Clash, Taking, TimetableGuard};
use uuid::Uuid;

use super::bells::MOST_HOURS;
use super::error::{FetImportError, Meeting};
use super::frame::Frame;
use super::known::Known;
use super::plan::Plan;
use super::summary::There;
use crate::fet::{self, Booked, Fet};
use crate::store::Store;
use crate::usecases::timetable::lesson_id;

const DAYS_OF_WEEK: usize = 7;

/// What a file may not hold, though FET does.
pub(super) fn file(fet: &Fet) -> Result<(), FetImportError> {
    let (days, hours) = (fet.days.len(), fet.hours.len());
    if days > DAYS_OF_WEEK {
        return Err(FetImportError::TooManyDays { days });
    }
    if hours > MOST_HOURS {
        return Err(FetImportError::TooManyHours { hours, most: MOST_HOURS });
    }
    if fet.clashes.is_empty() {
        return Ok(());
    }
    Err(FetImportError::Clashes(fet.clashes.iter().map(|clash| of_file(fet, clash)).collect()))
}

fn of_file(fet: &Fet, clash: &fet::Clash) -> Meeting {
    let activity = |id: u32| {
        let known = fet.activities.iter().find(|activity| activity.id == id);
        let of_whom = |activity: &fet::Activity| {
            format!("activity {id} ({}, {})", activity.subject, activity.students.join(" + "))
        };
        known.map_or_else(|| format!("activity {id}"), of_whom)
    };
    Meeting {
        what: match clash.booked {
            Booked::Teacher => Taking::Teacher,
            Booked::Students => Taking::Class,
            Booked::Room => Taking::Room,
        },
        name: clash.name.clone(),
        day: fet.days.get(usize::from(clash.day)).cloned().unwrap_or_default(),
        hour: fet.hours.get(usize::from(clash.hour)).map(|hour| hour.name.clone()).unwrap_or_default(),
        one: activity(clash.activities.0),
        other: activity(clash.activities.1),
    }
}

/// Refuses what the guard of the study year would refuse, and counts what is there.
pub(super) async fn guard(
    store: &Store,
    frame: &Frame,
    known: &Known,
    plan: &Plan,
) -> Result<There, FetImportError> {
    let year = frame.study_year_id.0;
    let mut states = store.log.states::<TimetableGuard>(frame.institution, &[year], None).await?;
    let guard = states.remove(&year).unwrap_or_default();
    let mut timetables = Vec::with_capacity(plan.weeks.len());
    for week in &plan.weeks {
        timetables.push(week.taken(frame)?);
    }
    let clashes = guard.clashes(&timetables, frame.first_week);
    if !clashes.is_empty() {
        let names = names(plan);
        return Err(FetImportError::Clashes(
            clashes.iter().map(|clash| of_guard(clash, &names, known)).collect(),
        ));
    }
    let mut there = There::of(plan);
    for week in &plan.weeks {
        let before: HashSet<LessonId> = guard
            .planned(week.class_id, frame.days)
            .into_iter()
            .map(|(slot, date)| lesson_id(slot.slot_id, date, slot.number, slot.subject_id))
            .collect();
        there.lessons += week.lessons(frame).iter().filter(|id| before.contains(id)).count();
    }
    Ok(there)
}

fn names(plan: &Plan) -> HashMap<Uuid, &str> {
    let weeks = plan.weeks.iter().map(|week| (week.class_id.0, week.name.as_str()));
    let classes = plan.classes.iter().map(|entry| (entry.id.0, entry.name.as_str()));
    let teachers = plan.teachers.iter().map(|entry| (entry.id.0, entry.name.as_str()));
    let rooms = plan.rooms.iter().map(|room| (room.entry.id.0, room.entry.name.as_str()));
    weeks.chain(classes).chain(teachers).chain(rooms).collect()
}

fn of_guard(clash: &Clash, names: &HashMap<Uuid, &str>, known: &Known) -> Meeting {
    let name = |id: Uuid| {
        let name = names.get(&id).copied().or_else(|| known.class_name(id));
        name.map_or_else(|| id.to_string(), str::to_owned)
    };
    let day = clash.weekday.map(|weekday| weekday.as_ref().to_owned());
    Meeting {
        what: clash.what,
        name: name(clash.who),
        day: day.or_else(|| clash.date.map(|date| date.to_string())).unwrap_or_default(),
        hour: clash.begins.format("%H:%M").to_string(),
        one: format!("a lesson of {}", name(clash.class_id.0)),
        other: format!("a lesson of {}", name(clash.with_class_id.0)),
    }
}
