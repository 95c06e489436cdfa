//! Publishing: the week becomes dated lessons, and its teachers get their journals.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use dayek_domain::access::{Action, Object};
use dayek_domain::id::{LessonId, PersonId, SlotId, SubjectId, TimetableId};
use dayek_domain::institution::Institution;
use dayek_domain::lesson::{Lesson, LessonCommand, LessonPlace, Slot, Staffing, Times};
use dayek_domain::school_class::{SchoolClass, SchoolClassCommand};
use dayek_domain::study_year::{Days, StudyYear};
use dayek_domain::timetable::{PlannedSlot, Timetable, TimetableCommand, TimetablePlace, Week};
use dayek_domain::timetable::{first_week, week_of};
use dayek_domain::timetable_guard::{Occupied, Taken, TimetableGuard, TimetableGuardCommand};

use super::changes::hold_place;
use super::lesson_id;
use crate::clock;
use crate::log::{StreamKey, UseCase, Work};
use crate::refusal::{Refusal, SchoolError};

/// Makes the dated lessons of some timetables of one period, from a day on. All of it is one append:
/// either every lesson stands, nobody is needed twice and every teacher has their journal, or nothing
/// has changed.
#[derive(Debug, Clone)]
pub struct PublishTimetables {
    /// Normally those of one class and of the groups that are parts of it.
    pub timetable_ids: Vec<TimetableId>,
    /// Days before the period begins count as its first.
    pub from: NaiveDate,
}

impl UseCase for PublishTimetables {
    fn writes(&self) -> Vec<StreamKey> {
        self.timetable_ids.iter().map(|id| StreamKey::of::<Timetable>(*id)).collect()
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        work.permit(Action::EditTimetable, &Object::Institution).await?;
        let mut planned = Vec::with_capacity(self.timetable_ids.len());
        for timetable_id in &self.timetable_ids {
            planned.push(Planned::of(work, *timetable_id, self.from).await?);
        }
        let Some(first) = planned.first() else { return Ok(()) };
        let TimetablePlace { study_year_id, period_id, .. } = first.place;
        if planned.iter().any(|other| other.place.period_id != period_id) {
            return Err(SchoolError::OtherPeriod.into());
        }
        let guard = work.look_at::<TimetableGuard>(study_year_id).await?.clone();
        let monday = first.first_week;
        let timetables = planned.iter().map(|planned| planned.taken.clone()).collect();
        let command = TimetableGuardCommand::Take { timetables, first_week: monday };
        work.handle::<TimetableGuard>(study_year_id, command).await?;
        for planned in &planned {
            planned.make(work, &guard).await?;
        }
        Ok(())
    }
}

/// What publishing one timetable comes to.
pub(super) struct Planned {
    timetable_id: TimetableId,
    pub(super) place: TimetablePlace,
    pub(super) first_week: NaiveDate,
    pub(super) taken: Taken,
    pub(super) lessons: BTreeMap<LessonId, Wanted>,
}

/// A dated lesson as the plan wants it.
pub(super) struct Wanted {
    pub(super) place: LessonPlace,
    pub(super) slot: Slot,
    staffing: Staffing,
}

impl Planned {
    pub(super) async fn of(
        work: &mut Work<'_>,
        timetable_id: TimetableId,
        from: NaiveDate,
    ) -> Result<Self, Refusal> {
        let timetable = work.look_at::<Timetable>(timetable_id).await?;
        let place = timetable.place().ok_or(Refusal::NotFound)?;
        let slots: Vec<_> = timetable.slots().map(|(id, slot)| (id, slot.clone())).collect();
        work.prefetch(&[
            StreamKey::of::<SchoolClass>(place.class_id),
            StreamKey::of::<StudyYear>(place.study_year_id),
            StreamKey::of::<TimetableGuard>(place.study_year_id),
        ])
        .await?;
        let parts = work.look_at::<SchoolClass>(place.class_id).await?.parts(place.class_id);
        let year = work.look_at::<StudyYear>(place.study_year_id).await?;
        let (Some(period), Some(of_year)) = (year.period(place.period_id), year.days()) else {
            return Err(Refusal::NotFound);
        };
        if period.closed {
            return Err(SchoolError::PeriodIsClosed.into());
        }
        let days = Days { first: period.days.first.max(from), last: period.days.last };
        let bells = year.bells(place.bell_schedule_id).ok_or(Refusal::NotFound)?;
        let monday = first_week(of_year);
        let mut occupied = Vec::with_capacity(slots.len());
        let mut lessons = BTreeMap::new();
        for (slot_id, slot) in slots {
            let PlannedSlot { weekday, number, week, subject_id, teacher_ids, room_id } = slot;
            let bell = bells.bell(number).ok_or(SchoolError::NoSuchBell { number })?;
            for date in weekday.dates_in(days) {
                let takes_place = week == Week::Every || week == week_of(date, monday);
                if !takes_place || year.is_holiday(date, period.set_id) {
                    continue;
                }
                // A shortened day that lacks the number rings as usual.
                let rings = year.bells_on(place.bell_schedule_id, date);
                let rings = rings.and_then(|bells| bells.bell(number)).unwrap_or(bell);
                let lesson = Wanted {
                    place: LessonPlace {
                        class_id: place.class_id,
                        subject_id,
                        study_year_id: place.study_year_id,
                        period_id: place.period_id,
                    },
                    slot: Slot { date, number },
                    staffing: Staffing {
                        teacher_ids: teacher_ids.clone(),
                        room_id,
                        times: Some(Times { begins: rings.begins, ends: rings.ends }),
                        slot_id: Some(slot_id),
                    },
                };
                lessons.insert(lesson_id(slot_id, date, number, subject_id), lesson);
            }
            let (begins, ends) = (bell.begins, bell.ends);
            occupied.push(Occupied {
                slot_id,
                weekday,
                week,
                number,
                begins,
                ends,
                subject_id,
                teacher_ids,
                room_id,
            });
        }
        let taken = Taken { class_id: place.class_id, parts, days, slots: occupied };
        Ok(Self { timetable_id, place, first_week: monday, taken, lessons })
    }

    /// The lessons that an earlier plan made of these days and this one has no place for.
    pub(super) fn dropped(&self, guard: &TimetableGuard) -> Vec<LessonId> {
        let before = guard.planned(self.taken.class_id, self.taken.days);
        let ids = before
            .into_iter()
            .map(|(slot, date)| lesson_id(slot.slot_id, date, slot.number, slot.subject_id));
        let dropped: BTreeSet<LessonId> = ids.filter(|id| !self.lessons.contains_key(id)).collect();
        dropped.into_iter().collect()
    }

    async fn make(&self, work: &mut Work<'_>, before: &TimetableGuard) -> Result<(), Refusal> {
        let dropped = self.dropped(before);
        let keys = self.lessons.keys().chain(&dropped).map(|id| StreamKey::of::<Lesson>(*id));
        work.prefetch(&keys.collect::<Vec<_>>()).await?;
        let written_in = work.lessons_with_marks(&dropped).await?;
        for lesson_id in dropped {
            self.drop_lesson(work, lesson_id, written_in.contains(&lesson_id)).await?;
        }
        for (lesson_id, Wanted { place, slot, staffing }) in &self.lessons {
            let known = work.look_at::<Lesson>(*lesson_id).await?.place();
            if known.is_some_and(|known| known != *place) {
                return Err(SchoolError::SlotElsewhere.into());
            }
            let known = known.is_some();
            let (slot, staffing) = (*slot, staffing.clone());
            let command = if known {
                LessonCommand::Replan { slot, staffing }
            } else {
                LessonCommand::Schedule { place: *place, slot, staffing }
            };
            let changed = work.handle::<Lesson>(*lesson_id, command).await? > 0;
            // One that was moved by hand stays where it is, and holds what it needs there. One that is new
            // where another was moved away or cancelled holds its place by itself.
            if changed {
                self.hold_elsewhere(work, *lesson_id).await?;
            }
        }
        let lessons = u32::try_from(self.lessons.len()).unwrap_or(u32::MAX);
        let days = self.taken.days;
        work.handle::<Timetable>(self.timetable_id, TimetableCommand::NotePublished { days, lessons })
            .await?;
        self.give_journals(work, before).await
    }

    async fn hold_elsewhere(&self, work: &mut Work<'_>, lesson_id: LessonId) -> Result<(), Refusal> {
        let lesson = work.look_at::<Lesson>(lesson_id).await?;
        let (place, is_cancelled) = (lesson.place(), lesson.is_cancelled());
        let Some((slot_id, on)) = lesson.origin() else { return Ok(()) };
        let guard = work.look_at::<TimetableGuard>(self.place.study_year_id).await?;
        match place {
            Some(place) if guard.is_away(slot_id, on) && !is_cancelled => {
                hold_place(work, lesson_id, place).await
            }
            Some(_) | None => Ok(()),
        }
    }

    /// A lesson in which nobody has written goes. One in which somebody has stays where it is, and holds
    /// its place against the new plan.
    async fn drop_lesson(
        &self,
        work: &mut Work<'_>,
        lesson_id: LessonId,
        has_marks: bool,
    ) -> Result<(), Refusal> {
        let lesson = work.look_at::<Lesson>(lesson_id).await?;
        let Some(place) = lesson.place().filter(|_| !lesson.is_withdrawn()) else { return Ok(()) };
        if !lesson.has_entries() && !has_marks {
            let origin = lesson.origin();
            work.handle::<Lesson>(lesson_id, LessonCommand::Withdraw { reason: None }).await?;
            return self.free(work, lesson_id, origin).await;
        }
        if lesson.is_cancelled() {
            return Ok(());
        }
        hold_place(work, lesson_id, place).await
    }

    /// One that had been moved by hand holds its place no more.
    async fn free(
        &self,
        work: &mut Work<'_>,
        lesson_id: LessonId,
        origin: Option<(SlotId, NaiveDate)>,
    ) -> Result<(), Refusal> {
        let Some((slot_id, on)) = origin else { return Ok(()) };
        // Where the old plan had it, the new one may have another lesson by now, which stays held.
        if !work.look_at::<TimetableGuard>(self.place.study_year_id).await?.knows(lesson_id) {
            return Ok(());
        }
        let command = TimetableGuardCommand::Free { lesson_id, slot_id: Some(slot_id), on };
        work.handle::<TimetableGuard>(self.place.study_year_id, command).await?;
        Ok(())
    }

    /// The teachers of the plan get the journals of the class; whoever was only in the plan before loses
    /// them, once the new plan holds.
    async fn give_journals(&self, work: &mut Work<'_>, before: &TimetableGuard) -> Result<(), Refusal> {
        let class_id = self.taken.class_id;
        let pairs = |slots: &[Occupied]| -> BTreeSet<(PersonId, SubjectId)> {
            let pair = |slot: &Occupied| {
                let subject_id = slot.subject_id;
                slot.teacher_ids.iter().map(move |teacher| (*teacher, subject_id)).collect::<Vec<_>>()
            };
            slots.iter().flat_map(pair).collect()
        };
        let now = pairs(&self.taken.slots);
        for (teacher_id, subject_id) in &now {
            let (teacher_id, subject_id) = (*teacher_id, *subject_id);
            let command = SchoolClassCommand::AssignTeacher { teacher_id, subject_id };
            work.handle::<SchoolClass>(class_id, command).await?;
        }
        let institution = work.institution();
        let today = clock::today(work.look_at::<Institution>(institution).await?.time_zone());
        if self.taken.days.first > today {
            return Ok(());
        }
        let former: Vec<Occupied> = before.weekly_in(class_id, self.taken.days).cloned().collect();
        // Whoever has lessons in another plan, of these days or of days to come, keeps the journal.
        let ahead = Days { first: today, last: NaiveDate::MAX };
        let guard = work.look_at::<TimetableGuard>(self.place.study_year_id).await?;
        let still: Vec<Occupied> = guard.weekly_in(class_id, ahead).cloned().collect();
        let still: BTreeSet<_> = pairs(&still).union(&now).copied().collect();
        for (teacher_id, subject_id) in pairs(&former).difference(&still) {
            let (teacher_id, subject_id) = (*teacher_id, *subject_id);
            let command = SchoolClassCommand::UnassignTeacher { teacher_id, subject_id };
            work.handle::<SchoolClass>(class_id, command).await?;
        }
        Ok(())
    }
}
