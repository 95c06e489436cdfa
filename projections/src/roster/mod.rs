//! Reports R2 and R3: who comes and goes, by which order, and who is of the institution no more. And who
//! takes the unified national test.

mod projector;
mod queries;

pub use queries::{PupilFilter, PupilLine, archived, guardians, pupils, unt_takers};

use async_trait::async_trait;
use sqlx::PgConnection;

use crate::delivery::{ApplyError, Batch, Projection, Table};

/// The comings and goings of every institution.
pub struct Roster;

#[async_trait]
impl Projection for Roster {
    fn name(&self) -> &'static str {
        "roster"
    }

    fn version(&self) -> i32 {
        2
    }

    fn tables(&self) -> &'static [Table] {
        &[
            // Each stay with the orders of coming and going.
            Table {
                name: "roster_stay",
                columns: "class_id uuid NOT NULL, pupil_id uuid NOT NULL, stay bigint NOT NULL,
                          from_day date, to_day date, came_number text, came_on date, left_number text, left_on date",
                key: "class_id, pupil_id, stay",
                indexes: &["pupil_id"],
            },
            Table {
                name: "archived",
                columns: "person_id uuid NOT NULL, on_day date NOT NULL",
                key: "person_id",
                indexes: &[],
            },
            Table {
                name: "unt_taker",
                columns: "study_year_id uuid NOT NULL, person_id uuid NOT NULL",
                key: "study_year_id, person_id",
                indexes: &[],
            },
        ]
    }

    fn streams(&self) -> &'static [&'static str] {
        &["person", "school_class"]
    }

    async fn apply(&self, db: &mut PgConnection, batch: &Batch<'_>) -> Result<(), ApplyError> {
        projector::apply(db, batch).await
    }
}
