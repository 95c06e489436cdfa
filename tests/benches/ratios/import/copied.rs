//! The rows of an import once more, as fast as the server takes rows at all: COPY into a table without keys,
//! then one INSERT into a copy of the log's table.

use std::fs::File;
use std::io::{BufWriter, Read, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use futures::TryStreamExt as _;
use sqlx::PgPool;
use uuid::Uuid;

const CHUNK: usize = 1024 * 1024;

pub(super) struct Copied {
    pool: PgPool,
    /// Where the rows lie in between: a million of them need not be in memory.
    file: PathBuf,
}

/// What has been copied, and in which time.
pub(super) struct Rows {
    pub(super) count: u64,
    pub(super) elapsed: Duration,
}

impl Copied {
    pub(super) async fn prepare(pool: PgPool, file: PathBuf) -> Self {
        sqlx::raw_sql(
            "CREATE SCHEMA bench;
             CREATE UNLOGGED TABLE bench.staging (LIKE public.events);
             CREATE TABLE bench.events (LIKE public.events INCLUDING ALL)",
        )
        .execute(&pool)
        .await
        .unwrap();
        Self { pool, file }
    }

    pub(super) async fn last_position(&self, school: Uuid) -> i64 {
        let (position,): (i64,) =
            sqlx::query_as("SELECT last_position FROM institution_head WHERE institution_id = $1")
                .bind(school)
                .fetch_one(&self.pool)
                .await
                .unwrap();
        position
    }

    /// Copies what a school's log holds after a position.
    pub(super) async fn copy(&self, school: Uuid, after: i64) -> Rows {
        self.write_out(school, after).await;
        sqlx::raw_sql("TRUNCATE bench.staging, bench.events").execute(&self.pool).await.unwrap();
        let mut connection = self.pool.acquire().await.unwrap();
        let mut rows = File::open(&self.file).unwrap();
        let mut chunk = vec![0; CHUNK];

        let start = Instant::now();
        let mut copy = connection.copy_in_raw("COPY bench.staging FROM STDIN").await.unwrap();
        loop {
            let read = rows.read(&mut chunk).unwrap();
            if read == 0 {
                break;
            }
            copy.send(&chunk[..read]).await.unwrap();
        }
        copy.finish().await.unwrap();
        let inserted = sqlx::query("INSERT INTO bench.events SELECT * FROM bench.staging")
            .execute(&mut *connection)
            .await
            .unwrap();
        Rows { count: inserted.rows_affected(), elapsed: start.elapsed() }
    }

    async fn write_out(&self, school: Uuid, after: i64) {
        let mut connection = self.pool.acquire().await.unwrap();
        // COPY takes no parameters; an id and a number need no quoting.
        let statement = format!(
            "COPY (SELECT * FROM events WHERE institution_id = '{school}' AND position > {after} ORDER BY position)
             TO STDOUT"
        );
        let mut file = BufWriter::new(File::create(&self.file).unwrap());
        let mut rows = connection.copy_out_raw(&statement).await.unwrap();
        while let Some(row) = rows.try_next().await.unwrap() {
            file.write_all(&row).unwrap();
        }
        file.flush().unwrap();
    }
}
