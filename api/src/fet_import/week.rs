//! The week of one class or group as the file has it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use dayek_domain::id::{ClassId, LessonId, PersonId, RoomId, SlotId, SubjectId, TimetableId};
use dayek_domain::school_class::Part;
use dayek_domain::timetable::{PlannedSlot, Week, Weekday};
use dayek_domain::timetable_guard::{Occupied, Taken};

use super::Ids;
use super::frame::Frame;
use crate::refusal::{Refusal, SchoolError};
use crate::usecases::timetable::lesson_id;

/// The timetable that a class or group is to have.
#[derive(Debug, Clone)]
pub(super) struct Weekly {
    pub(super) class_id: ClassId,
    pub(super) name: String,
    pub(super) parts: Vec<Part>,
    pub(super) timetable_id: TimetableId,
    pub(super) timetable_name: String,
    /// Whether the school has it already, planned so or otherwise.
    pub(super) is_there: bool,
    pub(super) slots: BTreeMap<SlotId, PlannedSlot>,
}

/// When a lesson of the week is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hour {
    pub(super) weekday: Weekday,
    pub(super) number: u8,
}

/// What is taught then.
#[derive(Debug, Clone)]
pub(super) struct Taught {
    pub(super) subject_id: SubjectId,
    pub(super) teacher_ids: Vec<PersonId>,
    pub(super) room_id: Option<RoomId>,
}

impl Weekly {
    /// A lesson of the week is known by its place, so that another subject there is a change of it.
    pub(super) fn add(&mut self, ids: &Ids<'_>, hour: Hour, taught: &Taught) {
        let Hour { weekday, number } = hour;
        let Taught { subject_id, ref teacher_ids, room_id } = *taught;
        let mut teacher_ids = teacher_ids.clone();
        teacher_ids.sort_unstable();
        let place = format!("{}/{}/{number}", self.timetable_id, weekday.as_ref());
        let week = Week::Every;
        let slot = PlannedSlot { weekday, number, week, subject_id, teacher_ids, room_id };
        self.slots.insert(ids.of("fet-slot", &place), slot);
    }

    /// What the class takes by it.
    pub(super) fn taken(&self, frame: &Frame) -> Result<Taken, Refusal> {
        let mut slots = Vec::with_capacity(self.slots.len());
        for (slot_id, slot) in &self.slots {
            let PlannedSlot { weekday, number, week, subject_id, ref teacher_ids, room_id } = *slot;
            let bell = frame.bells.bell(number).ok_or(SchoolError::NoSuchBell { number })?;
            slots.push(Occupied {
                slot_id: *slot_id,
                weekday,
                week,
                number,
                begins: bell.begins,
                ends: bell.ends,
                subject_id,
                teacher_ids: teacher_ids.clone(),
                room_id,
            });
        }
        Ok(Taken { class_id: self.class_id, parts: self.parts.clone(), days: frame.days, slots })
    }

    /// Its dated lessons.
    pub(super) fn lessons(&self, frame: &Frame) -> BTreeSet<LessonId> {
        let dated = |(slot_id, slot): (&SlotId, &PlannedSlot)| {
            let (slot_id, number, subject_id) = (*slot_id, slot.number, slot.subject_id);
            let dates = slot.weekday.dates_in(frame.days);
            let held = dates.filter(|date: &NaiveDate| !frame.year.is_holiday(*date, frame.set_id));
            held.map(move |date| lesson_id(slot_id, date, number, subject_id)).collect::<Vec<_>>()
        };
        self.slots.iter().flat_map(dated).collect()
    }
}
