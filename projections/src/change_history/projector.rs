//! Events onto the rows of the change history.
//!
//! Where an assessment, a lesson or a timetable belonged is looked up for the whole batch at once and then
//! followed event by event, so that a row tells the place as it was at that event.

use dayek_domain::fact::Fact;
use dayek_domain::id::InstitutionId;
use dayek_domain::institution::InstitutionEvent;
use dayek_domain::points::Points;
use dayek_domain::subject::SubjectEvent;
use sqlx::PgConnection;

use super::contexts::Contexts;
use super::row::{Change, Kind};
use super::{lessons, people, school, setting, timetable, year};
use crate::delivery::{ApplyError, Batch, RecordedEvent};

pub(super) async fn apply(db: &mut PgConnection, batch: &Batch<'_>) -> Result<(), ApplyError> {
    let mut contexts = Contexts::read(db, batch).await?;
    let mut rows = Vec::with_capacity(batch.events.len());
    for event in batch.events {
        let change = match &event.fact {
            Fact::Institution(fact) => of_institution(fact),
            Fact::Person(fact) => people::of_person(event, fact),
            // The amended data beside it says the same.
            Fact::IinClaim(_) => continue,
            Fact::Account(fact) => people::of_account(event, fact),
            Fact::Membership(fact) => people::of_membership(event, fact),
            Fact::SchoolClass(fact) => school::of_class(event, fact),
            Fact::StudyYear(fact) => year::of_study_year(fact),
            Fact::Subject(fact) => of_subject(event, fact),
            Fact::Building(fact) => school::of_building(fact),
            Fact::Room(fact) => school::of_room(event, fact),
            Fact::Lesson(fact) => lessons::of_lesson(event, fact, &mut contexts),
            Fact::Assessment(fact) => lessons::of_assessment(event, fact, &mut contexts),
            Fact::Timetable(fact) => timetable::of_timetable(event, fact, &mut contexts),
            // What a period's guard holds follows from timetables and lessons, which are told themselves.
            Fact::TimetableGuard(_) => continue,
        };
        rows.push((event, change));
    }
    contexts.write(db, batch).await?;
    super::queries::insert(db, batch, &rows).await
}

fn of_institution(fact: &InstitutionEvent) -> Change {
    match fact {
        InstitutionEvent::InstitutionRegistered { name, .. } => Change::of(Kind::Institution).new_value(name),
        InstitutionEvent::InstitutionRenamed { from, to } => {
            Change::of(Kind::Institution).old(from).new_value(to)
        }
        InstitutionEvent::InstitutionPlaced { from, to } => tied("parent", *from, *to),
        InstitutionEvent::TimeZoneChanged { from, to } => {
            let mut change = Change::of(Kind::Institution).old(from).new_value(to);
            change.title = Some("time_zone".to_owned());
            change
        }
        InstitutionEvent::SubordinateAdmitted { institution_id } => {
            tied("subordinate", None, Some(*institution_id))
        }
        InstitutionEvent::SubordinateReleased { institution_id } => {
            tied("subordinate", Some(*institution_id), None)
        }
        InstitutionEvent::CategoryDefined { title, weight, .. } => {
            Change::of(Kind::Category).new_value(weighted(title, *weight))
        }
        InstitutionEvent::CategoryChanged { from_title, from_weight, title, weight, .. } => {
            Change::of(Kind::Category)
                .old(weighted(from_title, *from_weight))
                .new_value(weighted(title, *weight))
        }
        InstitutionEvent::ProfileChanged { from, to } => setting::of_profile(from, to),
        InstitutionEvent::FunctionSwitched { function, on } => setting::switched(function.as_ref(), *on),
        InstitutionEvent::MarkKindSwitched { kind, on } => setting::switched(kind.as_ref(), *on),
    }
}

/// Another institution, and how it stands to this one.
fn tied(how: &str, from: Option<InstitutionId>, to: Option<InstitutionId>) -> Change {
    let mut change = Change::of(Kind::Institution);
    change.title = Some(how.to_owned());
    change.old = from.map(|id| id.to_string());
    change.new = to.map(|id| id.to_string());
    change
}

fn weighted(title: &str, weight: Option<Points>) -> String {
    weight.map_or_else(|| title.to_owned(), |weight| format!("{title} × {weight}"))
}

fn of_subject(event: &RecordedEvent, fact: &SubjectEvent) -> Change {
    let mut change = Change::of(Kind::Subject);
    change.subject_id = Some(event.stream_id);
    match fact {
        SubjectEvent::SubjectAdded { name, .. } => change.new_value(name),
        SubjectEvent::SubjectRenamed { from, to, .. } => change.old(from).new_value(to),
    }
}
