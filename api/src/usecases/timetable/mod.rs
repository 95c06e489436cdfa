//! The timetable: planning the week of a class, making dated lessons of it, and changing single lessons.
//!
//! Whether a class, a teacher or a room is free is decided by one stream for each reporting period, the
//! guard. Everything that takes or frees a place writes there in the same append as the lessons, so two
//! who publish at once cannot both be right.

mod changes;
mod plan;
mod preview;
mod publish;
mod substitutes;

pub use changes::{AddLesson, CancelLesson, ChangeRoom, JoinLesson, MoveLesson, RestoreLesson};
pub use plan::{DraftTimetable, PlanSlot, RemoveSlot};
pub use preview::{Preview, preview};
pub use publish::PublishTimetables;
pub use substitutes::{EndSubstitution, SubstituteTeacher};

use chrono::NaiveDate;
use dayek_domain::id::{LessonId, SlotId, SubjectId};
use uuid::Uuid;

/// The lesson that a slot of the week gives on a date. The same whenever the timetable is published, so
/// that publishing again finds the lessons there are; another subject or number is another lesson.
pub fn lesson_id(slot_id: SlotId, date: NaiveDate, number: u8, subject_id: SubjectId) -> LessonId {
    let name = format!("{date}/{number}/{subject_id}");
    LessonId(Uuid::new_v5(&slot_id.0, name.as_bytes()))
}
