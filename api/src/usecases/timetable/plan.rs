//! The week of a class as it is being planned; nothing of it counts before it is published.

use dayek_domain::access::{Action, Object};
use dayek_domain::id::{PersonId, RoomId, SlotId, SubjectId, TimetableId};
use dayek_domain::membership::Membership;
use dayek_domain::room::Room;
use dayek_domain::school_class::SchoolClass;
use dayek_domain::study_year::StudyYear;
use dayek_domain::subject::Subject;
use dayek_domain::timetable::{PlannedSlot, Timetable, TimetableCommand, TimetablePlace};

use super::super::classes::must_be_another;
use crate::log::{StreamKey, UseCase, Work};
use crate::refusal::{Refusal, SchoolError};

/// Begins the timetable of a class for a period, or gives it another name or other bells.
#[derive(Debug, Clone)]
pub struct DraftTimetable {
    pub timetable_id: TimetableId,
    pub place: TimetablePlace,
    pub name: String,
}

impl UseCase for DraftTimetable {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Timetable>(self.timetable_id)]
    }

    fn looks_at(&self) -> Vec<StreamKey> {
        vec![
            StreamKey::of::<SchoolClass>(self.place.class_id),
            StreamKey::of::<StudyYear>(self.place.study_year_id),
        ]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        work.permit(Action::EditTimetable, &Object::Institution).await?;
        let TimetablePlace { class_id, study_year_id, period_id, bell_schedule_id } = self.place;
        if work.look_at::<SchoolClass>(class_id).await?.study_year_id() != Some(study_year_id) {
            return Err(SchoolError::NoSuchClass.into());
        }
        let year = work.look_at::<StudyYear>(study_year_id).await?;
        if year.period(period_id).is_none() || year.bells(bell_schedule_id).is_none() {
            return Err(Refusal::NotFound);
        }
        let command = TimetableCommand::Draft { place: self.place, name: self.name.clone() };
        work.handle::<Timetable>(self.timetable_id, command).await?;
        Ok(())
    }
}

/// Plans a lesson of the week, or plans it otherwise.
#[derive(Debug, Clone)]
pub struct PlanSlot {
    pub timetable_id: TimetableId,
    pub slot_id: SlotId,
    pub slot: PlannedSlot,
}

impl UseCase for PlanSlot {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Timetable>(self.timetable_id)]
    }

    fn looks_at(&self) -> Vec<StreamKey> {
        let teachers = self.slot.teacher_ids.iter().map(|teacher| StreamKey::of::<Membership>(*teacher));
        let mut keys: Vec<StreamKey> = teachers.collect();
        keys.push(StreamKey::of::<Subject>(self.slot.subject_id));
        keys.extend(self.slot.room_id.map(StreamKey::of::<Room>));
        keys
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        work.permit(Action::EditTimetable, &Object::Institution).await?;
        let PlannedSlot { number, subject_id, room_id, ref teacher_ids, .. } = self.slot;
        let known = work.look_at::<Timetable>(self.timetable_id).await?.slot(self.slot_id);
        let unchanged = known.is_some_and(|known| known.teacher_ids == *teacher_ids);
        must_be_known(work, subject_id, if unchanged { &[] } else { teacher_ids }, room_id).await?;
        let place = work.look_at::<Timetable>(self.timetable_id).await?.place().ok_or(Refusal::NotFound)?;
        let year = work.look_at::<StudyYear>(place.study_year_id).await?;
        let rings = year.bells(place.bell_schedule_id).and_then(|bells| bells.bell(number));
        if rings.is_none() {
            return Err(SchoolError::NoSuchBell { number }.into());
        }
        let command = TimetableCommand::PlanSlot { slot_id: self.slot_id, slot: self.slot.clone() };
        work.handle::<Timetable>(self.timetable_id, command).await?;
        Ok(())
    }
}

/// Takes a lesson of the week out of the plan.
#[derive(Debug, Clone, Copy)]
pub struct RemoveSlot {
    pub timetable_id: TimetableId,
    pub slot_id: SlotId,
}

impl UseCase for RemoveSlot {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Timetable>(self.timetable_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        work.permit(Action::EditTimetable, &Object::Institution).await?;
        if work.look_at::<Timetable>(self.timetable_id).await?.place().is_none() {
            return Err(Refusal::NotFound);
        }
        let command = TimetableCommand::RemoveSlot { slot_id: self.slot_id };
        work.handle::<Timetable>(self.timetable_id, command).await?;
        Ok(())
    }
}

/// A lesson is given in a subject of the directory, by people of the staff, in a room there is.
pub(super) async fn must_be_known(
    work: &mut Work<'_>,
    subject_id: SubjectId,
    teacher_ids: &[PersonId],
    room_id: Option<RoomId>,
) -> Result<(), Refusal> {
    if !work.look_at::<Subject>(subject_id).await?.exists() {
        return Err(Refusal::NotFound);
    }
    must_teach(work, teacher_ids).await?;
    match room_id {
        Some(room_id) if !work.look_at::<Room>(room_id).await?.exists() => Err(Refusal::NotFound),
        Some(_) | None => Ok(()),
    }
}

/// Lessons give rights over a journal, and nobody gives rights to themselves who does not grant roles.
pub(super) async fn must_teach(work: &mut Work<'_>, teacher_ids: &[PersonId]) -> Result<(), Refusal> {
    for teacher in teacher_ids {
        must_be_another(work, *teacher).await?;
        if !work.look_at::<Membership>(*teacher).await?.is_employed() {
            return Err(SchoolError::NotEmployed.into());
        }
    }
    Ok(())
}
