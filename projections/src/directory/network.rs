//! What a governing organisation sees of the institutions below it: of those that stand there by the word
//! of both sides, and of no other. These queries read rows of several institutions at once.

use std::collections::HashMap;

use chrono::NaiveDate;
use sqlx::{FromRow, PgPool};
use uuid::Uuid;

/// An institution that stands below a governing organisation.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct SubordinateRow {
    pub institution_id: Uuid,
    pub kind: String,
    pub name: String,
}

/// An institution in numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq, FromRow)]
pub struct SummaryRow {
    pub institution_id: Uuid,
    /// Classes of the study year the day lies in, else of the latest one.
    pub classes: i64,
    /// Whoever is in a class now.
    pub pupils: i64,
    pub staff: i64,
    /// Marks in these classes.
    pub marks: i64,
}

/// The institutions below: admitted by the organisation, and placed under it by themselves.
pub async fn subordinates(pool: &PgPool, organisation: Uuid) -> Result<Vec<SubordinateRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT i.institution_id, i.kind, i.name FROM read.subordinate s
         JOIN read.institution i ON i.institution_id = s.subordinate_id AND i.parent_id = s.institution_id
         WHERE s.institution_id = $1 ORDER BY i.name, i.institution_id",
    )
    .bind(organisation)
    .fetch_all(pool)
    .await
}

/// What stands below an organisation that stands below another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct FurtherRow {
    /// The organisation in between.
    pub institution_id: Uuid,
    pub institutions: i64,
    /// Whoever is in a class now.
    pub pupils: i64,
}

/// What these organisations have below themselves, by the word of both sides; one with nothing is left out.
pub async fn further(pool: &PgPool, organisations: &[Uuid]) -> Result<Vec<FurtherRow>, sqlx::Error> {
    if organisations.is_empty() {
        return Ok(vec![]);
    }
    sqlx::query_as(
        "SELECT b.organisation_id AS institution_id, count(*) AS institutions,
                coalesce(sum(n.pupils), 0)::bigint AS pupils
         FROM (
           SELECT s.institution_id AS organisation_id, i.institution_id FROM read.subordinate s
           JOIN read.institution i ON i.institution_id = s.subordinate_id AND i.parent_id = s.institution_id
           WHERE s.institution_id = ANY($1)) b
         LEFT JOIN (
           SELECT institution_id, count(DISTINCT pupil_id) AS pupils FROM read.enrolment
           WHERE to_day IS NULL AND institution_id IN (
             SELECT subordinate_id FROM read.subordinate WHERE institution_id = ANY($1))
           GROUP BY institution_id) n ON n.institution_id = b.institution_id
         GROUP BY b.organisation_id ORDER BY b.organisation_id",
    )
    .bind(organisations)
    .fetch_all(pool)
    .await
}

/// Whom the organisation has admitted and who do not say, or not any more, that they stand below it.
pub async fn unconfirmed(pool: &PgPool, organisation: Uuid) -> Result<Vec<Uuid>, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT s.subordinate_id FROM read.subordinate s
         WHERE s.institution_id = $1 AND NOT EXISTS (
           SELECT 1 FROM read.institution i
           WHERE i.institution_id = s.subordinate_id AND i.parent_id = s.institution_id)
         ORDER BY s.subordinate_id",
    )
    .bind(organisation)
    .fetch_all(pool)
    .await
}

/// These institutions in numbers, on a day; one of which there is nothing to count is left out.
/// `staff_roles`: the roles that make somebody one of the staff.
pub async fn summary(
    pool: &PgPool,
    institutions: &[Uuid],
    staff_roles: &[&str],
    day: NaiveDate,
) -> Result<Vec<SummaryRow>, sqlx::Error> {
    sqlx::query_as(
        "WITH own_class AS (
           SELECT c.institution_id, c.class_id FROM read.class c
           JOIN (SELECT DISTINCT ON (institution_id) institution_id, study_year_id FROM read.study_year
                  WHERE institution_id = ANY($1)
                  ORDER BY institution_id, (first_day <= $3 AND last_day >= $3) DESC, first_day DESC,
                           study_year_id) y
             ON y.institution_id = c.institution_id AND y.study_year_id = c.study_year_id
           WHERE c.institution_id = ANY($1))
         SELECT institution_id, sum(classes)::bigint AS classes, sum(pupils)::bigint AS pupils,
                sum(staff)::bigint AS staff, sum(marks)::bigint AS marks
         FROM (
           SELECT institution_id, count(*) AS classes, 0 AS pupils, 0 AS staff, 0 AS marks FROM own_class
            GROUP BY institution_id
           UNION ALL
           SELECT institution_id, 0, count(DISTINCT pupil_id), 0, 0 FROM read.enrolment
            WHERE institution_id = ANY($1) AND to_day IS NULL GROUP BY institution_id
           UNION ALL
           SELECT w.institution_id, 0, 0, count(*), 0 FROM (
             SELECT institution_id, person_id FROM read.member
              WHERE institution_id = ANY($1) AND role = ANY($2)
             UNION SELECT institution_id, teacher_id FROM read.teaching WHERE institution_id = ANY($1)
             UNION SELECT institution_id, person_id FROM read.class_staff WHERE institution_id = ANY($1)) w
            JOIN read.person p ON p.institution_id = w.institution_id AND p.person_id = w.person_id
            WHERE p.program_name IS NULL GROUP BY w.institution_id
           UNION ALL
           SELECT t.institution_id, 0, 0, 0, sum(t.count)::bigint FROM read.statistics_tally t
            JOIN own_class o ON o.institution_id = t.institution_id AND o.class_id = t.class_id
            WHERE t.institution_id = ANY($1) GROUP BY t.institution_id) counted
         GROUP BY institution_id",
    )
    .bind(institutions)
    .bind(staff_roles)
    .bind(day)
    .fetch_all(pool)
    .await
}

/// What those of these institutions are called that say themselves that they belong together with this
/// one: placed under it, or having admitted it.
pub async fn tied(
    pool: &PgPool,
    institution: Uuid,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, String>, sqlx::Error> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(Uuid, String)> = sqlx::query_as(
        "SELECT i.institution_id, i.name FROM read.institution i
         WHERE i.institution_id = ANY($2) AND (i.parent_id = $1 OR EXISTS (
           SELECT 1 FROM read.subordinate s
           WHERE s.institution_id = i.institution_id AND s.subordinate_id = $1))",
    )
    .bind(institution)
    .bind(ids)
    .fetch_all(pool)
    .await?;
    Ok(rows.into_iter().collect())
}
