//! Report: who changed what, when, from which value to which, and why.
//!
//! One row per event, of anything that has events but the guards of timetables, which only hold what
//! timetables and lessons say. Values are stored as codes and shown as words by whoever shows them.
//! Personal values and reasons stand sealed, with their place.

mod contexts;
mod lessons;
mod people;
mod projector;
mod queries;
mod row;
mod school;
mod setting;
mod timetable;
mod value;
mod year;

pub use queries::{Filter, Row, Within, children_of, classes_of, list, stream_all};
pub use row::{Change, Kind};
pub use value::{Piece, lines};

use async_trait::async_trait;
use sqlx::PgConnection;

use crate::delivery::{ApplyError, Batch, Projection, Table};

/// The change history of every institution.
pub struct ChangeHistory;

#[async_trait]
impl Projection for ChangeHistory {
    fn name(&self) -> &'static str {
        "change_history"
    }

    fn version(&self) -> i32 {
        5
    }

    fn tables(&self) -> &'static [Table] {
        &[
            Table {
                name: "change_history",
                columns: "position bigint NOT NULL, recorded_at timestamptz NOT NULL, author_id uuid, author_role text,
                          origin text NOT NULL, request_id uuid, kind text NOT NULL, action text NOT NULL,
                          stream_id uuid NOT NULL, class_id uuid, subject_id uuid, period_id uuid, person_id uuid,
                          number smallint, on_day date, title text, old_value text, new_value text, reason text,
                          old_sealed text, new_sealed text, reason_sealed text",
                key: "position",
                indexes: &[
                    "class_id, subject_id, position",
                    "person_id, position",
                    "author_id, position",
                    "recorded_at",
                ],
            },
            // Where an assessment, lesson or timetable belonged when an event of it happened.
            Table {
                name: "change_history_context",
                columns: "stream_id uuid NOT NULL, class_id uuid NOT NULL, subject_id uuid,
                          period_id uuid NOT NULL, on_day date, title text",
                key: "stream_id",
                indexes: &[],
            },
        ]
    }

    fn streams(&self) -> &'static [&'static str] {
        &[
            "institution",
            "person",
            "account",
            "membership",
            "school_class",
            "study_year",
            "subject",
            "lesson",
            "assessment",
            "building",
            "room",
            "timetable",
        ]
    }

    async fn apply(&self, db: &mut PgConnection, batch: &Batch<'_>) -> Result<(), ApplyError> {
        projector::apply(db, batch).await
    }
}
