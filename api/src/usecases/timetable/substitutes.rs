//! Somebody else gives a lesson: from that moment they may keep that lesson, and nothing else.

use dayek_domain::id::{LessonId, PersonId};
use dayek_domain::lesson::{Lesson, LessonCommand};

use super::changes::{hold_place, permitted};
use super::plan::must_teach;
use crate::log::{StreamKey, UseCase, Work};
use crate::refusal::Refusal;

/// Others give a lesson in the place of its teachers.
#[derive(Debug, Clone)]
pub struct SubstituteTeacher {
    pub lesson_id: LessonId,
    pub teacher_ids: Vec<PersonId>,
    pub reason: Option<String>,
}

impl UseCase for SubstituteTeacher {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Lesson>(self.lesson_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        let place = permitted(work, self.lesson_id).await?;
        must_teach(work, &self.teacher_ids).await?;
        let command = LessonCommand::SubstituteTeacher {
            teacher_ids: self.teacher_ids.clone(),
            reason: self.reason.clone(),
        };
        work.handle::<Lesson>(self.lesson_id, command).await?;
        hold_place(work, self.lesson_id, place).await
    }
}

/// The teachers of the timetable give the lesson after all.
#[derive(Debug, Clone, Copy)]
pub struct EndSubstitution {
    pub lesson_id: LessonId,
}

impl UseCase for EndSubstitution {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Lesson>(self.lesson_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        let place = permitted(work, self.lesson_id).await?;
        work.handle::<Lesson>(self.lesson_id, LessonCommand::EndSubstitution).await?;
        hold_place(work, self.lesson_id, place).await
    }
}
