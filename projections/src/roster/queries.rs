//! What lists of people ask. Every query is keyed by institution.

use std::collections::HashMap;

use chrono::NaiveDate;
use sqlx::{FromRow, PgPool};
use uuid::Uuid;

/// What a list of pupils is narrowed to.
#[derive(Debug, Clone, Copy)]
pub struct PupilFilter {
    /// `None`: every study year.
    pub study_year_id: Option<Uuid>,
    /// `None`: every class, and no group.
    pub class_id: Option<Uuid>,
    /// Those who left before this day (`false`), or everybody else (`true`).
    pub active: bool,
    pub today: NaiveDate,
}

/// A pupil's last stay in a class; `details` is sealed, with its place.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct PupilLine {
    pub pupil_id: Uuid,
    pub class_id: Uuid,
    pub class_name: String,
    pub details: Option<String>,
    /// How far they have come on the way in.
    pub account: Option<String>,
    pub from_day: Option<NaiveDate>,
    pub to_day: Option<NaiveDate>,
    pub came_number: Option<String>,
    pub came_on: Option<NaiveDate>,
    pub left_number: Option<String>,
    pub left_on: Option<NaiveDate>,
}

/// The pupils of a study year or a class.
pub async fn pupils(
    pool: &PgPool,
    institution: Uuid,
    filter: &PupilFilter,
) -> Result<Vec<PupilLine>, sqlx::Error> {
    sqlx::query_as(
        "SELECT s.pupil_id, s.class_id, c.name AS class_name, p.details, a.state AS account, s.from_day, s.to_day,
                s.came_number, s.came_on, s.left_number, s.left_on
         FROM (SELECT DISTINCT ON (class_id, pupil_id) * FROM read.roster_stay
               WHERE institution_id = $1 AND ($3::uuid IS NULL OR class_id = $3)
               ORDER BY class_id, pupil_id, stay DESC) s
         JOIN read.class c ON c.institution_id = s.institution_id AND c.class_id = s.class_id
         LEFT JOIN read.person p ON p.institution_id = s.institution_id AND p.person_id = s.pupil_id
         LEFT JOIN read.account a ON a.institution_id = s.institution_id AND a.person_id = s.pupil_id
         WHERE c.institution_id = $1 AND ($2::uuid IS NULL OR c.study_year_id = $2)
           AND ($3::uuid IS NOT NULL OR c.kind = 'class')
           AND (coalesce(s.to_day, 'infinity') >= $5) = $4
         ORDER BY s.class_id, s.pupil_id",
    )
    .bind(institution)
    .bind(filter.study_year_id)
    .bind(filter.class_id)
    .bind(filter.active)
    .bind(filter.today)
    .fetch_all(pool)
    .await
}

/// The guardians of these pupils: pupil, guardian, kinship.
pub async fn guardians(
    pool: &PgPool,
    institution: Uuid,
    pupils: &[Uuid],
) -> Result<Vec<(Uuid, Uuid, String)>, sqlx::Error> {
    sqlx::query_as(
        "SELECT pupil_id, guardian_id, kinship FROM read.guardian
         WHERE institution_id = $1 AND pupil_id = ANY($2) ORDER BY pupil_id, guardian_id",
    )
    .bind(institution)
    .bind(pupils)
    .fetch_all(pool)
    .await
}

/// Everybody who is of the institution no more, each with the day since which.
pub async fn archived(pool: &PgPool, institution: Uuid) -> Result<HashMap<Uuid, NaiveDate>, sqlx::Error> {
    let rows: Vec<(Uuid, NaiveDate)> =
        sqlx::query_as("SELECT person_id, on_day FROM read.archived WHERE institution_id = $1")
            .bind(institution)
            .fetch_all(pool)
            .await?;
    Ok(rows.into_iter().collect())
}

/// Everybody who takes the unified national test of a study year.
pub async fn unt_takers(
    pool: &PgPool,
    institution: Uuid,
    study_year: Uuid,
) -> Result<Vec<Uuid>, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT person_id FROM read.unt_taker
         WHERE institution_id = $1 AND study_year_id = $2 ORDER BY person_id",
    )
    .bind(institution)
    .bind(study_year)
    .fetch_all(pool)
    .await
}
