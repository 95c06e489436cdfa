//! What has happened to a class. Stored for ever: only add variants, or fields with a default.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use strum::{AsRefStr, EnumString, IntoStaticStr};

use super::part::Part;
use crate::id::{BellScheduleId, PeriodSetId, PersonId, StudyYearId, SubjectId};
use crate::membership::Order;
use crate::personal::Personal;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, IntoStaticStr)]
#[serde(tag = "type", rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum SchoolClassEvent {
    ClassFormed {
        study_year_id: StudyYearId,
        kind: ClassKind,
        name: String,
        external_id: Option<String>,
        /// What a group consists of.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        parts: Vec<Part>,
    },
    ClassRenamed {
        from: String,
        to: String,
    },
    PupilEnrolled {
        pupil_id: PersonId,
        from: Option<NaiveDate>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        order: Option<Order>,
    },
    EnrolmentMoved {
        pupil_id: PersonId,
        from: Option<NaiveDate>,
        to: Option<NaiveDate>,
    },
    PupilWithdrawn {
        pupil_id: PersonId,
        on: NaiveDate,
        reason: Option<Personal<String>>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        order: Option<Order>,
    },
    WithdrawalMoved {
        pupil_id: PersonId,
        from: NaiveDate,
        to: NaiveDate,
        reason: Option<Personal<String>>,
    },
    TeacherAssigned {
        teacher_id: PersonId,
        subject_id: SubjectId,
    },
    TeacherUnassigned {
        teacher_id: PersonId,
        subject_id: SubjectId,
    },
    LeaderAppointed {
        from: Option<PersonId>,
        leader_id: PersonId,
        order: Option<Order>,
    },
    LeaderDismissed {
        leader_id: PersonId,
        order: Option<Order>,
    },
    PsychologistAssigned {
        from: Option<PersonId>,
        psychologist_id: PersonId,
        order: Option<Order>,
    },
    PsychologistUnassigned {
        psychologist_id: PersonId,
        order: Option<Order>,
    },
    GroupComposed {
        from: Vec<Part>,
        to: Vec<Part>,
    },
    JournalKindChosen {
        from: Option<JournalKind>,
        kind: JournalKind,
    },
    PeriodSetChosen {
        from: Option<PeriodSetId>,
        to: Option<PeriodSetId>,
    },
    BellScheduleChosen {
        from: Option<BellScheduleId>,
        to: BellScheduleId,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, AsRefStr, EnumString)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum ClassKind {
    /// A class of a school.
    Class,
    /// A group that is taught one course.
    Group,
}

/// What the marks of a class are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, AsRefStr, EnumString)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum JournalKind {
    /// Points for works.
    Points,
    /// Criteria of the formative and summative works.
    Criteria,
}
