//! Events of lessons and assessments as rows of the change history.

use chrono::{NaiveDate, NaiveTime};
use dayek_domain::assessment::{AssessmentEvent, AssessmentPlan};
use dayek_domain::id::{PersonId, RoomId};
use dayek_domain::lesson::{LessonEvent, Slot, Staffing, Times};

use super::contexts::{Context, Contexts};
use super::row::{Change, Kind};
use super::value::{code, line};
use crate::delivery::RecordedEvent;

pub(super) fn of_lesson(event: &RecordedEvent, fact: &LessonEvent, contexts: &mut Contexts) -> Change {
    match fact {
        LessonEvent::LessonScheduled {
            class_id,
            subject_id,
            period_id,
            slot,
            teacher_ids,
            room_id,
            times,
            ..
        } => {
            let context = Context {
                class_id: class_id.0,
                subject_id: Some(subject_id.0),
                period_id: period_id.0,
                on_day: Some(slot.date),
                title: None,
            };
            contexts.set(event.stream_id, context);
            let staffing = teacher_ids.iter().map(|id| code("teacher", id)).chain(in_room(*room_id));
            let planned = line(stands(*slot, *times).chain(staffing));
            contexts.place(event, Change::of(Kind::Schedule).new_value(planned))
        }
        LessonEvent::LessonMoved { from, to, reason, times } => {
            let moved = Change::of(Kind::Schedule).old(from).new_value(line(stands(*to, *times)));
            let change = contexts.place(event, moved).because(reason.as_ref());
            contexts.move_to(event.stream_id, to.date);
            change
        }
        LessonEvent::LessonCancelled { reason } => {
            let mut change = contexts.place(event, Change::of(Kind::Schedule)).because(reason.as_ref());
            change.old = change.on_day.map(|day| day.to_string());
            change.new = Some("cancelled".to_owned());
            change
        }
        LessonEvent::LessonRestored { reason } => {
            let mut change = contexts.place(event, Change::of(Kind::Schedule)).because(reason.as_ref());
            change.old = Some("cancelled".to_owned());
            change.new = change.on_day.map(|day| day.to_string());
            change
        }
        LessonEvent::LessonWithdrawn { reason } => {
            let mut change = contexts.place(event, Change::of(Kind::Schedule)).because(reason.as_ref());
            change.old = change.on_day.map(|day| day.to_string());
            change
        }
        LessonEvent::RoomChanged { from, to, reason } => {
            let mut change = contexts.place(event, Change::of(Kind::Schedule)).because(reason.as_ref());
            change.old = in_room(*from);
            change.new = in_room(*to);
            change
        }
        LessonEvent::LessonJoined { with, reason } => {
            let joined = Change::of(Kind::Schedule).new_value(code("lesson", with));
            contexts.place(event, joined).because(reason.as_ref())
        }
        LessonEvent::TeacherSubstituted { from, to, reason } => {
            contexts.place(event, substituted(from, to)).because(reason.as_ref())
        }
        LessonEvent::SubstitutionEnded { from, to } => contexts.place(event, substituted(from, to)),
        LessonEvent::LessonReplanned { from, to } => {
            let change = Change::of(Kind::Schedule).old(staffed(from)).new_value(staffed(to));
            contexts.place(event, change)
        }
        LessonEvent::AttendanceRecorded { pupil_id, from, to } => {
            let mut change = Change::of(Kind::Attendance).about(*pupil_id).new_value(to.as_ref());
            change.old = from.map(|code| code.as_ref().to_owned());
            contexts.place(event, change)
        }
        LessonEvent::AttendanceCleared { pupil_id, from } => {
            contexts.place(event, Change::of(Kind::Attendance).about(*pupil_id).old(from.as_ref()))
        }
    }
}

/// The day and number of a lesson, and its clock times if they are known.
fn stands(slot: Slot, times: Option<Times>) -> impl Iterator<Item = String> {
    let by_the_clock = times.map(|Times { begins, ends }| clock(begins, ends));
    std::iter::once(slot.to_string()).chain(by_the_clock)
}

/// Who teaches a lesson, where and when by the clock, as far as it is planned.
fn staffed(Staffing { teacher_ids, room_id, times, .. }: &Staffing) -> String {
    let by_the_clock = times.map(|Times { begins, ends }| clock(begins, ends));
    let teachers = teacher_ids.iter().map(|id| code("teacher", id));
    line(by_the_clock.into_iter().chain(teachers).chain(in_room(*room_id)))
}

/// From when to when by the clock.
pub(super) fn clock(begins: NaiveTime, ends: NaiveTime) -> String {
    format!("{}-{}", begins.format("%H:%M"), ends.format("%H:%M"))
}

fn in_room(room_id: Option<RoomId>) -> Option<String> {
    room_id.map(|id| code("room", id))
}

/// The person the change is about is whoever teaches the lesson now, or did until then.
fn substituted(from: &[PersonId], to: &[PersonId]) -> Change {
    let teachers =
        |people: &[PersonId]| (!people.is_empty()).then(|| line(people.iter().map(|id| code("teacher", id))));
    let mut change = Change::of(Kind::Substitution);
    change.person_id = to.first().or(from.first()).map(|person| person.0);
    change.old = teachers(from);
    change.new = teachers(to);
    change
}

pub(super) fn of_assessment(
    event: &RecordedEvent,
    fact: &AssessmentEvent,
    contexts: &mut Contexts,
) -> Change {
    match fact {
        AssessmentEvent::AssessmentPlanned { plan } => {
            contexts.set(event.stream_id, context_of(plan));
            contexts.place(event, Change::of(Kind::Assessment).new_value(described(plan)))
        }
        AssessmentEvent::AssessmentReplanned { from, to } => {
            contexts.set(event.stream_id, context_of(to));
            contexts.place(event, Change::of(Kind::Assessment).old(described(from)).new_value(described(to)))
        }
        AssessmentEvent::MarkGiven { pupil_id, number, value, on, reason } => {
            let change =
                Change::of(Kind::Mark).about(*pupil_id).new_value(value).reason(event, reason.as_ref());
            numbered(contexts.place(event, change), *number, Some(*on))
        }
        AssessmentEvent::MarkChanged { pupil_id, number, from, to, on, reason } => {
            let change = Change::of(Kind::Mark)
                .about(*pupil_id)
                .old(from)
                .new_value(to)
                .reason(event, reason.as_ref());
            numbered(contexts.place(event, change), *number, Some(*on))
        }
        AssessmentEvent::MarkWithdrawn { pupil_id, number, from, reason } => {
            let change = Change::of(Kind::Mark).about(*pupil_id).old(from).reason(event, reason.as_ref());
            numbered(contexts.place(event, change), *number, None)
        }
        AssessmentEvent::StatusSet { pupil_id, from, to } => {
            let mut change = Change::of(Kind::Status).about(*pupil_id).new_value(to.as_ref());
            change.old = from.map(|status| status.as_ref().to_owned());
            contexts.place(event, change)
        }
        AssessmentEvent::StatusCleared { pupil_id, from } => {
            contexts.place(event, Change::of(Kind::Status).about(*pupil_id).old(from.as_ref()))
        }
    }
}

fn numbered(mut change: Change, number: u8, on: Option<NaiveDate>) -> Change {
    change.number = Some(i16::from(number));
    change.on_day = on.or(change.on_day);
    change
}

fn context_of(plan: &AssessmentPlan) -> Context {
    Context {
        class_id: plan.class_id.0,
        subject_id: Some(plan.subject_id.0),
        period_id: plan.period_id.0,
        on_day: Some(plan.due_on),
        title: Some(plan.title.clone()),
    }
}

fn described(plan: &AssessmentPlan) -> String {
    format!("{} {}..{} {}", plan.title, plan.least, plan.most, plan.due_on)
}
