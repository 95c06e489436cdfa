//! Lessons: those that other systems and older records have, and who was there.

use dayek_domain::access::{Action, Object};
use dayek_domain::expected::Expected;
use dayek_domain::id::{LessonId, PersonId};
use dayek_domain::lesson::{AttendanceCode, Lesson, LessonCommand, LessonPlace, Slot, Staffing};
use dayek_domain::school_class::SchoolClass;
use dayek_domain::study_year::StudyYear;

use crate::log::{StreamKey, UseCase, Work};
use crate::refusal::{Refusal, SchoolError};

/// Schedules a lesson.
#[derive(Debug, Clone)]
pub struct ScheduleLesson {
    pub lesson_id: LessonId,
    pub place: LessonPlace,
    pub slot: Slot,
}

impl UseCase for ScheduleLesson {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Lesson>(self.lesson_id)]
    }

    fn looks_at(&self) -> Vec<StreamKey> {
        vec![
            StreamKey::of::<SchoolClass>(self.place.class_id),
            StreamKey::of::<StudyYear>(self.place.study_year_id),
        ]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        work.permit(Action::EditTimetable, &journal(self.place)).await?;
        let in_year = work.look_at::<SchoolClass>(self.place.class_id).await?.study_year_id();
        if in_year != Some(self.place.study_year_id) {
            return Err(SchoolError::NoSuchClass.into());
        }
        let year = work.look_at::<StudyYear>(self.place.study_year_id).await?;
        let Some(period) = year.period(self.place.period_id) else { return Err(Refusal::NotFound) };
        if self.slot.date < period.days.first || self.slot.date > period.days.last {
            return Err(Refusal::input("/date", format!("must lie in the reporting period {}", period.days)));
        }
        work.handle::<Lesson>(
            self.lesson_id,
            LessonCommand::Schedule { place: self.place, slot: self.slot, staffing: Staffing::default() },
        )
        .await?;
        Ok(())
    }
}

/// Records or clears the attendance of several pupils in a lesson, all or nothing.
#[derive(Debug, Clone)]
pub struct ChangeAttendance {
    pub lesson_id: LessonId,
    pub changes: Vec<AttendanceChange>,
}

/// One pupil's attendance; `code` `None` clears it.
#[derive(Debug, Clone, Copy)]
pub struct AttendanceChange {
    pub pupil_id: PersonId,
    pub code: Option<AttendanceCode>,
    pub expected: Expected<AttendanceCode>,
}

impl UseCase for ChangeAttendance {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Lesson>(self.lesson_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        let place = place_of(work, self.lesson_id).await?;
        let lesson = Object::Lesson {
            lesson_id: self.lesson_id,
            class_id: place.class_id,
            subject_id: place.subject_id,
        };
        work.permit(Action::RecordAttendance, &lesson).await?;
        let Some(slot) = work.look_at::<Lesson>(self.lesson_id).await?.slot() else {
            return Err(Refusal::NotFound);
        };
        for change in &self.changes {
            let AttendanceChange { pupil_id, code, expected } = *change;
            let enrolment =
                work.look_at::<SchoolClass>(place.class_id).await?.enrolment_on(pupil_id, slot.date);
            let command = match code {
                Some(code) => LessonCommand::RecordAttendance { pupil_id, code, enrolment, expected },
                None => LessonCommand::ClearAttendance { pupil_id, expected },
            };
            work.handle::<Lesson>(self.lesson_id, command).await?;
        }
        Ok(())
    }
}

async fn place_of(work: &mut Work<'_>, lesson_id: LessonId) -> Result<LessonPlace, Refusal> {
    let place = work.look_at::<Lesson>(lesson_id).await?.place().ok_or(Refusal::NotFound)?;
    let ahead =
        [StreamKey::of::<SchoolClass>(place.class_id), StreamKey::of::<StudyYear>(place.study_year_id)];
    work.prefetch(&ahead).await?;
    Ok(place)
}

const fn journal(place: LessonPlace) -> Object {
    Object::Journal { class_id: place.class_id, subject_id: place.subject_id }
}
