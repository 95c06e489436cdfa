//! What can be asked of a class.

use chrono::NaiveDate;

use super::event::ClassKind;
use crate::id::{PersonId, StudyYearId, SubjectId};
use crate::membership::Order;
use crate::personal::Personal;

#[derive(Debug, Clone, PartialEq)]
pub enum SchoolClassCommand {
    /// Forms the class, or renames it when it is formed.
    Form {
        study_year_id: StudyYearId,
        kind: ClassKind,
        name: String,
        external_id: Option<String>,
    },
    /// Enrols a pupil, or moves the first day of an open stay.
    EnrolPupil {
        pupil_id: PersonId,
        /// `None` when the first day is not known, as in records from elsewhere.
        from: Option<NaiveDate>,
    },
    /// A whole stay as another system records it. Said again, it changes nothing.
    RecordStay {
        pupil_id: PersonId,
        from: Option<NaiveDate>,
        /// `None`: the record does not say that it has ended.
        to: Option<NaiveDate>,
    },
    /// Ends the pupil's last stay, or corrects its last day.
    WithdrawPupil {
        pupil_id: PersonId,
        /// The last day in the class.
        on: NaiveDate,
        reason: Option<Personal<String>>,
    },
    AssignTeacher {
        teacher_id: PersonId,
        subject_id: SubjectId,
    },
    UnassignTeacher {
        teacher_id: PersonId,
        subject_id: SubjectId,
    },
    /// Appoints the leader, or another in the place of the one there is.
    AppointLeader {
        leader_id: PersonId,
        order: Option<Order>,
    },
    DismissLeader {
        order: Option<Order>,
    },
    /// Has a psychologist serve the class.
    AssignPsychologist {
        psychologist_id: PersonId,
        order: Option<Order>,
    },
    UnassignPsychologist {
        order: Option<Order>,
    },
}
