//! What a lesson must remember to decide.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::error::LessonError;
use super::event::{AttendanceCode, LessonEvent, Slot};
use crate::id::{ClassId, PeriodId, PersonId, StudyYearId, SubjectId};

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Lesson {
    pub(super) scheduled: Option<Scheduled>,
    pub(super) cancelled: bool,
    attendance: BTreeMap<PersonId, AttendanceCode>,
}

/// The journal page a lesson belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonPlace {
    pub class_id: ClassId,
    pub subject_id: SubjectId,
    pub study_year_id: StudyYearId,
    pub period_id: PeriodId,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Scheduled {
    pub(super) place: LessonPlace,
    pub(super) slot: Slot,
}

impl Lesson {
    /// Where the lesson belongs, once it is scheduled.
    pub fn place(&self) -> Option<LessonPlace> {
        self.scheduled.map(|scheduled| scheduled.place)
    }

    /// When the lesson takes place, once it is scheduled.
    pub fn slot(&self) -> Option<Slot> {
        self.scheduled.map(|scheduled| scheduled.slot)
    }

    pub fn attendance_of(&self, pupil_id: PersonId) -> Option<AttendanceCode> {
        self.attendance.get(&pupil_id).copied()
    }

    pub(super) fn must_exist(&self) -> Result<Scheduled, LessonError> {
        self.scheduled.ok_or(LessonError::NotScheduled)
    }

    /// Never fails and never judges: the event has already happened.
    pub(super) fn absorb(&mut self, event: LessonEvent) {
        match event {
            LessonEvent::LessonScheduled { class_id, subject_id, study_year_id, period_id, slot } => {
                let place = LessonPlace { class_id, subject_id, study_year_id, period_id };
                self.scheduled = Some(Scheduled { place, slot });
            }
            LessonEvent::LessonMoved { to, .. } => {
                if let Some(scheduled) = &mut self.scheduled {
                    scheduled.slot = to;
                }
            }
            LessonEvent::LessonCancelled { .. } => self.cancelled = true,
            LessonEvent::AttendanceRecorded { pupil_id, to, .. } => {
                self.attendance.insert(pupil_id, to);
            }
            LessonEvent::AttendanceCleared { pupil_id, .. } => {
                self.attendance.remove(&pupil_id);
            }
        }
    }
}
