//! Calling the database function past the program: inside a transaction of the test's own, which the
//! test may hold open or roll back.

use std::sync::atomic::{AtomicU64, Ordering};

use cqrs_es::DomainEvent;
use dayek::log::StreamKey;
use dayek_domain::id::InstitutionId;
use sqlx::PgConnection;
use uuid::Uuid;

/// Appends events to one stream. Answers with the outcome and the first and last position.
pub async fn append<E: DomainEvent>(
    db: &mut PgConnection,
    institution: InstitutionId,
    key: &StreamKey,
    expected: i64,
    events: &[E],
) -> (String, Option<i64>, Option<i64>) {
    static IDS: AtomicU64 = AtomicU64::new(1);
    let ids: Vec<Uuid> =
        events.iter().map(|_| Uuid::from_u128(u128::from(IDS.fetch_add(1, Ordering::Relaxed)))).collect();
    let request = Uuid::from_u128(0xfa << 96);
    sqlx::query_as(
        "SELECT outcome, first_position, last_position
         FROM append_events($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, NULL, NULL, '')",
    )
    .bind(institution.0)
    .bind(vec![key.aggregate_type])
    .bind(vec![key.id.to_string()])
    .bind(vec![expected])
    .bind(vec![1_i32; events.len()])
    .bind(ids)
    .bind(events.iter().map(E::event_type).collect::<Vec<String>>())
    .bind(events.iter().map(E::event_version).collect::<Vec<String>>())
    .bind(events.iter().map(|event| serde_json::to_string(event).unwrap()).collect::<Vec<String>>())
    .bind(format!(r#"{{"actor":"system","origin":"system","request":"{request}"}}"#))
    .bind(vec![vec![0_u8; 32]; events.len()])
    .bind(vec![vec![0_u8; 32]; events.len()])
    .fetch_one(db)
    .await
    .unwrap()
}
