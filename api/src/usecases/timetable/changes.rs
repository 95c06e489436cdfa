//! Changes of one lesson: another day, another room, not at all, together with another, one more.

use chrono::NaiveDate;
use dayek_domain::access::{Action, Object};
use dayek_domain::expected::Expected;
use dayek_domain::id::{LessonId, PersonId, RoomId};
use dayek_domain::lesson::{Lesson, LessonCommand, LessonPlace, Slot, Staffing, Times};
use dayek_domain::room::Room;
use dayek_domain::school_class::SchoolClass;
use dayek_domain::study_year::StudyYear;
use dayek_domain::timetable_guard::{Dated, TimetableGuard, TimetableGuardCommand};

use super::plan::must_be_known;
use crate::log::{StreamKey, UseCase, Work};
use crate::refusal::{Refusal, SchoolError};

/// Moves a lesson to another day or number.
#[derive(Debug, Clone)]
pub struct MoveLesson {
    pub lesson_id: LessonId,
    pub to: Slot,
    /// By the clock; `None`: as the bells of its class ring on that day.
    pub times: Option<Times>,
    pub reason: Option<String>,
    pub expected: Expected<Slot>,
}

impl UseCase for MoveLesson {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Lesson>(self.lesson_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        let place = permitted(work, self.lesson_id).await?;
        must_lie_in_period(work, place, self.to.date).await?;
        let rung = match self.times {
            Some(times) => Some(times),
            None => times_of(work, place, self.to).await?,
        };
        let lesson = work.look_at::<Lesson>(self.lesson_id).await?;
        // Where nothing rings, a lesson that keeps its number keeps its hour.
        let kept = lesson.times().filter(|_| lesson.slot().is_some_and(|slot| slot.number == self.to.number));
        let times = rung.or(kept);
        // Without its hours a lesson would hold nobody any more.
        if times.is_none() && lesson.times().is_some() {
            return Err(SchoolError::HourUnknown.into());
        }
        let command =
            LessonCommand::Move { to: self.to, times, reason: self.reason.clone(), expected: self.expected };
        work.handle::<Lesson>(self.lesson_id, command).await?;
        hold_place(work, self.lesson_id, place).await
    }
}

/// A lesson does not take place.
#[derive(Debug, Clone)]
pub struct CancelLesson {
    pub lesson_id: LessonId,
    pub reason: Option<String>,
}

impl UseCase for CancelLesson {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Lesson>(self.lesson_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        let place = permitted(work, self.lesson_id).await?;
        work.handle::<Lesson>(self.lesson_id, LessonCommand::Cancel { reason: self.reason.clone() }).await?;
        let lesson = work.look_at::<Lesson>(self.lesson_id).await?;
        if lesson.times().is_none() {
            return Ok(());
        }
        let Some(slot) = lesson.slot() else { return Ok(()) };
        let (slot_id, on) = match lesson.origin() {
            Some((slot_id, on)) => (Some(slot_id), on),
            None => (None, slot.date),
        };
        let command = TimetableGuardCommand::Free { lesson_id: self.lesson_id, slot_id, on };
        work.handle::<TimetableGuard>(place.study_year_id, command).await?;
        Ok(())
    }
}

/// A cancelled lesson takes place after all.
#[derive(Debug, Clone)]
pub struct RestoreLesson {
    pub lesson_id: LessonId,
    pub reason: Option<String>,
}

impl UseCase for RestoreLesson {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Lesson>(self.lesson_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        let place = permitted(work, self.lesson_id).await?;
        let command = LessonCommand::Restore { reason: self.reason.clone() };
        work.handle::<Lesson>(self.lesson_id, command).await?;
        hold_place(work, self.lesson_id, place).await
    }
}

/// A lesson is held in another room.
#[derive(Debug, Clone)]
pub struct ChangeRoom {
    pub lesson_id: LessonId,
    pub room_id: Option<RoomId>,
    pub reason: Option<String>,
}

impl UseCase for ChangeRoom {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Lesson>(self.lesson_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        let place = permitted(work, self.lesson_id).await?;
        let on = work.look_at::<Lesson>(self.lesson_id).await?.slot().map(|slot| slot.date);
        must_serve(work, self.room_id, on).await?;
        let command = LessonCommand::ChangeRoom { room_id: self.room_id, reason: self.reason.clone() };
        work.handle::<Lesson>(self.lesson_id, command).await?;
        hold_place(work, self.lesson_id, place).await
    }
}

/// A lesson that no timetable has.
#[derive(Debug, Clone)]
pub struct AddLesson {
    pub lesson_id: LessonId,
    pub place: LessonPlace,
    pub slot: Slot,
    pub teacher_ids: Vec<PersonId>,
    pub room_id: Option<RoomId>,
    /// By the clock; `None`: as the bells of the class ring, which then have to be known.
    pub times: Option<Times>,
}

impl UseCase for AddLesson {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Lesson>(self.lesson_id)]
    }

    fn looks_at(&self) -> Vec<StreamKey> {
        vec![
            StreamKey::of::<SchoolClass>(self.place.class_id),
            StreamKey::of::<StudyYear>(self.place.study_year_id),
            StreamKey::of::<TimetableGuard>(self.place.study_year_id),
        ]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        work.permit(Action::EditTimetable, &journal(self.place)).await?;
        let in_year = work.look_at::<SchoolClass>(self.place.class_id).await?.study_year_id();
        if in_year != Some(self.place.study_year_id) {
            return Err(SchoolError::NoSuchClass.into());
        }
        must_lie_in_period(work, self.place, self.slot.date).await?;
        must_be_open(work, self.place).await?;
        must_be_known(work, self.place.subject_id, &self.teacher_ids, self.room_id).await?;
        must_serve(work, self.room_id, Some(self.slot.date)).await?;
        let times = match self.times {
            Some(times) => Some(times),
            None => times_of(work, self.place, self.slot).await?,
        };
        let times = Some(times.ok_or(SchoolError::HourUnknown)?);
        let staffing =
            Staffing { teacher_ids: self.teacher_ids.clone(), room_id: self.room_id, times, slot_id: None };
        let command = LessonCommand::Schedule { place: self.place, slot: self.slot, staffing };
        work.handle::<Lesson>(self.lesson_id, command).await?;
        hold_place(work, self.lesson_id, self.place).await
    }
}

/// Two lessons of one moment are held together, by the teachers of the second in its room.
#[derive(Debug, Clone)]
pub struct JoinLesson {
    pub lesson_id: LessonId,
    pub with: LessonId,
    pub reason: Option<String>,
}

impl UseCase for JoinLesson {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Lesson>(self.lesson_id)]
    }

    fn looks_at(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Lesson>(self.with)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        let place = permitted(work, self.lesson_id).await?;
        let with = work.look_at::<Lesson>(self.with).await?;
        let (Some(other), Some(slot)) = (with.place(), with.slot()) else { return Err(Refusal::NotFound) };
        let (teacher_ids, room_id, times) = (with.teachers().to_vec(), with.room(), with.times());
        let (is_given, further) = (!with.is_cancelled() && !with.is_withdrawn(), with.joined_with());
        let lesson = work.look_at::<Lesson>(self.lesson_id).await?;
        let together = lesson.slot().map(|slot| slot.date) == Some(slot.date) && lesson.times() == times;
        if !together || !is_given || other.period_id != place.period_id || self.lesson_id == self.with {
            return Err(SchoolError::NotAtOneTime.into());
        }
        // Of several that are held together all name the same one, so that each may share with each.
        let mut named = self.with;
        if let Some(further) = further.filter(|further| *further != self.lesson_id) {
            let held = work.look_at::<Lesson>(further).await?;
            if held.slot().map(|slot| slot.date) == Some(slot.date) && held.times() == times {
                named = further;
            }
        }
        let reason = self.reason.clone();
        let join = LessonCommand::Join { with: named, reason: reason.clone() };
        work.handle::<Lesson>(self.lesson_id, join).await?;
        let teach = LessonCommand::SubstituteTeacher { teacher_ids, reason: reason.clone() };
        work.handle::<Lesson>(self.lesson_id, teach).await?;
        work.handle::<Lesson>(self.lesson_id, LessonCommand::ChangeRoom { room_id, reason }).await?;
        // Both are known to the guard by their ids, so that they may share.
        hold_place(work, self.with, other).await?;
        hold_place(work, self.lesson_id, place).await
    }
}

/// Asks for the right to change a lesson of the timetable.
pub(super) async fn permitted(work: &mut Work<'_>, lesson_id: LessonId) -> Result<LessonPlace, Refusal> {
    let place = work.look_at::<Lesson>(lesson_id).await?.place().ok_or(Refusal::NotFound)?;
    let ahead = [
        StreamKey::of::<SchoolClass>(place.class_id),
        StreamKey::of::<StudyYear>(place.study_year_id),
        StreamKey::of::<TimetableGuard>(place.study_year_id),
    ];
    work.prefetch(&ahead).await?;
    work.permit(Action::EditTimetable, &journal(place)).await?;
    must_be_open(work, place).await?;
    Ok(place)
}

/// The lessons of a closed period stay as they are.
async fn must_be_open(work: &mut Work<'_>, place: LessonPlace) -> Result<(), Refusal> {
    let year = work.look_at::<StudyYear>(place.study_year_id).await?;
    match year.period(place.period_id) {
        Some(period) if period.closed => Err(SchoolError::PeriodIsClosed.into()),
        Some(_) => Ok(()),
        None => Err(Refusal::NotFound),
    }
}

async fn must_lie_in_period(work: &mut Work<'_>, place: LessonPlace, date: NaiveDate) -> Result<(), Refusal> {
    let year = work.look_at::<StudyYear>(place.study_year_id).await?;
    let Some(period) = year.period(place.period_id) else { return Err(Refusal::NotFound) };
    if date < period.days.first || date > period.days.last {
        return Err(Refusal::input("/date", format!("must lie in the reporting period {}", period.days)));
    }
    Ok(())
}

/// A room that is used no more on that day is not there.
async fn must_serve(
    work: &mut Work<'_>,
    room_id: Option<RoomId>,
    on: Option<NaiveDate>,
) -> Result<(), Refusal> {
    let (Some(room_id), Some(on)) = (room_id, on) else { return Ok(()) };
    if work.look_at::<Room>(room_id).await?.serves_on(on) { Ok(()) } else { Err(Refusal::NotFound) }
}

/// When a number rings for a class on a day, if its bells are known. A group rings as the classes do of
/// which it is made; where nobody has chosen bells, as the timetable has the number.
async fn times_of(work: &mut Work<'_>, place: LessonPlace, slot: Slot) -> Result<Option<Times>, Refusal> {
    let class = work.look_at::<SchoolClass>(place.class_id).await?;
    let (mut schedule, parts) = (class.bell_schedule(), class.parts(place.class_id));
    for part in parts {
        if schedule.is_none() {
            schedule = work.look_at::<SchoolClass>(part.class_id).await?.bell_schedule();
        }
    }
    let Some(schedule) = schedule else {
        let guard = work.look_at::<TimetableGuard>(place.study_year_id).await?;
        let known = guard.weekly(place.class_id).find(|known| known.number == slot.number);
        return Ok(known.map(|known| Times { begins: known.begins, ends: known.ends }));
    };
    let year = work.look_at::<StudyYear>(place.study_year_id).await?;
    let Some(bells) = year.bells_on(schedule, slot.date) else { return Ok(None) };
    let number = slot.number;
    let bell = bells.bell(number).ok_or(SchoolError::NoSuchBell { number })?;
    Ok(Some(Times { begins: bell.begins, ends: bell.ends }))
}

/// Has the guard hold what a lesson needs now. A lesson without clock times, as other systems and older
/// records have them, holds nothing, and neither does one that does not take place.
pub(super) async fn hold_place(
    work: &mut Work<'_>,
    lesson_id: LessonId,
    place: LessonPlace,
) -> Result<(), Refusal> {
    let parts = work.look_at::<SchoolClass>(place.class_id).await?.parts(place.class_id);
    let lesson = work.look_at::<Lesson>(lesson_id).await?;
    if lesson.is_cancelled() || lesson.is_withdrawn() {
        return Ok(());
    }
    let (Some(slot), Some(Times { begins, ends })) = (lesson.slot(), lesson.times()) else { return Ok(()) };
    let (slot_id, on) = match lesson.origin() {
        Some((slot_id, on)) => (Some(slot_id), on),
        None => (None, slot.date),
    };
    let to = Dated {
        date: slot.date,
        number: slot.number,
        begins,
        ends,
        class_id: place.class_id,
        parts,
        teacher_ids: lesson.teachers().to_vec(),
        room_id: lesson.room(),
        joined_with: lesson.joined_with(),
    };
    let command = TimetableGuardCommand::Place { lesson_id, slot_id, on, to };
    work.handle::<TimetableGuard>(place.study_year_id, command).await?;
    Ok(())
}

pub(super) const fn journal(place: LessonPlace) -> Object {
    Object::Journal { class_id: place.class_id, subject_id: place.subject_id }
}
