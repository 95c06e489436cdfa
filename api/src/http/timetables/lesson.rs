//! A dated lesson as the timetable shows it.

use chrono::{NaiveDate, NaiveTime};
use dayek_projections::timetable::LessonRow;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::names::{Names, TimetableTeacher};

/// A dated lesson, with names.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TimetableLesson {
    lesson_id: Uuid,
    date: NaiveDate,
    /// Number in the bell schedule of the day.
    number: i16,
    /// By the clock of the school; null when it is not known.
    begins: Option<NaiveTime>,
    ends: Option<NaiveTime>,
    class_id: Uuid,
    class_name: Option<String>,
    subject_id: Uuid,
    subject_name: Option<String>,
    room_id: Option<Uuid>,
    room_name: Option<String>,
    /// Who gives it as things stand.
    teachers: Vec<TimetableTeacher>,
    /// The teachers of the timetable in whose place others give it.
    replaced: Vec<TimetableTeacher>,
    cancelled: bool,
    /// The day it was planned for, if it has been moved.
    moved_from: Option<NaiveDate>,
    /// The lesson it is held together with.
    joined_with: Option<Uuid>,
    /// Why it was changed.
    reason: Option<String>,
}

impl TimetableLesson {
    pub(crate) fn of(row: &LessonRow, names: &Names) -> Self {
        Self {
            lesson_id: row.lesson_id,
            date: row.date,
            number: row.number,
            begins: row.begins,
            ends: row.ends,
            class_id: row.class_id,
            class_name: names.class(row.class_id),
            subject_id: row.subject_id,
            subject_name: names.subject(row.subject_id),
            room_id: row.room_id,
            room_name: row.room_id.and_then(|room| names.room(room)),
            teachers: names.teachers(&row.teachers),
            replaced: names.teachers(&row.replaced),
            cancelled: row.cancelled,
            moved_from: row.moved_from,
            joined_with: row.joined_with,
            reason: row.reason.clone(),
        }
    }
}
