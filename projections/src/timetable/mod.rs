//! Screen: the timetable — dated lessons of a class, a teacher or a room, and the weekly plans they were
//! made from. Report: cancelled and substituted lessons.
//!
//! A lesson that the timetable does not have any more has no row. Who teaches it stands beside it: the
//! regular teachers, those of them who are replaced, and the substitutes.

mod fold;
mod lessons;
mod plans;
mod queries;

pub use queries::{
    LessonRow, Of, PlanRow, SlotRow, changes, lesson_counts, lessons, places_of, plan, plans, slots,
    substituted_on,
};

use async_trait::async_trait;
use sqlx::PgConnection;

use crate::delivery::{ApplyError, Batch, Projection, Table};

/// The timetables of every institution.
pub struct Timetable;

#[async_trait]
impl Projection for Timetable {
    fn name(&self) -> &'static str {
        "timetable"
    }

    fn version(&self) -> i32 {
        1
    }

    fn tables(&self) -> &'static [Table] {
        &[
            Table {
                name: "timetable_lesson",
                columns: "lesson_id uuid NOT NULL, class_id uuid NOT NULL, subject_id uuid NOT NULL,
                          period_id uuid NOT NULL, date date NOT NULL, number smallint NOT NULL, begins time,
                          ends time, room_id uuid, slot_id uuid, cancelled boolean NOT NULL,
                          substituted boolean NOT NULL, joined_with uuid, moved_from date, reason text,
                          changed_by uuid, changed_at timestamptz",
                key: "lesson_id",
                indexes: &["class_id, date", "date", "room_id, date", "period_id"],
            },
            // Beside a lesson on its day: `regular`, `replaced` or `substitute`.
            Table {
                name: "timetable_lesson_teacher",
                columns: "lesson_id uuid NOT NULL, teacher_id uuid NOT NULL, date date NOT NULL, duty text NOT NULL",
                key: "lesson_id, teacher_id, duty",
                indexes: &["teacher_id, date"],
            },
            Table {
                name: "timetable_plan",
                columns: "timetable_id uuid NOT NULL, class_id uuid NOT NULL, study_year_id uuid NOT NULL,
                          period_id uuid NOT NULL, bell_schedule_id uuid NOT NULL, name text NOT NULL,
                          from_day date, to_day date, published_at timestamptz, changed_since boolean NOT NULL",
                key: "timetable_id",
                indexes: &["class_id, period_id", "period_id"],
            },
            Table {
                name: "timetable_slot",
                columns: "timetable_id uuid NOT NULL, slot_id uuid NOT NULL, weekday smallint NOT NULL,
                          number smallint NOT NULL, week text NOT NULL, subject_id uuid NOT NULL,
                          teacher_ids uuid[] NOT NULL, room_id uuid",
                key: "timetable_id, slot_id",
                indexes: &[],
            },
        ]
    }

    fn streams(&self) -> &'static [&'static str] {
        &["lesson", "timetable"]
    }

    async fn apply(&self, db: &mut PgConnection, batch: &Batch<'_>) -> Result<(), ApplyError> {
        lessons::apply(db, batch).await?;
        plans::apply(db, batch).await
    }
}
