//! Bringing every read model up to date, for commands that run without a server.

use std::time::Duration;

use dayek_projections::delivery::{DeliveryError, Step, ensure_active, rebuild, step};
use sqlx::PgPool;
use uuid::Uuid;

/// Applies everything the log holds. Tells how many events are still ahead, over all read models.
///
/// Another process may be doing the same; its steps count as well.
pub async fn bring_up_to_date(runner: &PgPool, progress: &(dyn Fn(i64) + Sync)) -> Result<(), DeliveryError> {
    for projection in dayek_projections::all() {
        let mut active = ensure_active(runner, projection.as_ref()).await?;
        if active.version < projection.version() {
            rebuild(runner, projection.as_ref(), false, &|built| progress(built.of - built.events)).await?;
            active = ensure_active(runner, projection.as_ref()).await?;
        }
        loop {
            let behind = behind(runner, &active.schema).await?;
            if behind.is_empty() {
                break;
            }
            for (institution, mut events) in behind {
                progress(events);
                loop {
                    match step(runner, projection.as_ref(), &active.schema, institution, None).await? {
                        Step::Applied { events: applied, .. } => {
                            events -= i64::try_from(applied).unwrap_or_default();
                            progress(events.max(0));
                        }
                        // Done, or another process holds the claim: look again in a moment.
                        Step::Idle => break tokio::time::sleep(Duration::from_millis(10)).await,
                    }
                }
            }
        }
    }
    Ok(())
}

/// Institutions with their events ahead of a read model.
async fn behind(runner: &PgPool, schema: &str) -> Result<Vec<(Uuid, i64)>, sqlx::Error> {
    sqlx::query(
        "INSERT INTO projection_checkpoint (institution_id, schema_name)
         SELECT h.institution_id, $1 FROM institution_head h ON CONFLICT DO NOTHING",
    )
    .bind(schema)
    .execute(runner)
    .await?;
    sqlx::query_as(
        "SELECT c.institution_id, h.last_position - c.position FROM projection_checkpoint c
         JOIN institution_head h ON h.institution_id = c.institution_id
         WHERE c.schema_name = $1 AND h.last_position > c.position ORDER BY 1",
    )
    .bind(schema)
    .fetch_all(runner)
    .await
}
