//! What ties a person to classes and pupils, for finding the streams that say so. What the ties are worth
//! is decided on those streams, never on these rows.

use std::collections::HashMap;

use chrono::NaiveDate;
use sqlx::PgPool;
use uuid::Uuid;

/// The streams in which a person's rights may stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ties {
    /// Classes that are taught, led, served or studied in.
    pub classes: Vec<Uuid>,
    /// Pupils this person is a guardian of, each with a class the pupil is or was in.
    pub children: Vec<(Uuid, Option<Uuid>)>,
}

/// Everything a person may be tied to, in one round trip.
pub async fn ties(pool: &PgPool, institution: Uuid, person: Uuid) -> Result<Ties, sqlx::Error> {
    let rows: Vec<(Option<Uuid>, Option<Uuid>)> = sqlx::query_as(
        "SELECT NULL::uuid AS child, class_id FROM read.teaching WHERE institution_id = $1 AND teacher_id = $2
         UNION SELECT NULL, class_id FROM read.class_staff WHERE institution_id = $1 AND person_id = $2
         UNION SELECT NULL, class_id FROM read.enrolment WHERE institution_id = $1 AND pupil_id = $2
         UNION SELECT g.pupil_id, e.class_id FROM read.guardian g
           LEFT JOIN read.enrolment e ON e.institution_id = g.institution_id AND e.pupil_id = g.pupil_id
           WHERE g.institution_id = $1 AND g.guardian_id = $2
         ORDER BY 1, 2",
    )
    .bind(institution)
    .bind(person)
    .fetch_all(pool)
    .await?;
    let mut ties = Ties::default();
    for row in rows {
        match row {
            (Some(child), class) => ties.children.push((child, class)),
            (None, Some(class)) => ties.classes.push(class),
            (None, None) => {}
        }
    }
    Ok(ties)
}

/// The guardians of a pupil with their kinship.
pub async fn guardians_of(
    pool: &PgPool,
    institution: Uuid,
    pupil: Uuid,
) -> Result<Vec<(Uuid, String)>, sqlx::Error> {
    sqlx::query_as(
        "SELECT guardian_id, kinship FROM read.guardian
         WHERE institution_id = $1 AND pupil_id = $2 ORDER BY guardian_id",
    )
    .bind(institution)
    .bind(pupil)
    .fetch_all(pool)
    .await
}

/// Everybody who holds a granted role.
pub async fn holders(pool: &PgPool, institution: Uuid, role: &str) -> Result<Vec<Uuid>, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT person_id FROM read.member WHERE institution_id = $1 AND role = $2 ORDER BY person_id",
    )
    .bind(institution)
    .bind(role)
    .fetch_all(pool)
    .await
}

/// The classes somebody is a pupil of on a day.
pub async fn classes_of_pupil(
    pool: &PgPool,
    institution: Uuid,
    pupil: Uuid,
    day: NaiveDate,
) -> Result<Vec<Uuid>, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT DISTINCT class_id FROM read.enrolment
         WHERE institution_id = $1 AND pupil_id = $2
           AND coalesce(from_day, '-infinity') <= $3 AND coalesce(to_day, 'infinity') >= $3
         ORDER BY class_id",
    )
    .bind(institution)
    .bind(pupil)
    .bind(day)
    .fetch_all(pool)
    .await
}

/// A study year and its days.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct StudyYearRow {
    pub study_year_id: Uuid,
    pub name: String,
    pub first_day: NaiveDate,
    pub last_day: NaiveDate,
}

/// The study years, the latest first.
pub async fn study_years(pool: &PgPool, institution: Uuid) -> Result<Vec<StudyYearRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT study_year_id, name, first_day, last_day FROM read.study_year
         WHERE institution_id = $1 ORDER BY first_day DESC, study_year_id",
    )
    .bind(institution)
    .fetch_all(pool)
    .await
}

/// Who leads each class or serves it as psychologist: class, duty, person.
pub async fn class_staff(pool: &PgPool, institution: Uuid) -> Result<Vec<(Uuid, String, Uuid)>, sqlx::Error> {
    sqlx::query_as(
        "SELECT class_id, duty, person_id FROM read.class_staff WHERE institution_id = $1 ORDER BY class_id, duty",
    )
    .bind(institution)
    .fetch_all(pool)
    .await
}

/// A person with what they are; `details` is sealed, with its place.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct MemberRow {
    pub person_id: Uuid,
    pub details: Option<String>,
    pub program_name: Option<String>,
    /// Granted roles, and those that follow: teacher, class leader, pupil, parent.
    pub roles: Vec<String>,
    /// Classes they are a pupil of.
    pub classes: Vec<Uuid>,
    pub account: Option<String>,
}

/// Everybody of an institution; with `only`, those of them.
pub async fn members(
    pool: &PgPool,
    institution: Uuid,
    only: Option<&[Uuid]>,
) -> Result<Vec<MemberRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT p.person_id, p.details, p.program_name, a.state AS account,
                coalesce((SELECT array_agg(r.role ORDER BY r.role) FROM (
                   SELECT m.role FROM read.member m
                    WHERE m.institution_id = p.institution_id AND m.person_id = p.person_id
                   UNION SELECT 'teacher' FROM read.teaching t
                    WHERE t.institution_id = p.institution_id AND t.teacher_id = p.person_id
                   UNION SELECT s.duty FROM read.class_staff s
                    WHERE s.institution_id = p.institution_id AND s.person_id = p.person_id
                   UNION SELECT 'pupil' FROM read.enrolment e
                    WHERE e.institution_id = p.institution_id AND e.pupil_id = p.person_id AND e.to_day IS NULL
                   UNION SELECT 'parent' FROM read.guardian g
                    WHERE g.institution_id = p.institution_id AND g.guardian_id = p.person_id) r), '{}') AS roles,
                coalesce((SELECT array_agg(DISTINCT e.class_id) FROM read.enrolment e
                    WHERE e.institution_id = p.institution_id AND e.pupil_id = p.person_id
                      AND e.to_day IS NULL), '{}') AS classes
         FROM read.person p
         LEFT JOIN read.account a ON a.institution_id = p.institution_id AND a.person_id = p.person_id
         WHERE p.institution_id = $1 AND ($2::uuid[] IS NULL OR p.person_id = ANY($2))
         ORDER BY p.person_id",
    )
    .bind(institution)
    .bind(only)
    .fetch_all(pool)
    .await
}

/// How many pupils each class has now.
pub async fn pupil_counts(pool: &PgPool, institution: Uuid) -> Result<HashMap<Uuid, i64>, sqlx::Error> {
    let rows: Vec<(Uuid, i64)> = sqlx::query_as(
        "SELECT class_id, count(DISTINCT pupil_id) FROM read.enrolment
         WHERE institution_id = $1 AND to_day IS NULL GROUP BY class_id",
    )
    .bind(institution)
    .fetch_all(pool)
    .await?;
    Ok(rows.into_iter().collect())
}
