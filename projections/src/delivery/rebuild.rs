//! Building a read model anew beside the one in use, comparing the two, and swapping them.

use std::time::Duration;

use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

use super::DeliveryError;
use super::projection::Projection;
use super::runner::behind;
use super::schema::{active, create, create_indexes, discard, ensure_active, put_into_use};
use super::step::{Step, step};

/// How far a build has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    pub projection: &'static str,
    pub events: i64,
    pub of: i64,
}

/// What a rebuild led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Built {
    pub projection: &'static str,
    pub schema: String,
    pub events: i64,
    /// Rows that differ between the build and the one that was in use; `None` when not asked for.
    pub differences: Option<Vec<Difference>>,
}

/// Rows of one table that stand on one side only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub table: &'static str,
    pub institution: Uuid,
    pub only_live: i64,
    pub only_rebuilt: i64,
}

/// Builds beside, optionally compares every row, then swaps. With a difference the old build stays in
/// use and the new one is removed. An error of any event fails the build; so does a dead letter.
pub async fn rebuild(
    pool: &PgPool,
    projection: &dyn Projection,
    compare: bool,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Built, DeliveryError> {
    let live = ensure_active(pool, projection).await?;
    discard_unfinished(pool, projection).await?;
    let mut transaction = pool.begin().await?;
    let schema = create(&mut transaction, projection).await?;
    transaction.commit().await?;
    let result = build(pool, projection, &schema, &live.schema, live.version, compare, progress).await;
    match &result {
        Ok(Built { differences: Some(differences), .. }) if !differences.is_empty() => {
            discard(pool, &schema).await?;
        }
        Ok(_) => discard(pool, &live.schema).await?,
        Err(_) => discard(pool, &schema).await?,
    }
    result
}

async fn build(
    pool: &PgPool,
    projection: &dyn Projection,
    schema: &str,
    live: &str,
    live_version: i32,
    compare: bool,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Built, DeliveryError> {
    let (of,): (i64,) =
        sqlx::query_as("SELECT coalesce(sum(last_position), 0)::bigint FROM institution_head")
            .fetch_one(pool)
            .await?;
    let mut events = 0;
    progress(Progress { projection: projection.name(), events, of });
    loop {
        let institutions = behind(pool, schema).await?;
        if institutions.is_empty() {
            break;
        }
        for institution in institutions {
            if let Step::Applied { events: applied, .. } =
                step(pool, projection, schema, institution, None).await?
            {
                events += i64::try_from(applied).unwrap_or(i64::MAX);
                progress(Progress { projection: projection.name(), events, of: of.max(events) });
            }
        }
    }
    let mut connection = pool.acquire().await?;
    create_indexes(&mut connection, projection, schema).await?;
    drop(connection);
    let mut built =
        Built { projection: projection.name(), schema: schema.to_owned(), events, differences: None };
    if compare && live_version == projection.version() {
        let differences = verify(pool, projection, live, schema).await?;
        let same = differences.is_empty();
        built.differences = Some(differences);
        if !same {
            return Ok(built);
        }
    }
    swap(pool, projection, live, schema).await?;
    Ok(built)
}

/// Swaps once the new build has everything the old one shows.
///
/// A long read of the views, such as an export, holds them. It does not wait behind us for more than a
/// moment, and we do not fail for it.
async fn swap(
    pool: &PgPool,
    projection: &dyn Projection,
    live: &str,
    schema: &str,
) -> Result<(), DeliveryError> {
    let mut tries = 0;
    loop {
        tries += 1;
        overtake(pool, projection, live, schema).await?;
        match put_into_use_at_once(pool, projection, schema).await {
            Err(DeliveryError::Database(sqlx::Error::Database(error)))
                if error.code().as_deref() == Some("55P03") && tries < SWAPS =>
            {
                tokio::time::sleep(SWAP_PAUSE).await;
            }
            result => return result,
        }
    }
}

/// Brings the new build to where the old one stands, for every institution.
async fn overtake(
    pool: &PgPool,
    projection: &dyn Projection,
    live: &str,
    schema: &str,
) -> Result<(), DeliveryError> {
    let positions: Vec<(Uuid, i64)> =
        sqlx::query_as("SELECT institution_id, position FROM projection_checkpoint WHERE schema_name = $1")
            .bind(live)
            .fetch_all(pool)
            .await?;
    for (institution, position) in positions {
        catch_up(pool, projection, schema, institution, position).await?;
    }
    Ok(())
}

async fn put_into_use_at_once(
    pool: &PgPool,
    projection: &dyn Projection,
    schema: &str,
) -> Result<(), DeliveryError> {
    let mut transaction = pool.begin().await?;
    put_into_use(&mut transaction, projection, schema).await?;
    transaction.commit().await?;
    Ok(())
}

/// How often a swap is tried while others read.
const SWAPS: u32 = 60;
const SWAP_PAUSE: Duration = Duration::from_millis(500);

/// Compares every row of two builds, institution by institution, each at one and the same position.
pub async fn verify(
    pool: &PgPool,
    projection: &dyn Projection,
    live: &str,
    rebuilt: &str,
) -> Result<Vec<Difference>, DeliveryError> {
    let institutions: Vec<(Uuid,)> =
        sqlx::query_as("SELECT institution_id FROM projection_checkpoint WHERE schema_name = $1 ORDER BY 1")
            .bind(live)
            .fetch_all(pool)
            .await?;
    let mut differences = Vec::new();
    for (institution,) in institutions {
        differences.extend(verify_institution(pool, projection, live, rebuilt, institution).await?);
    }
    Ok(differences)
}

async fn verify_institution(
    pool: &PgPool,
    projection: &dyn Projection,
    live: &str,
    rebuilt: &str,
    institution: Uuid,
) -> Result<Vec<Difference>, DeliveryError> {
    loop {
        let mut transaction = pool.begin().await?;
        // Held still while the other one is brought to the same place and compared.
        let (position,): (i64,) = sqlx::query_as(
            "SELECT position FROM projection_checkpoint WHERE schema_name = $1 AND institution_id = $2 FOR UPDATE",
        )
        .bind(live)
        .bind(institution)
        .fetch_one(&mut *transaction)
        .await?;
        let reached = catch_up(pool, projection, rebuilt, institution, position).await?;
        if reached > position {
            transaction.rollback().await?;
            catch_up(pool, projection, live, institution, reached).await?;
            continue;
        }
        let mut differences = Vec::new();
        for table in projection.tables() {
            let only_live = rows_only_in(&mut transaction, table.name, live, rebuilt, institution).await?;
            let only_rebuilt = rows_only_in(&mut transaction, table.name, rebuilt, live, institution).await?;
            if only_live + only_rebuilt > 0 {
                differences.push(Difference { table: table.name, institution, only_live, only_rebuilt });
            }
        }
        transaction.rollback().await?;
        return Ok(differences);
    }
}

/// Brings a build at least to a position and answers where it stands; somebody else's steps count as well.
async fn catch_up(
    pool: &PgPool,
    projection: &dyn Projection,
    schema: &str,
    institution: Uuid,
    position: i64,
) -> Result<i64, DeliveryError> {
    sqlx::query("INSERT INTO projection_checkpoint (institution_id, schema_name) VALUES ($1, $2) ON CONFLICT DO NOTHING")
        .bind(institution)
        .bind(schema)
        .execute(pool)
        .await?;
    loop {
        let (reached,): (i64,) = sqlx::query_as(
            "SELECT position FROM projection_checkpoint WHERE schema_name = $1 AND institution_id = $2",
        )
        .bind(schema)
        .bind(institution)
        .fetch_one(pool)
        .await?;
        if reached >= position {
            return Ok(reached);
        }
        if step(pool, projection, schema, institution, Some(position)).await? == Step::Idle {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

async fn rows_only_in(
    db: &mut PgConnection,
    table: &str,
    here: &str,
    there: &str,
    institution: Uuid,
) -> Result<i64, DeliveryError> {
    let (count,): (i64,) = sqlx::query_as(&format!(
        "SELECT count(*) FROM (SELECT * FROM {here}.{table} WHERE institution_id = $1
         EXCEPT ALL SELECT * FROM {there}.{table} WHERE institution_id = $1) d"
    ))
    .bind(institution)
    .fetch_one(db)
    .await?;
    Ok(count)
}

async fn discard_unfinished(pool: &PgPool, projection: &dyn Projection) -> Result<(), DeliveryError> {
    let left: Vec<(String,)> = sqlx::query_as(
        "SELECT schema_name FROM projection_version WHERE projection = $1 AND state <> 'active'",
    )
    .bind(projection.name())
    .fetch_all(pool)
    .await?;
    let in_use = active(pool, projection.name()).await?.map(|active| active.schema);
    for (schema,) in left {
        if Some(&schema) != in_use.as_ref() {
            discard(pool, &schema).await?;
        }
    }
    Ok(())
}
