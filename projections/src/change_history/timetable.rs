//! Events of weekly timetables as rows of the change history.

use dayek_domain::timetable::{PlannedSlot, TimetableEvent, Week};

use super::contexts::{Context, Contexts};
use super::row::{Change, Kind};
use super::value::{code, line, written};
use crate::delivery::RecordedEvent;

pub(super) fn of_timetable(event: &RecordedEvent, fact: &TimetableEvent, contexts: &mut Contexts) -> Change {
    let change = Change::of(Kind::Timetable);
    match fact {
        TimetableEvent::TimetableDrafted { class_id, period_id, bell_schedule_id, name, .. } => {
            let context = Context {
                class_id: class_id.0,
                subject_id: None,
                period_id: period_id.0,
                on_day: None,
                title: Some(name.clone()),
            };
            contexts.set(event.stream_id, context);
            let drafted = line(["drafted".to_owned(), code("bells", bell_schedule_id)]);
            contexts.place(event, change.new_value(drafted))
        }
        TimetableEvent::TimetableRenamed { from, to } => {
            contexts.rename(event.stream_id, to);
            contexts.place(event, change.old(written("name", from)).new_value(written("name", to)))
        }
        TimetableEvent::BellScheduleReplaced { from, to } => {
            contexts.place(event, change.old(code("bells", from)).new_value(code("bells", to)))
        }
        TimetableEvent::SlotPlanned { slot, .. } => {
            taught(slot, contexts.place(event, change.new_value(planned(slot))))
        }
        TimetableEvent::SlotChanged { from, to, .. } => {
            taught(to, contexts.place(event, change.old(planned(from)).new_value(planned(to))))
        }
        TimetableEvent::SlotRemoved { slot, .. } => {
            taught(slot, contexts.place(event, change.old(planned(slot))))
        }
        TimetableEvent::TimetablePublished { days, slots, lessons } => {
            let told =
                ["published".to_owned(), days.to_string(), code("slots", slots), code("lessons", lessons)];
            let mut change = contexts.place(event, change.new_value(line(told)));
            change.on_day = Some(days.first);
            change
        }
    }
}

fn taught(slot: &PlannedSlot, mut change: Change) -> Change {
    change.subject_id = Some(slot.subject_id.0);
    change.number = Some(i16::from(slot.number));
    change
}

fn planned(slot: &PlannedSlot) -> String {
    let PlannedSlot { weekday, number, week, subject_id, teacher_ids, room_id } = slot;
    let week = (*week != Week::Every).then(|| code("week", week.as_ref()));
    let teachers = teacher_ids.iter().map(|id| code("teacher", id));
    let room = room_id.map(|id| code("room", id));
    let begins = [code("weekday", weekday.as_ref()), format!("#{number}")];
    line(begins.into_iter().chain(week).chain([code("subject", subject_id)]).chain(teachers).chain(room))
}
