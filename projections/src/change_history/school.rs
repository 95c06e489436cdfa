//! Events of classes, buildings and rooms as rows of the change history.

use chrono::NaiveDate;
use dayek_domain::building::BuildingEvent;
use dayek_domain::id::{BellScheduleId, BuildingId, PeriodSetId, PersonId};
use dayek_domain::room::RoomEvent;
use dayek_domain::school_class::{JournalKind, Part, SchoolClassEvent};

use super::row::{Change, Kind};
use super::value::{code, line, written};
use crate::delivery::RecordedEvent;

pub(super) fn of_class(event: &RecordedEvent, fact: &SchoolClassEvent) -> Change {
    let kind = match fact {
        SchoolClassEvent::ClassFormed { .. } | SchoolClassEvent::ClassRenamed { .. } => Kind::Class,
        SchoolClassEvent::PupilEnrolled { .. }
        | SchoolClassEvent::EnrolmentMoved { .. }
        | SchoolClassEvent::PupilWithdrawn { .. }
        | SchoolClassEvent::WithdrawalMoved { .. } => Kind::Roster,
        SchoolClassEvent::TeacherAssigned { .. } | SchoolClassEvent::TeacherUnassigned { .. } => {
            Kind::Teacher
        }
        SchoolClassEvent::LeaderAppointed { .. }
        | SchoolClassEvent::LeaderDismissed { .. }
        | SchoolClassEvent::PsychologistAssigned { .. }
        | SchoolClassEvent::PsychologistUnassigned { .. } => Kind::ClassStaff,
        SchoolClassEvent::GroupComposed { .. }
        | SchoolClassEvent::JournalKindChosen { .. }
        | SchoolClassEvent::PeriodSetChosen { .. }
        | SchoolClassEvent::BellScheduleChosen { .. } => Kind::ClassSettings,
    };
    let mut change = Change::of(kind);
    change.class_id = Some(event.stream_id);
    match fact {
        SchoolClassEvent::ClassFormed { name, parts, .. } if parts.is_empty() => change.new_value(name),
        SchoolClassEvent::ClassFormed { name, parts, .. } => {
            change.new_value(format!("{}\n{}", written("name", name), composed(parts)))
        }
        SchoolClassEvent::ClassRenamed { from, to } => change.old(from).new_value(to),
        SchoolClassEvent::PupilEnrolled { pupil_id, from, order } => {
            change.title = order.as_ref().map(|order| order.number.clone());
            change.about(*pupil_id).new_value(day_or_unknown(*from))
        }
        SchoolClassEvent::EnrolmentMoved { pupil_id, from, to } => {
            change.about(*pupil_id).old(day_or_unknown(*from)).new_value(day_or_unknown(*to))
        }
        SchoolClassEvent::PupilWithdrawn { pupil_id, on, reason, order } => {
            change.on_day = Some(*on);
            change.title = order.as_ref().map(|order| order.number.clone());
            change.about(*pupil_id).old("enrolled").reason(event, reason.as_ref())
        }
        SchoolClassEvent::WithdrawalMoved { pupil_id, from, to, reason } => {
            change.on_day = Some(*to);
            change
                .about(*pupil_id)
                .old(format!("until {from}"))
                .new_value(format!("until {to}"))
                .reason(event, reason.as_ref())
        }
        SchoolClassEvent::TeacherAssigned { teacher_id, subject_id } => {
            change.subject_id = Some(subject_id.0);
            change.about(*teacher_id).new_value("assigned")
        }
        SchoolClassEvent::TeacherUnassigned { teacher_id, subject_id } => {
            change.subject_id = Some(subject_id.0);
            change.about(*teacher_id).old("assigned")
        }
        SchoolClassEvent::LeaderAppointed { from, leader_id, .. } => {
            staffed(change, "class_leader", *from, Some(*leader_id))
        }
        SchoolClassEvent::LeaderDismissed { leader_id, .. } => {
            staffed(change, "class_leader", Some(*leader_id), None)
        }
        SchoolClassEvent::PsychologistAssigned { from, psychologist_id, .. } => {
            staffed(change, "psychologist", *from, Some(*psychologist_id))
        }
        SchoolClassEvent::PsychologistUnassigned { psychologist_id, .. } => {
            staffed(change, "psychologist", Some(*psychologist_id), None)
        }
        SchoolClassEvent::GroupComposed { from, to } => {
            let told = |parts: &[Part]| (!parts.is_empty()).then(|| composed(parts));
            set(change, "parts", told(from), told(to))
        }
        SchoolClassEvent::JournalKindChosen { from, kind } => {
            let told = |kind: JournalKind| kind.as_ref().to_owned();
            set(change, "journal_kind", from.map(told), Some(told(*kind)))
        }
        SchoolClassEvent::PeriodSetChosen { from, to } => {
            let told = |id: PeriodSetId| code("set", id);
            set(change, "period_set", from.map(told), to.map(told))
        }
        SchoolClassEvent::BellScheduleChosen { from, to } => {
            let told = |id: BellScheduleId| code("bells", id);
            set(change, "bells", from.map(told), Some(told(*to)))
        }
    }
}

/// Which setting of a class has changed stands where other rows have their title.
fn set(mut change: Change, setting: &str, old: Option<String>, new: Option<String>) -> Change {
    change.title = Some(setting.to_owned());
    change.old = old;
    change.new = new;
    change
}

/// What a group consists of, one line for each class or part of one.
fn composed(parts: &[Part]) -> String {
    let lines = parts.iter().map(|Part { class_id, division, part }| {
        let named: Vec<&str> = [division, part].into_iter().filter_map(Option::as_deref).collect();
        let named = (!named.is_empty()).then(|| written("part", &named.join(" ")));
        line([code("class", class_id)].into_iter().chain(named))
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The person the change is about is whoever takes the duty, or leaves it.
fn staffed(mut change: Change, duty: &str, from: Option<PersonId>, to: Option<PersonId>) -> Change {
    change.title = Some(duty.to_owned());
    change.person_id = to.or(from).map(|person| person.0);
    change.old = from.map(|person| person.to_string());
    change.new = to.map(|person| person.to_string());
    change
}

fn day_or_unknown(day: Option<NaiveDate>) -> String {
    day.map_or_else(|| "unknown_day".to_owned(), |day| day.to_string())
}

pub(super) fn of_building(fact: &BuildingEvent) -> Change {
    let told = |name: &str, address: Option<&String>| match address {
        Some(address) => format!("{name}, {address}"),
        None => name.to_owned(),
    };
    let change = Change::of(Kind::Building);
    match fact {
        BuildingEvent::BuildingAdded { name, address } => change.new_value(told(name, address.as_ref())),
        BuildingEvent::BuildingChanged { from_name, from_address, name, address } => {
            change.old(told(from_name, from_address.as_ref())).new_value(told(name, address.as_ref()))
        }
    }
}

pub(super) fn of_room(event: &RecordedEvent, fact: &RoomEvent) -> Change {
    let change = Change::of(Kind::Room);
    match fact {
        RoomEvent::RoomAdded { name, building_id, seats } => {
            change.new_value(room(name, *building_id, *seats))
        }
        RoomEvent::RoomChanged { from_name, from_building_id, from_seats, name, building_id, seats } => {
            change.old(room(from_name, *from_building_id, *from_seats)).new_value(room(
                name,
                *building_id,
                *seats,
            ))
        }
        RoomEvent::RoomRetired { on } => {
            let mut change = change.old(code("room", event.stream_id));
            change.on_day = Some(*on);
            change.title = Some(on.to_string());
            change
        }
    }
}

fn room(name: &str, building_id: Option<BuildingId>, seats: Option<u16>) -> String {
    let seats = seats.map(|seats| code("seats", seats));
    let building = building_id.map(|id| code("building", id));
    line(seats.into_iter().chain(building).chain([written("name", name)]))
}
