//! Report: how many marks there are, their average and distribution, by class, subject, pupil, period.
//!
//! `statistics_tally` counts, for every class × subject × period × pupil, how often each value was
//! given; counts, sums, averages and distributions of anything larger are sums of it. Tallies are
//! counted anew from `statistics_mark` for the keys a batch touched, never added to.

mod projector;
mod queries;

pub use queries::{Dimension, Filter, Group, groups};

use async_trait::async_trait;
use sqlx::PgConnection;

use crate::delivery::{ApplyError, Batch, Projection, Table};

/// The statistics of every institution.
pub struct Statistics;

#[async_trait]
impl Projection for Statistics {
    fn name(&self) -> &'static str {
        "statistics"
    }

    fn version(&self) -> i32 {
        1
    }

    fn tables(&self) -> &'static [Table] {
        &[
            Table {
                name: "statistics_assessment",
                columns: "assessment_id uuid NOT NULL, class_id uuid NOT NULL, subject_id uuid NOT NULL,
                          period_id uuid NOT NULL, least numeric NOT NULL, most numeric NOT NULL",
                key: "assessment_id",
                indexes: &[],
            },
            Table {
                name: "statistics_mark",
                columns: "class_id uuid NOT NULL, subject_id uuid NOT NULL, period_id uuid NOT NULL,
                          pupil_id uuid NOT NULL, assessment_id uuid NOT NULL, number smallint NOT NULL,
                          least numeric NOT NULL, most numeric NOT NULL, value numeric NOT NULL",
                key: "class_id, subject_id, period_id, pupil_id, assessment_id, number",
                indexes: &[],
            },
            Table {
                name: "statistics_tally",
                columns: "class_id uuid NOT NULL, subject_id uuid NOT NULL, period_id uuid NOT NULL,
                          pupil_id uuid NOT NULL, least numeric NOT NULL, most numeric NOT NULL,
                          value numeric NOT NULL, count bigint NOT NULL",
                key: "class_id, subject_id, period_id, pupil_id, least, most, value",
                indexes: &["pupil_id"],
            },
        ]
    }

    fn streams(&self) -> &'static [&'static str] {
        &["assessment"]
    }

    async fn apply(&self, db: &mut PgConnection, batch: &Batch<'_>) -> Result<(), ApplyError> {
        projector::apply(db, batch).await
    }
}
