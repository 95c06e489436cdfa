//! What has happened to an assessment. Stored for ever: only add variants, or fields with a default.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use strum::{AsRefStr, EnumString, IntoStaticStr};

use crate::id::{CategoryId, ClassId, LessonId, PeriodId, PersonId, StudyYearId, SubjectId};
use crate::personal::Personal;
use crate::points::Points;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, IntoStaticStr)]
#[serde(tag = "type", rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum AssessmentEvent {
    AssessmentPlanned {
        #[serde(flatten)]
        plan: AssessmentPlan,
    },
    AssessmentReplanned {
        from: Box<AssessmentPlan>,
        to: AssessmentPlan,
    },
    MarkGiven {
        pupil_id: PersonId,
        number: u8,
        value: Points,
        on: NaiveDate,
        reason: Option<Personal<String>>,
    },
    MarkChanged {
        pupil_id: PersonId,
        number: u8,
        from: Points,
        to: Points,
        on: NaiveDate,
        reason: Option<Personal<String>>,
    },
    MarkWithdrawn {
        pupil_id: PersonId,
        number: u8,
        from: Points,
        reason: Option<Personal<String>>,
    },
    StatusSet {
        pupil_id: PersonId,
        from: Option<PupilStatus>,
        to: PupilStatus,
    },
    StatusCleared {
        pupil_id: PersonId,
        from: PupilStatus,
    },
}

/// Where an assessment belongs and how it is marked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssessmentPlan {
    pub class_id: ClassId,
    pub subject_id: SubjectId,
    pub study_year_id: StudyYearId,
    pub period_id: PeriodId,
    pub lesson_id: Option<LessonId>,
    pub category_id: Option<CategoryId>,
    pub title: String,
    pub description: Option<String>,
    pub assigned_on: NaiveDate,
    pub due_on: NaiveDate,
    pub least: Points,
    pub most: Points,
    pub external_id: Option<String>,
}

/// What can be said of a pupil in an assessment beside a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, AsRefStr, EnumString)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum PupilStatus {
    Exempt,
    NotSubmitted,
    Submitted,
    PartiallyMarked,
    /// Marked elsewhere, and the mark was not handed over.
    MarkedWithoutPoints,
}
