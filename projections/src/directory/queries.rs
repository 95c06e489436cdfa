//! What pages and the API ask of the directory. Every query is keyed by institution.

use std::collections::HashMap;

use chrono::NaiveDate;
use sqlx::{FromRow, PgPool};
use uuid::Uuid;

/// A class with its study year.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct ClassRow {
    pub class_id: Uuid,
    pub name: String,
    pub kind: String,
    pub study_year_id: Uuid,
    pub study_year: String,
    pub external_id: Option<String>,
    /// Whose reporting periods it follows; `None`: those without a set.
    pub period_set_id: Option<Uuid>,
    pub bell_schedule_id: Option<Uuid>,
    /// `points` or `criteria`, once chosen.
    pub journal_kind: Option<String>,
}

/// A subject that is taught in a class, and by whom.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct TeachingRow {
    pub class_id: Uuid,
    pub subject_id: Uuid,
    pub subject_name: Option<String>,
    pub teacher_id: Uuid,
}

#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct SubjectRow {
    pub subject_id: Uuid,
    pub name: String,
    pub code: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct PeriodRow {
    pub period_id: Uuid,
    pub study_year_id: Uuid,
    pub kind: String,
    pub name: String,
    pub first_day: NaiveDate,
    pub last_day: NaiveDate,
    pub closed: bool,
    pub set_id: Option<Uuid>,
}

/// A stay of a pupil in a class; `details` is sealed, with its place.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct PupilRow {
    pub pupil_id: Uuid,
    pub details: Option<String>,
    pub from_day: Option<NaiveDate>,
    pub to_day: Option<NaiveDate>,
}

/// A person or program; `details` is sealed, with its place.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct PersonRow {
    pub person_id: Uuid,
    pub details: Option<String>,
    pub program_name: Option<String>,
}

const CLASSES: &str =
    "SELECT c.class_id, c.name, c.kind, c.study_year_id, y.name AS study_year, c.external_id,
           c.period_set_id, c.bell_schedule_id, c.journal_kind
    FROM read.class c
    JOIN read.study_year y ON y.institution_id = c.institution_id AND y.study_year_id = c.study_year_id
    WHERE c.institution_id = $1";

/// The classes of an institution; with `only`, those of them.
pub async fn classes(
    pool: &PgPool,
    institution: Uuid,
    only: Option<&[Uuid]>,
) -> Result<Vec<ClassRow>, sqlx::Error> {
    let only_these = "AND ($2::uuid[] IS NULL OR c.class_id = ANY($2))";
    sqlx::query_as(&format!("{CLASSES} {only_these} ORDER BY y.name, c.name, c.class_id"))
        .bind(institution)
        .bind(only)
        .fetch_all(pool)
        .await
}

pub async fn class(
    pool: &PgPool,
    institution: Uuid,
    class_id: Uuid,
) -> Result<Option<ClassRow>, sqlx::Error> {
    sqlx::query_as(&format!("{CLASSES} AND c.class_id = $2"))
        .bind(institution)
        .bind(class_id)
        .fetch_optional(pool)
        .await
}

pub async fn teaching(pool: &PgPool, institution: Uuid) -> Result<Vec<TeachingRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT t.class_id, t.subject_id, s.name AS subject_name, t.teacher_id FROM read.teaching t
         LEFT JOIN read.subject s ON s.institution_id = t.institution_id AND s.subject_id = t.subject_id
         WHERE t.institution_id = $1 ORDER BY t.class_id, t.subject_id, t.teacher_id",
    )
    .bind(institution)
    .fetch_all(pool)
    .await
}

/// The pairs of class and subject this person teaches.
pub async fn taught_by(
    pool: &PgPool,
    institution: Uuid,
    teacher: Uuid,
) -> Result<Vec<(Uuid, Uuid)>, sqlx::Error> {
    sqlx::query_as(
        "SELECT class_id, subject_id FROM read.teaching WHERE institution_id = $1 AND teacher_id = $2",
    )
    .bind(institution)
    .bind(teacher)
    .fetch_all(pool)
    .await
}

pub async fn subjects(pool: &PgPool, institution: Uuid) -> Result<Vec<SubjectRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT subject_id, name, code FROM read.subject WHERE institution_id = $1 ORDER BY name, subject_id",
    )
    .bind(institution)
    .fetch_all(pool)
    .await
}

pub async fn periods(pool: &PgPool, institution: Uuid) -> Result<Vec<PeriodRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT period_id, study_year_id, kind, name, first_day, last_day, closed, set_id FROM read.period
         WHERE institution_id = $1 ORDER BY first_day, last_day DESC, period_id",
    )
    .bind(institution)
    .fetch_all(pool)
    .await
}

/// Everybody who is or was in a class.
pub async fn pupils(pool: &PgPool, institution: Uuid, class_id: Uuid) -> Result<Vec<PupilRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT e.pupil_id, p.details, e.from_day, e.to_day FROM read.enrolment e
         LEFT JOIN read.person p ON p.institution_id = e.institution_id AND p.person_id = e.pupil_id
         WHERE e.institution_id = $1 AND e.class_id = $2 ORDER BY e.pupil_id, e.stay",
    )
    .bind(institution)
    .bind(class_id)
    .fetch_all(pool)
    .await
}

/// These people, as far as the institution knows them.
pub async fn people(pool: &PgPool, institution: Uuid, ids: &[Uuid]) -> Result<Vec<PersonRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT person_id, details, program_name FROM read.person WHERE institution_id = $1 AND person_id = ANY($2)",
    )
    .bind(institution)
    .bind(ids)
    .fetch_all(pool)
    .await
}

/// What these classes are called; those the institution does not know are left out.
pub async fn class_names(
    pool: &PgPool,
    institution: Uuid,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, String>, sqlx::Error> {
    let query = "SELECT class_id, name FROM read.class WHERE institution_id = $1 AND class_id = ANY($2)";
    names(pool, query, institution, ids).await
}

/// What these subjects are called; those the institution does not know are left out.
pub async fn subject_names(
    pool: &PgPool,
    institution: Uuid,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, String>, sqlx::Error> {
    let query =
        "SELECT subject_id, name FROM read.subject WHERE institution_id = $1 AND subject_id = ANY($2)";
    names(pool, query, institution, ids).await
}

/// What these reporting periods are called; those the institution does not know are left out.
pub async fn period_names(
    pool: &PgPool,
    institution: Uuid,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, String>, sqlx::Error> {
    let query = "SELECT period_id, name FROM read.period WHERE institution_id = $1 AND period_id = ANY($2)";
    names(pool, query, institution, ids).await
}

pub(super) async fn names(
    pool: &PgPool,
    query: &'static str,
    institution: Uuid,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, String>, sqlx::Error> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(Uuid, String)> = sqlx::query_as(query).bind(institution).bind(ids).fetch_all(pool).await?;
    Ok(rows.into_iter().collect())
}

/// The name and external id of an institution.
pub async fn institution_of(
    pool: &PgPool,
    institution: Uuid,
) -> Result<Option<(String, Option<String>)>, sqlx::Error> {
    sqlx::query_as("SELECT name, external_id FROM read.institution WHERE institution_id = $1")
        .bind(institution)
        .fetch_optional(pool)
        .await
}

/// The kind of an institution, by its code.
pub async fn kind_of(pool: &PgPool, institution: Uuid) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar("SELECT kind FROM read.institution WHERE institution_id = $1")
        .bind(institution)
        .fetch_optional(pool)
        .await
}

/// What these institutions are called; the only question that is asked of several at once.
pub async fn institution_names(pool: &PgPool, ids: &[Uuid]) -> Result<HashMap<Uuid, String>, sqlx::Error> {
    let rows: Vec<(Uuid, String)> =
        sqlx::query_as("SELECT institution_id, name FROM read.institution WHERE institution_id = ANY($1)")
            .bind(ids)
            .fetch_all(pool)
            .await?;
    Ok(rows.into_iter().collect())
}

/// The IANA name of the institution's time zone.
pub async fn time_zone(pool: &PgPool, institution: Uuid) -> Result<Option<String>, sqlx::Error> {
    let row: Option<(String,)> =
        sqlx::query_as("SELECT time_zone FROM read.institution WHERE institution_id = $1")
            .bind(institution)
            .fetch_optional(pool)
            .await?;
    Ok(row.map(|(zone,)| zone))
}
