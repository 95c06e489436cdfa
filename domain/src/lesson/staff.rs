//! Who teaches a lesson: the regular teachers, or others for this once.

use super::error::LessonError;
use super::event::LessonEvent;
use super::state::Lesson;
use crate::id::PersonId;

/// The order in which teachers are told means nothing, and none stands twice.
pub(super) fn in_order(mut teacher_ids: Vec<PersonId>) -> Vec<PersonId> {
    teacher_ids.sort_unstable();
    teacher_ids.dedup();
    teacher_ids
}

impl Lesson {
    pub(super) fn substitute(
        &self,
        teacher_ids: Vec<PersonId>,
        reason: Option<String>,
    ) -> Result<Vec<LessonEvent>, LessonError> {
        self.must_exist()?;
        let to = in_order(teacher_ids);
        if to.is_empty() {
            return Err(LessonError::TeacherMissing);
        }
        if self.teachers() == to {
            return Ok(vec![]);
        }
        if self.regular_teachers() == to {
            return self.end_substitution();
        }
        self.must_take_place()?;
        Ok(vec![LessonEvent::TeacherSubstituted { from: self.teachers().to_vec(), to, reason }])
    }

    pub(super) fn end_substitution(&self) -> Result<Vec<LessonEvent>, LessonError> {
        self.must_exist()?;
        let from = self.substitutes().to_vec();
        if from.is_empty() {
            return Ok(vec![]);
        }
        self.must_take_place()?;
        Ok(vec![LessonEvent::SubstitutionEnded { from, to: self.regular_teachers().to_vec() }])
    }
}
