//! A small school: who and what there is in it, under fixed ids, and the requests tests make of it.
//!
//! Everybody is invented. The ids follow from the school's number, so that a second school shares
//! none of them, and a failure reads the same twice.

use chrono::NaiveDate;
use dayek::usecases::{
    AttendanceChange, ChangeAttendance, ChangeMarks, MarkChange, MoveLesson, PlanAssessment,
};
use dayek_domain::assessment::AssessmentPlan;
use dayek_domain::expected::Expected;
use dayek_domain::id::{
    AssessmentId, ClassId, InstitutionId, LessonId, PeriodId, PersonId, StudyYearId, SubjectId,
};
use dayek_domain::lesson::{AttendanceCode, Slot};
use dayek_domain::points::Points;
use dayek_domain::study_year::Days;
use uuid::Uuid;

/// A school, by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct School(u128);

/// The school of most tests.
pub const SCHOOL: School = School::numbered(1);
/// A school that must see nothing of [`SCHOOL`].
pub const OTHER_SCHOOL: School = School::numbered(2);

/// Pupils of 7А in [`SCHOOL`].
pub const AIGERIM: PersonId = SCHOOL.pupil(1);
pub const DAULET: PersonId = SCHOOL.pupil(2);
pub const MADINA: PersonId = SCHOOL.pupil(3);
pub const NURLAN: PersonId = SCHOOL.pupil(4);
pub const SALTANAT: PersonId = SCHOOL.pupil(5);
/// Pupils of 7Б in [`SCHOOL`].
pub const YERLAN: PersonId = SCHOOL.pupil(101);
pub const ZHANAR: PersonId = SCHOOL.pupil(102);

/// The column of marks of 7А in algebra.
pub const CONTROL_WORK: AssessmentId = SCHOOL.assessment(1);
/// The column of marks of 7Б in history.
pub const ESSAY: AssessmentId = SCHOOL.assessment(2);
/// A lesson of 7А in algebra.
pub const LESSON: LessonId = SCHOOL.lesson(1);

/// A day of lessons in the first quarter: that of [`LESSON`], and when [`CONTROL_WORK`] is due.
pub const LESSON_DAY: NaiveDate = day(2026, 9, 15);

impl School {
    pub const fn numbered(number: u128) -> Self {
        Self(number)
    }

    const fn id(self, kind: u128, number: u128) -> Uuid {
        Uuid::from_u128((self.0 << 96) | (kind << 64) | number)
    }

    pub const fn institution(self) -> InstitutionId {
        InstitutionId(self.id(0x1, 0))
    }

    pub const fn study_year(self) -> StudyYearId {
        StudyYearId(self.id(0x2, 1))
    }

    /// Quarters are numbered from 1 to 4.
    pub const fn quarter(self, number: u128) -> PeriodId {
        PeriodId(self.id(0x3, number))
    }

    pub const fn class_7a(self) -> ClassId {
        ClassId(self.id(0x4, 0x7a))
    }

    pub const fn class_7b(self) -> ClassId {
        ClassId(self.id(0x4, 0x7b))
    }

    pub const fn algebra(self) -> SubjectId {
        SubjectId(self.id(0x5, 1))
    }

    pub const fn history(self) -> SubjectId {
        SubjectId(self.id(0x5, 2))
    }

    /// Teaches algebra in 7А.
    pub const fn algebra_teacher(self) -> PersonId {
        PersonId(self.id(0x6, 1))
    }

    /// Teaches history in 7Б.
    pub const fn history_teacher(self) -> PersonId {
        PersonId(self.id(0x6, 2))
    }

    pub const fn pupil(self, number: u128) -> PersonId {
        PersonId(self.id(0x7, number))
    }

    /// Somebody of the staff, or a guardian: see [`crate::staff`].
    pub const fn staff(self, number: u128) -> PersonId {
        PersonId(self.id(0xb, number))
    }

    /// A program with an account of its own.
    pub const fn program(self, number: u128) -> PersonId {
        PersonId(self.id(0x8, number))
    }

    pub const fn assessment(self, number: u128) -> AssessmentId {
        AssessmentId(self.id(0x9, number))
    }

    pub const fn lesson(self, number: u128) -> LessonId {
        LessonId(self.id(0xa, number))
    }

    /// A column of marks from 1 to 10, of 7А in algebra, in the first quarter.
    pub fn algebra_plan(self, title: &str) -> AssessmentPlan {
        AssessmentPlan {
            class_id: self.class_7a(),
            subject_id: self.algebra(),
            study_year_id: self.study_year(),
            period_id: self.quarter(1),
            lesson_id: None,
            category_id: None,
            title: title.to_owned(),
            description: None,
            assigned_on: day(2026, 9, 8),
            due_on: LESSON_DAY,
            least: Points::whole(1),
            most: Points::whole(10),
            external_id: None,
        }
    }

    /// The same for 7Б in history.
    pub fn history_plan(self, title: &str) -> AssessmentPlan {
        AssessmentPlan { class_id: self.class_7b(), subject_id: self.history(), ..self.algebra_plan(title) }
    }

    /// A further column of 7А in algebra.
    pub fn plan_algebra(self, assessment_id: AssessmentId, title: &str) -> PlanAssessment {
        PlanAssessment { assessment_id, plan: self.algebra_plan(title) }
    }
}

pub const fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(date) => date,
        None => panic!("there is no such day"),
    }
}

/// The quarters of the study year 2026/27.
pub const QUARTERS: [Days; 4] = [
    Days { first: day(2026, 9, 1), last: day(2026, 10, 25) },
    Days { first: day(2026, 11, 2), last: day(2026, 12, 27) },
    Days { first: day(2027, 1, 11), last: day(2027, 3, 21) },
    Days { first: day(2027, 3, 29), last: day(2027, 5, 25) },
];

/// A mark, whatever stands there now.
pub fn mark(pupil_id: PersonId, value: i32) -> MarkChange {
    MarkChange {
        pupil_id,
        number: 1,
        value: Some(Points::whole(value)),
        expected: Expected::Anything,
        reason: None,
    }
}

/// A mark in the place of what the teacher saw; `None`: an empty cell.
pub fn mark_over(pupil_id: PersonId, seen: Option<i32>, value: i32) -> MarkChange {
    MarkChange { expected: Expected::Exactly(seen.map(Points::whole)), ..mark(pupil_id, value) }
}

pub fn no_mark(pupil_id: PersonId) -> MarkChange {
    MarkChange { value: None, ..mark(pupil_id, 1) }
}

/// Marks of one column, on the day of the lesson.
pub fn marks(assessment_id: AssessmentId, changes: Vec<MarkChange>) -> ChangeMarks {
    ChangeMarks { assessment_id, on: LESSON_DAY, changes }
}

/// One mark in the column of 7А in algebra.
pub fn give(pupil_id: PersonId, value: i32) -> ChangeMarks {
    marks(CONTROL_WORK, vec![mark(pupil_id, value)])
}

/// A sign in the register of [`LESSON`]; `None` clears it.
pub fn note(pupil_id: PersonId, code: Option<AttendanceCode>) -> ChangeAttendance {
    let change = AttendanceChange { pupil_id, code, expected: Expected::Anything };
    ChangeAttendance { lesson_id: LESSON, changes: vec![change] }
}

/// [`LESSON`] on another day.
pub fn move_lesson(date: NaiveDate, reason: &str) -> MoveLesson {
    MoveLesson {
        lesson_id: LESSON,
        to: Slot { date, number: 3 },
        times: None,
        reason: Some(reason.to_owned()),
        expected: Expected::Anything,
    }
}
