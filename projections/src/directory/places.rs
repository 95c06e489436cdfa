//! Buildings and rooms, and what classes choose: their parts, periods, bells and kind of journal.

use dayek_domain::building::BuildingEvent;
use dayek_domain::room::RoomEvent;
use dayek_domain::school_class::{JournalKind, Part};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::delivery::{ApplyError, Batch, RecordedEvent};

pub(super) async fn building(
    db: &mut PgConnection,
    batch: &Batch<'_>,
    event: &RecordedEvent,
    fact: &BuildingEvent,
) -> Result<(), ApplyError> {
    let (name, address) = match fact {
        BuildingEvent::BuildingAdded { name, address }
        | BuildingEvent::BuildingChanged { name, address, .. } => (name, address),
    };
    sqlx::query(&batch.sql(
        "INSERT INTO {s}.building (institution_id, building_id, name, address) VALUES ($1, $2, $3, $4)
         ON CONFLICT (institution_id, building_id) DO UPDATE SET name = excluded.name, address = excluded.address",
    ))
    .bind(batch.institution)
    .bind(event.stream_id)
    .bind(name)
    .bind(address)
    .execute(db)
    .await?;
    Ok(())
}

pub(super) async fn room(
    db: &mut PgConnection,
    batch: &Batch<'_>,
    event: &RecordedEvent,
    fact: &RoomEvent,
) -> Result<(), ApplyError> {
    match fact {
        RoomEvent::RoomAdded { name, building_id, seats }
        | RoomEvent::RoomChanged { name, building_id, seats, .. } => {
            sqlx::query(&batch.sql(
                "INSERT INTO {s}.room (institution_id, room_id, name, building_id, seats)
                 VALUES ($1, $2, $3, $4, $5) ON CONFLICT (institution_id, room_id) DO UPDATE
                 SET name = excluded.name, building_id = excluded.building_id, seats = excluded.seats",
            ))
            .bind(batch.institution)
            .bind(event.stream_id)
            .bind(name)
            .bind(building_id.map(|id| id.0))
            .bind(seats.map(i32::from))
            .execute(db)
            .await?;
        }
        RoomEvent::RoomRetired { on } => {
            sqlx::query(
                &batch.sql("UPDATE {s}.room SET retired_on = $3 WHERE institution_id = $1 AND room_id = $2"),
            )
            .bind(batch.institution)
            .bind(event.stream_id)
            .bind(on)
            .execute(db)
            .await?;
        }
    }
    Ok(())
}

/// What a group consists of now, in the place of what it consisted of.
pub(super) async fn compose(
    db: &mut PgConnection,
    batch: &Batch<'_>,
    class_id: Uuid,
    parts: &[Part],
) -> Result<(), ApplyError> {
    sqlx::query(&batch.sql("DELETE FROM {s}.class_part WHERE institution_id = $1 AND class_id = $2"))
        .bind(batch.institution)
        .bind(class_id)
        .execute(&mut *db)
        .await?;
    if parts.is_empty() {
        return Ok(());
    }
    sqlx::query(&batch.sql(
        "INSERT INTO {s}.class_part (institution_id, class_id, place, part_class_id, division, part)
         SELECT $1, $2, u.place::smallint, u.part_class_id, u.division, u.part
         FROM unnest($3::uuid[], $4::text[], $5::text[])
              WITH ORDINALITY u(part_class_id, division, part, place)",
    ))
    .bind(batch.institution)
    .bind(class_id)
    .bind(parts.iter().map(|part| part.class_id.0).collect::<Vec<Uuid>>())
    .bind(parts.iter().map(|part| part.division.as_deref()).collect::<Vec<Option<&str>>>())
    .bind(parts.iter().map(|part| part.part.as_deref()).collect::<Vec<Option<&str>>>())
    .execute(db)
    .await?;
    Ok(())
}

/// `column` is one of the names of the projector's calls.
pub(super) async fn choose(
    db: &mut PgConnection,
    batch: &Batch<'_>,
    class_id: Uuid,
    column: &'static str,
    chosen: Option<Uuid>,
) -> Result<(), ApplyError> {
    sqlx::query(
        &batch.sql(&format!(
            "UPDATE {{s}}.class SET {column} = $3 WHERE institution_id = $1 AND class_id = $2"
        )),
    )
    .bind(batch.institution)
    .bind(class_id)
    .bind(chosen)
    .execute(db)
    .await?;
    Ok(())
}

pub(super) async fn choose_journal(
    db: &mut PgConnection,
    batch: &Batch<'_>,
    class_id: Uuid,
    kind: JournalKind,
) -> Result<(), ApplyError> {
    sqlx::query(
        &batch.sql("UPDATE {s}.class SET journal_kind = $3 WHERE institution_id = $1 AND class_id = $2"),
    )
    .bind(batch.institution)
    .bind(class_id)
    .bind(kind.as_ref())
    .execute(db)
    .await?;
    Ok(())
}
