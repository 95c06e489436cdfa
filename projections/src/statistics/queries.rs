//! What the reports ask of the tallies. Every query is keyed by institution.

use rust_decimal::Decimal;
use sqlx::{FromRow, PgPool, Postgres, QueryBuilder};
use uuid::Uuid;

/// What the marks are grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dimension {
    Class,
    Subject,
    Pupil,
    Period,
}

impl Dimension {
    const fn column(self) -> &'static str {
        match self {
            Self::Class => "class_id",
            Self::Subject => "subject_id",
            Self::Pupil => "pupil_id",
            Self::Period => "period_id",
        }
    }
}

/// What the marks are narrowed to. `None` does not narrow.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub class_id: Option<Uuid>,
    /// Any of these classes, such as those of one study year.
    pub class_ids: Option<Vec<Uuid>>,
    pub subject_id: Option<Uuid>,
    pub pupil_id: Option<Uuid>,
    pub period_id: Option<Uuid>,
}

/// The marks of one group on one scale: marks out of 5 and marks out of 100 are never averaged together.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Group {
    pub id: Uuid,
    pub least: Decimal,
    pub most: Decimal,
    pub count: i64,
    pub sum: Decimal,
    /// Each value that was given, ascending.
    pub values: Vec<Decimal>,
    /// How often each of `values` was given.
    pub counts: Vec<i64>,
}

impl Group {
    /// The arithmetic mean, four decimal places, half away from zero.
    pub fn average(&self) -> Option<Decimal> {
        let mean = self.sum.checked_div(Decimal::from(self.count))?;
        Some(mean.round_dp_with_strategy(4, rust_decimal::RoundingStrategy::MidpointAwayFromZero))
    }
}

/// Counts, sums and distributions by one dimension.
pub async fn groups(
    pool: &PgPool,
    institution: Uuid,
    by: Dimension,
    filter: &Filter,
) -> Result<Vec<Group>, sqlx::Error> {
    let column = by.column();
    let mut query = QueryBuilder::<Postgres>::new(format!(
        "SELECT id, least, most, sum(n)::bigint AS count, sum(n * value) AS sum,
                array_agg(value ORDER BY value) AS values, array_agg(n ORDER BY value) AS counts
         FROM (SELECT {column} AS id, least, most, value, sum(count)::bigint AS n FROM read.statistics_tally
               WHERE institution_id = "
    ));
    query.push_bind(institution);
    let ids = [
        (" AND class_id = ", filter.class_id),
        (" AND subject_id = ", filter.subject_id),
        (" AND pupil_id = ", filter.pupil_id),
        (" AND period_id = ", filter.period_id),
    ];
    for (condition, id) in ids {
        if let Some(id) = id {
            query.push(condition).push_bind(id);
        }
    }
    if let Some(class_ids) = &filter.class_ids {
        query.push(" AND class_id = ANY(").push_bind(class_ids.as_slice()).push(")");
    }
    query.push(format!(
        " GROUP BY {column}, least, most, value) t GROUP BY id, least, most ORDER BY id, least, most"
    ));
    query.build_query_as().fetch_all(pool).await
}
