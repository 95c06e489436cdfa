//! Keeping every read model up to date: one task for each, woken by appends and polling besides.

use std::sync::Arc;
use std::time::Duration;

use sqlx::PgPool;
use tokio::sync::watch;
use tokio::task::JoinSet;
use uuid::Uuid;

use super::DeliveryError;
use super::projection::Projection;
use super::rebuild::{Progress, rebuild};
use super::schema::{Active, active, ensure_active};
use super::step::{Step, step};

const BUSY: Duration = Duration::from_millis(50);
const IDLE: Duration = Duration::from_secs(1);
const REBUILD_PAUSE: Duration = Duration::from_mins(10);

/// Keeps read models up to date until it is dropped.
pub struct Runner {
    tasks: JoinSet<()>,
    progress: watch::Receiver<u64>,
}

impl Runner {
    /// Starts a task for every read model. `appended` ticks after every append of this process.
    pub async fn start(
        pool: PgPool,
        projections: Vec<Arc<dyn Projection>>,
        appended: watch::Receiver<u64>,
    ) -> Result<Self, DeliveryError> {
        let (ticker, progress) = watch::channel(0);
        let ticker = Arc::new(ticker);
        let mut tasks = JoinSet::new();
        for projection in projections {
            ensure_active(&pool, projection.as_ref()).await?;
            tasks.spawn(keep_up(pool.clone(), projection, appended.clone(), Arc::clone(&ticker)));
        }
        Ok(Self { tasks, progress })
    }

    /// Ticks whenever a read model has moved on.
    pub fn progress(&self) -> watch::Receiver<u64> {
        self.progress.clone()
    }

    /// Ends the tasks; a batch that was under way is rolled back and done again later.
    pub async fn stop(mut self) {
        self.tasks.shutdown().await;
    }
}

async fn keep_up(
    pool: PgPool,
    projection: Arc<dyn Projection>,
    mut appended: watch::Receiver<u64>,
    ticker: Arc<watch::Sender<u64>>,
) {
    let mut pause = BUSY;
    // Not retried at every turn: a build that fails takes long and leaves the old version serving.
    while let Err(error) = upgrade(&pool, projection.as_ref()).await {
        tracing::error!(projection = projection.name(), %error, "the new version could not be built; the old one stays");
        tokio::time::sleep(REBUILD_PAUSE).await;
    }
    loop {
        match round(&pool, projection.as_ref(), &ticker).await {
            Ok(0) => pause = (pause * 2).min(IDLE),
            Ok(_) => {
                pause = BUSY;
                continue;
            }
            Err(error) => {
                tracing::warn!(projection = projection.name(), %error, "a read model could not be brought up to date");
                pause = (pause * 2).min(IDLE);
            }
        }
        // A closed channel only means that nobody appends in this process any more.
        let woken = async {
            if appended.changed().await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        tokio::select! { () = woken => {}, () = tokio::time::sleep(pause) => {} }
    }
}

/// Builds this program's version of a read model when an older one is in use, which serves meanwhile.
async fn upgrade(pool: &PgPool, projection: &dyn Projection) -> Result<(), DeliveryError> {
    let in_use = ensure_active(pool, projection).await?;
    if in_use.version >= projection.version() {
        return Ok(());
    }
    let name = projection.name();
    let report =
        |progress: Progress| tracing::info!(name, events = progress.events, of = progress.of, "building");
    rebuild(pool, projection, false, &report).await?;
    Ok(())
}

/// One step for every institution that is behind. Answers how many events were applied.
async fn round(
    pool: &PgPool,
    projection: &dyn Projection,
    ticker: &watch::Sender<u64>,
) -> Result<usize, DeliveryError> {
    let Some(Active { schema, version }) = active(pool, projection.name()).await? else { return Ok(0) };
    if version != projection.version() {
        // Another release's tables: only that release knows how to fill them.
        return Ok(0);
    }
    let mut applied = 0;
    for institution in behind(pool, &schema).await? {
        match step(pool, projection, &schema, institution, None).await {
            Ok(Step::Applied { events, .. }) => {
                applied += events;
                ticker.send_modify(|tick| *tick += 1);
            }
            Ok(Step::Idle) | Err(DeliveryError::Overtaken { .. }) => {}
            // One institution's trouble must not keep the others waiting.
            Err(error) => {
                tracing::warn!(projection = projection.name(), %institution, %error, "a batch could not be applied");
            }
        }
    }
    Ok(applied)
}

/// Institutions whose head is ahead of their checkpoint, longest waiting first. Missing checkpoints
/// are made on the way, so a new institution needs no step of its own.
pub(super) async fn behind(pool: &PgPool, schema: &str) -> Result<Vec<Uuid>, DeliveryError> {
    sqlx::query(
        "INSERT INTO projection_checkpoint (institution_id, schema_name)
         SELECT h.institution_id, $1 FROM institution_head h
         WHERE NOT EXISTS (SELECT 1 FROM projection_checkpoint c
                           WHERE c.institution_id = h.institution_id AND c.schema_name = $1)
         ON CONFLICT DO NOTHING",
    )
    .bind(schema)
    .execute(pool)
    .await?;
    let rows: Vec<(Uuid,)> = sqlx::query_as(
        "SELECT c.institution_id FROM projection_checkpoint c
         JOIN institution_head h ON h.institution_id = c.institution_id
         WHERE c.schema_name = $1 AND h.last_position > c.position AND coalesce(c.retry_at, '-infinity') <= now()
         ORDER BY c.updated_at LIMIT 64",
    )
    .bind(schema)
    .fetch_all(pool)
    .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Waits until a read model has taken in a position of an institution. `false`: not in time.
pub async fn wait_for(
    pool: &PgPool,
    projection: &str,
    institution: Uuid,
    position: i64,
    mut progress: watch::Receiver<u64>,
    patience: Duration,
) -> Result<bool, DeliveryError> {
    let waiting = async {
        loop {
            progress.mark_unchanged();
            if applied_position(pool, projection, institution).await? >= position {
                return Ok(());
            }
            // A closed channel is always news; then the pause alone sets the pace.
            let changed = async {
                if progress.changed().await.is_err() {
                    std::future::pending::<()>().await;
                }
            };
            let _ = tokio::time::timeout(Duration::from_millis(25), changed).await;
        }
    };
    match tokio::time::timeout(patience, waiting).await {
        Ok(reached) => reached.map(|()| true),
        Err(_) => Ok(false),
    }
}

/// How far a read model has taken in an institution's log.
pub async fn applied_position(
    pool: &PgPool,
    projection: &str,
    institution: Uuid,
) -> Result<i64, DeliveryError> {
    let row: Option<(i64,)> = sqlx::query_as(
        "SELECT c.position FROM projection_checkpoint c
         JOIN projection_version v ON v.schema_name = c.schema_name AND v.state = 'active'
         WHERE c.institution_id = $1 AND v.projection = $2",
    )
    .bind(institution)
    .bind(projection)
    .fetch_optional(pool)
    .await?;
    Ok(row.map_or(0, |(position,)| position))
}
