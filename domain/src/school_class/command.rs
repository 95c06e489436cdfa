//! What can be asked of a class.

use chrono::NaiveDate;

use super::event::{ClassKind, JournalKind};
use super::part::Part;
use crate::id::{BellScheduleId, PeriodSetId, PersonId, StudyYearId, SubjectId};
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
        /// What a group consists of; none says nothing about a group that is formed already.
        parts: Vec<Part>,
    },
    /// Enrols a pupil, or moves the first day of an open stay.
    EnrolPupil {
        pupil_id: PersonId,
        /// `None` when the first day is not known, as in records from elsewhere.
        from: Option<NaiveDate>,
        order: Option<Order>,
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
        order: Option<Order>,
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
    /// Says what a group consists of.
    ComposeGroup {
        parts: Vec<Part>,
    },
    /// Once: what marks there are in the class's journals.
    ChooseJournalKind {
        kind: JournalKind,
    },
    /// Which reporting periods the class follows; `None`: those without a set.
    ChoosePeriodSet {
        set_id: Option<PeriodSetId>,
    },
    ChooseBellSchedule {
        bell_schedule_id: BellScheduleId,
    },
}
