//! Screen: one journal page — the lessons and assessments of class × subject × period, and their cells.
//!
//! A cell keeps its current value, who set it last and its revision: the sequence, in its stream, of
//! the event that set it. A withdrawn mark keeps its row, with no value.

mod lessons;
mod projector;
mod queries;

pub use queries::{
    AssessmentRow, AttendanceRow, ExportedMark, JournalTotal, LessonRow, MarkRow, Page, PupilMark, StatusRow,
    all_marks, assessment_place, attendance_of, columns_of_lessons, lesson_place, marks_of, page, totals,
};

use async_trait::async_trait;
use sqlx::PgConnection;

use crate::delivery::{ApplyError, Batch, Projection, Table};

/// The journal pages of every institution.
pub struct Journal;

#[async_trait]
impl Projection for Journal {
    fn name(&self) -> &'static str {
        "journal"
    }

    fn version(&self) -> i32 {
        4
    }

    fn tables(&self) -> &'static [Table] {
        &[
            Table {
                name: "journal_assessment",
                columns: "assessment_id uuid NOT NULL, class_id uuid NOT NULL, subject_id uuid NOT NULL,
                          period_id uuid NOT NULL, lesson_id uuid, category_id uuid, title text NOT NULL,
                          description text, assigned_on date NOT NULL, due_on date NOT NULL,
                          least numeric NOT NULL, most numeric NOT NULL, external_id text,
                          marks bigint NOT NULL DEFAULT 0, last_at timestamptz",
                key: "assessment_id",
                indexes: &["class_id, subject_id, period_id", "lesson_id"],
            },
            Table {
                name: "journal_lesson",
                columns: "lesson_id uuid NOT NULL, class_id uuid NOT NULL, subject_id uuid NOT NULL,
                          period_id uuid NOT NULL, date date NOT NULL, number smallint NOT NULL,
                          cancelled boolean NOT NULL",
                key: "lesson_id",
                indexes: &["class_id, subject_id, period_id"],
            },
            Table {
                name: "journal_mark",
                columns: "assessment_id uuid NOT NULL, pupil_id uuid NOT NULL, number smallint NOT NULL,
                          value numeric, set_by uuid, set_at timestamptz NOT NULL, revision bigint NOT NULL",
                key: "assessment_id, pupil_id, number",
                indexes: &["pupil_id"],
            },
            Table {
                name: "journal_status",
                columns: "assessment_id uuid NOT NULL, pupil_id uuid NOT NULL, status text,
                          set_by uuid, set_at timestamptz NOT NULL, revision bigint NOT NULL",
                key: "assessment_id, pupil_id",
                indexes: &[],
            },
            Table {
                name: "journal_attendance",
                columns: "lesson_id uuid NOT NULL, pupil_id uuid NOT NULL, code text,
                          set_by uuid, set_at timestamptz NOT NULL, revision bigint NOT NULL",
                key: "lesson_id, pupil_id",
                indexes: &["pupil_id"],
            },
        ]
    }

    fn streams(&self) -> &'static [&'static str] {
        &["assessment", "lesson"]
    }

    async fn apply(&self, db: &mut PgConnection, batch: &Batch<'_>) -> Result<(), ApplyError> {
        projector::apply(db, batch).await
    }
}
