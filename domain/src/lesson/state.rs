//! What a lesson must remember to decide.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::command::Staffing;
use super::error::LessonError;
use super::event::{AttendanceCode, LessonEvent, Slot, Times};
use crate::access::{Grant, Over, Role, Standing};
use crate::id::{ClassId, LessonId, PeriodId, PersonId, RoomId, SlotId, StudyYearId, SubjectId};

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Lesson {
    pub(super) scheduled: Option<Scheduled>,
    pub(super) cancelled: bool,
    pub(super) withdrawn: bool,
    regular_teachers: Vec<PersonId>,
    substitutes: Vec<PersonId>,
    joined_with: Option<LessonId>,
    /// What the timetable says of it; what was changed by hand since is in the fields above.
    planned: Staffing,
    /// On which day the timetable has it.
    home: Option<NaiveDate>,
    /// The sequence of the event that gave it to its substitutes.
    substituted: u64,
    seen: u64,
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
    pub(super) times: Option<Times>,
    pub(super) room_id: Option<RoomId>,
    pub(super) slot_id: Option<SlotId>,
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

    /// When it begins and ends by the clock, if that is known.
    pub fn times(&self) -> Option<Times> {
        self.scheduled?.times
    }

    pub fn room(&self) -> Option<RoomId> {
        self.scheduled?.room_id
    }

    /// The lesson of the weekly timetable it was made from.
    pub fn slot_id(&self) -> Option<SlotId> {
        self.scheduled?.slot_id
    }

    /// The lesson of the weekly timetable it was made from, and the day on which that has it.
    pub fn origin(&self) -> Option<(SlotId, NaiveDate)> {
        self.slot_id().zip(self.home)
    }

    pub(super) const fn planned(&self) -> &Staffing {
        &self.planned
    }

    /// Adds to a person's standing what this lesson gives them: whoever substitutes keeps it on the day
    /// on which it takes place. It counts only for those who are employed.
    pub fn add_to(&self, standing: &mut Standing, lesson_id: LessonId, day: NaiveDate) {
        let (Some(place), Some(slot)) = (self.place(), self.slot()) else { return };
        let takes_place = !self.cancelled && !self.withdrawn && slot.date == day;
        if takes_place && self.substitutes.contains(&standing.person()) && standing.has(Role::Employee) {
            let LessonPlace { class_id, subject_id, .. } = place;
            let grant = Grant { stream: "lesson", id: lesson_id.0, sequence: self.substituted };
            standing.add(Role::Teacher, Over::Lesson { lesson_id, class_id, subject_id }, grant);
        }
    }

    /// Who teaches it as things stand.
    pub fn teachers(&self) -> &[PersonId] {
        if self.substitutes.is_empty() { &self.regular_teachers } else { &self.substitutes }
    }

    pub fn regular_teachers(&self) -> &[PersonId] {
        &self.regular_teachers
    }

    /// Who teaches it in the place of the regular teachers; nobody if they do themselves.
    pub fn substitutes(&self) -> &[PersonId] {
        &self.substitutes
    }

    /// The lesson it is held together with.
    pub const fn joined_with(&self) -> Option<LessonId> {
        self.joined_with
    }

    pub const fn is_cancelled(&self) -> bool {
        self.cancelled
    }

    pub const fn is_withdrawn(&self) -> bool {
        self.withdrawn
    }

    /// Whether anything stands written in it.
    pub fn has_entries(&self) -> bool {
        !self.attendance.is_empty()
    }

    pub fn attendance_of(&self, pupil_id: PersonId) -> Option<AttendanceCode> {
        self.attendance.get(&pupil_id).copied()
    }

    pub(super) fn must_exist(&self) -> Result<Scheduled, LessonError> {
        self.scheduled.ok_or(LessonError::NotScheduled)
    }

    /// Never fails and never judges: the event has already happened.
    pub(super) fn absorb(&mut self, event: LessonEvent) {
        self.seen += 1;
        match event {
            LessonEvent::LessonScheduled {
                class_id,
                subject_id,
                study_year_id,
                period_id,
                slot,
                teacher_ids,
                room_id,
                times,
                slot_id,
            } => {
                let place = LessonPlace { class_id, subject_id, study_year_id, period_id };
                self.scheduled = Some(Scheduled { place, slot, times, room_id, slot_id });
                self.planned = Staffing { teacher_ids: teacher_ids.clone(), room_id, times, slot_id };
                self.regular_teachers = teacher_ids;
                self.home = Some(slot.date);
                self.substitutes.clear();
                (self.cancelled, self.withdrawn, self.joined_with) = (false, false, None);
            }
            LessonEvent::LessonMoved { to, times, .. } => {
                if let Some(scheduled) = &mut self.scheduled {
                    scheduled.slot = to;
                    scheduled.times = times;
                }
            }
            LessonEvent::LessonCancelled { .. } => self.cancelled = true,
            LessonEvent::AttendanceRecorded { pupil_id, to, .. } => {
                self.attendance.insert(pupil_id, to);
            }
            LessonEvent::AttendanceCleared { pupil_id, .. } => {
                self.attendance.remove(&pupil_id);
            }
            LessonEvent::TeacherSubstituted { to, .. } => {
                self.substitutes = to;
                self.substituted = self.seen;
            }
            LessonEvent::SubstitutionEnded { .. } => self.substitutes.clear(),
            LessonEvent::RoomChanged { to, .. } => {
                if let Some(scheduled) = &mut self.scheduled {
                    scheduled.room_id = to;
                }
            }
            LessonEvent::LessonJoined { with, .. } => self.joined_with = Some(with),
            LessonEvent::LessonWithdrawn { .. } => self.withdrawn = true,
            LessonEvent::LessonRestored { .. } => self.cancelled = false,
            LessonEvent::LessonReplanned { from, to } => {
                if let Some(scheduled) = &mut self.scheduled {
                    if scheduled.room_id == from.room_id {
                        scheduled.room_id = to.room_id;
                    }
                    if scheduled.times == from.times {
                        scheduled.times = to.times;
                    }
                }
                self.regular_teachers.clone_from(&to.teacher_ids);
                self.planned = to;
            }
        }
    }
}
