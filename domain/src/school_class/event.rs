//! What has happened to a class. Stored for ever: only add variants, or fields with a default.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use strum::{AsRefStr, EnumString, IntoStaticStr};

use crate::id::{PersonId, StudyYearId, SubjectId};
use crate::membership::Order;
use crate::personal::Personal;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, IntoStaticStr)]
#[serde(tag = "type", rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum SchoolClassEvent {
    ClassFormed { study_year_id: StudyYearId, kind: ClassKind, name: String, external_id: Option<String> },
    ClassRenamed { from: String, to: String },
    PupilEnrolled { pupil_id: PersonId, from: Option<NaiveDate> },
    EnrolmentMoved { pupil_id: PersonId, from: Option<NaiveDate>, to: Option<NaiveDate> },
    PupilWithdrawn { pupil_id: PersonId, on: NaiveDate, reason: Option<Personal<String>> },
    WithdrawalMoved { pupil_id: PersonId, from: NaiveDate, to: NaiveDate, reason: Option<Personal<String>> },
    TeacherAssigned { teacher_id: PersonId, subject_id: SubjectId },
    TeacherUnassigned { teacher_id: PersonId, subject_id: SubjectId },
    LeaderAppointed { from: Option<PersonId>, leader_id: PersonId, order: Option<Order> },
    LeaderDismissed { leader_id: PersonId, order: Option<Order> },
    PsychologistAssigned { from: Option<PersonId>, psychologist_id: PersonId, order: Option<Order> },
    PsychologistUnassigned { psychologist_id: PersonId, order: Option<Order> },
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
