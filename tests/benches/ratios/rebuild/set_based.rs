//! The same tables by one set-based statement each: as fast as the database itself can make them, without
//! the program's decoding, its order of events and its checks.

use std::sync::Arc;
use std::time::{Duration, Instant};

use dayek_projections::delivery::Projection;
use sqlx::{PgConnection, PgPool};

use super::Took;

const SCHEMA: &str = "baseline";

pub(super) struct SetBased {
    pool: PgPool,
    projections: Vec<Arc<dyn Projection>>,
}

impl SetBased {
    pub(super) fn new(pool: PgPool) -> Self {
        Self { pool, projections: dayek_projections::all() }
    }

    /// Builds every read model anew.
    pub(super) async fn build(&self) -> Vec<Took> {
        let mut connection = self.pool.acquire().await.unwrap();
        // Enough to sort without writing to disk: a baseline that is kept small would flatter the program.
        run(&mut connection, "SET work_mem = '64MB'").await;
        run(&mut connection, &format!("DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")).await;
        run(&mut connection, &format!("CREATE SCHEMA {SCHEMA}")).await;
        let mut took = Vec::new();
        for projection in &self.projections {
            let elapsed = build(&mut connection, projection.as_ref()).await;
            took.push((projection.name(), elapsed));
        }
        run(&mut connection, "RESET work_mem").await;
        took
    }

    /// A sentence for every table whose rows are not those of the program.
    pub(super) async fn differences(&self) -> Vec<String> {
        let mut sentences = Vec::new();
        for name in self.projections.iter().flat_map(|projection| projection.tables()).map(|table| table.name)
        {
            let (count,): (i64,) = sqlx::query_as(&format!(
                "SELECT (SELECT count(*) FROM (SELECT * FROM read.{name} EXCEPT ALL SELECT * FROM {SCHEMA}.{name}) ours)
                      + (SELECT count(*) FROM (SELECT * FROM {SCHEMA}.{name} EXCEPT ALL SELECT * FROM read.{name}) theirs)"
            ))
            .fetch_one(&self.pool)
            .await
            .unwrap();
            if count > 0 {
                sentences.push(format!("the set-based {name} differs from the program's in {count} rows"));
            }
        }
        sentences
    }
}

/// Tables with their keys, then the rows, then the other indexes, as the program does it.
async fn build(connection: &mut PgConnection, projection: &dyn Projection) -> Duration {
    let rows = statements(projection.name()).replace("{s}", SCHEMA);
    let start = Instant::now();
    for table in projection.tables() {
        let create = format!(
            "CREATE TABLE {SCHEMA}.{} (institution_id uuid NOT NULL, {}, PRIMARY KEY (institution_id, {}))",
            table.name, table.columns, table.key
        );
        run(connection, &create).await;
    }
    run(connection, &rows).await;
    for table in projection.tables() {
        for columns in table.indexes {
            let create = format!("CREATE INDEX ON {SCHEMA}.{} (institution_id, {columns})", table.name);
            run(connection, &create).await;
        }
    }
    start.elapsed()
}

fn statements(projection: &str) -> &'static str {
    match projection {
        "directory" => include_str!("directory.sql"),
        "journal" => include_str!("journal.sql"),
        "change_history" => include_str!("change_history.sql"),
        "statistics" => include_str!("statistics.sql"),
        "timetable" => include_str!("timetable.sql"),
        other => unreachable!("the read model {other} has no statements here"),
    }
}

/// Everything in these statements comes from this program's own constants.
async fn run(connection: &mut PgConnection, statements: &str) {
    sqlx::raw_sql(statements).execute(connection).await.unwrap();
}
