//! What pages and the API ask of the frame lessons stand in: sets of periods, holidays, bells, buildings,
//! rooms, and what groups consist of. Every query is keyed by institution.

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveTime};
use sqlx::{FromRow, PgPool};
use uuid::Uuid;

use super::queries::names;

#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct BuildingRow {
    pub building_id: Uuid,
    pub name: String,
    pub address: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct RoomRow {
    pub room_id: Uuid,
    pub name: String,
    pub building_id: Option<Uuid>,
    pub seats: Option<i32>,
    /// From that day on it serves no more.
    pub retired_on: Option<NaiveDate>,
}

#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct PeriodSetRow {
    pub set_id: Uuid,
    pub name: String,
}

#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct HolidayRow {
    pub holiday_id: Uuid,
    pub name: String,
    pub first_day: NaiveDate,
    pub last_day: NaiveDate,
    /// Of the country, not of the school.
    pub public: bool,
    /// `None`: the whole school's.
    pub set_id: Option<Uuid>,
}

/// A bell schedule with its lessons in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BellScheduleRow {
    pub bell_schedule_id: Uuid,
    pub name: String,
    pub bells: Vec<BellRow>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BellRow {
    pub number: i16,
    pub begins: NaiveTime,
    pub ends: NaiveTime,
}

/// A date on which a schedule rings like another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct DayBellsRow {
    pub bell_schedule_id: Uuid,
    pub date: NaiveDate,
    pub rings_like_id: Uuid,
}

/// A class, or one part of a division of it, that belongs to a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartRow {
    pub class_id: Uuid,
    pub division: Option<String>,
    pub part: Option<String>,
}

pub async fn buildings(pool: &PgPool, institution: Uuid) -> Result<Vec<BuildingRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT building_id, name, address FROM read.building WHERE institution_id = $1 ORDER BY name, building_id",
    )
    .bind(institution)
    .fetch_all(pool)
    .await
}

/// The rooms, those that serve no more among them.
pub async fn rooms(pool: &PgPool, institution: Uuid) -> Result<Vec<RoomRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT room_id, name, building_id, seats, retired_on FROM read.room
         WHERE institution_id = $1 ORDER BY name, room_id",
    )
    .bind(institution)
    .fetch_all(pool)
    .await
}

pub async fn period_sets(
    pool: &PgPool,
    institution: Uuid,
    study_year: Uuid,
) -> Result<Vec<PeriodSetRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT set_id, name FROM read.period_set
         WHERE institution_id = $1 AND study_year_id = $2 ORDER BY name, set_id",
    )
    .bind(institution)
    .bind(study_year)
    .fetch_all(pool)
    .await
}

pub async fn holidays(
    pool: &PgPool,
    institution: Uuid,
    study_year: Uuid,
) -> Result<Vec<HolidayRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT holiday_id, name, first_day, last_day, public, set_id FROM read.holiday
         WHERE institution_id = $1 AND study_year_id = $2 ORDER BY first_day, last_day, holiday_id",
    )
    .bind(institution)
    .bind(study_year)
    .fetch_all(pool)
    .await
}

/// The bell schedules of a study year, each with its lessons.
pub async fn bell_schedules(
    pool: &PgPool,
    institution: Uuid,
    study_year: Uuid,
) -> Result<Vec<BellScheduleRow>, sqlx::Error> {
    let rows: Vec<(Uuid, String, i16, NaiveTime, NaiveTime)> = sqlx::query_as(
        "SELECT s.bell_schedule_id, s.name, b.number, b.begins, b.ends FROM read.bell_schedule s
         JOIN read.bell b ON b.institution_id = s.institution_id AND b.bell_schedule_id = s.bell_schedule_id
         WHERE s.institution_id = $1 AND s.study_year_id = $2
         ORDER BY s.name, s.bell_schedule_id, b.number",
    )
    .bind(institution)
    .bind(study_year)
    .fetch_all(pool)
    .await?;
    let mut schedules: Vec<BellScheduleRow> = Vec::new();
    for (bell_schedule_id, name, number, begins, ends) in rows {
        let bell = BellRow { number, begins, ends };
        match schedules.last_mut().filter(|last| last.bell_schedule_id == bell_schedule_id) {
            Some(schedule) => schedule.bells.push(bell),
            None => schedules.push(BellScheduleRow { bell_schedule_id, name, bells: vec![bell] }),
        }
    }
    Ok(schedules)
}

/// The dates of a study year on which a schedule rings like another.
pub async fn day_bells(
    pool: &PgPool,
    institution: Uuid,
    study_year: Uuid,
) -> Result<Vec<DayBellsRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT bell_schedule_id, date, rings_like_id FROM read.day_bells
         WHERE institution_id = $1 AND study_year_id = $2 ORDER BY date, bell_schedule_id",
    )
    .bind(institution)
    .bind(study_year)
    .fetch_all(pool)
    .await
}

/// What each group consists of; a class, or a group of which nothing is known, is left out.
pub async fn parts(pool: &PgPool, institution: Uuid) -> Result<HashMap<Uuid, Vec<PartRow>>, sqlx::Error> {
    let rows: Vec<(Uuid, Uuid, Option<String>, Option<String>)> = sqlx::query_as(
        "SELECT class_id, part_class_id, division, part FROM read.class_part
         WHERE institution_id = $1 ORDER BY class_id, place",
    )
    .bind(institution)
    .fetch_all(pool)
    .await?;
    let mut parts: HashMap<Uuid, Vec<PartRow>> = HashMap::new();
    for (group, class_id, division, part) in rows {
        parts.entry(group).or_default().push(PartRow { class_id, division, part });
    }
    Ok(parts)
}

/// The groups in which pupils of a class may be.
pub async fn groups_of(pool: &PgPool, institution: Uuid, class_id: Uuid) -> Result<Vec<Uuid>, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT DISTINCT class_id FROM read.class_part
         WHERE institution_id = $1 AND part_class_id = $2 ORDER BY class_id",
    )
    .bind(institution)
    .bind(class_id)
    .fetch_all(pool)
    .await
}

/// What these rooms are called; those the institution does not know are left out.
pub async fn room_names(
    pool: &PgPool,
    institution: Uuid,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, String>, sqlx::Error> {
    let query = "SELECT room_id, name FROM read.room WHERE institution_id = $1 AND room_id = ANY($2)";
    names(pool, query, institution, ids).await
}

/// What these buildings are called; those the institution does not know are left out.
pub async fn building_names(
    pool: &PgPool,
    institution: Uuid,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, String>, sqlx::Error> {
    let query =
        "SELECT building_id, name FROM read.building WHERE institution_id = $1 AND building_id = ANY($2)";
    names(pool, query, institution, ids).await
}

/// What these bell schedules are called; those the institution does not know are left out.
pub async fn bell_schedule_names(
    pool: &PgPool,
    institution: Uuid,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, String>, sqlx::Error> {
    let query = "SELECT bell_schedule_id, name FROM read.bell_schedule
                 WHERE institution_id = $1 AND bell_schedule_id = ANY($2)";
    names(pool, query, institution, ids).await
}

/// What these sets of periods are called; those the institution does not know are left out.
pub async fn period_set_names(
    pool: &PgPool,
    institution: Uuid,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, String>, sqlx::Error> {
    let query = "SELECT set_id, name FROM read.period_set WHERE institution_id = $1 AND set_id = ANY($2)";
    names(pool, query, institution, ids).await
}
