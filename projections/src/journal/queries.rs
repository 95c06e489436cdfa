//! What pages and the API ask of the journal. Every query is keyed by institution.

use chrono::{DateTime, NaiveDate, Utc};
use futures::stream::BoxStream;
use rust_decimal::Decimal;
use sqlx::{FromRow, PgPool};
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct AssessmentRow {
    pub assessment_id: Uuid,
    pub lesson_id: Option<Uuid>,
    pub category_id: Option<Uuid>,
    pub title: String,
    pub description: Option<String>,
    pub assigned_on: NaiveDate,
    pub due_on: NaiveDate,
    pub least: Decimal,
    pub most: Decimal,
}

#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct LessonRow {
    pub lesson_id: Uuid,
    pub date: NaiveDate,
    pub number: i16,
    pub cancelled: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct MarkRow {
    pub assessment_id: Uuid,
    pub pupil_id: Uuid,
    pub number: i16,
    pub value: Option<Decimal>,
    pub set_by: Option<Uuid>,
    pub set_at: DateTime<Utc>,
    pub revision: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct StatusRow {
    pub assessment_id: Uuid,
    pub pupil_id: Uuid,
    pub status: Option<String>,
    pub set_by: Option<Uuid>,
    pub set_at: DateTime<Utc>,
    pub revision: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct AttendanceRow {
    pub lesson_id: Uuid,
    pub pupil_id: Uuid,
    pub code: Option<String>,
    pub set_by: Option<Uuid>,
    pub set_at: DateTime<Utc>,
    pub revision: i64,
}

/// One journal page, in one snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    pub position: i64,
    pub lessons: Vec<LessonRow>,
    pub assessments: Vec<AssessmentRow>,
    pub marks: Vec<MarkRow>,
    pub statuses: Vec<StatusRow>,
    pub attendance: Vec<AttendanceRow>,
}

/// The page of class × subject × period, with the position it shows.
pub async fn page(
    pool: &PgPool,
    institution: Uuid,
    class_id: Uuid,
    subject_id: Uuid,
    period_id: Uuid,
) -> Result<Page, sqlx::Error> {
    let mut snapshot = pool.begin().await?;
    sqlx::query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY").execute(&mut *snapshot).await?;
    let position: Option<(i64,)> = sqlx::query_as(
        "SELECT c.position FROM projection_checkpoint c
         JOIN projection_version v ON v.schema_name = c.schema_name AND v.state = 'active'
         WHERE c.institution_id = $1 AND v.projection = 'journal'",
    )
    .bind(institution)
    .fetch_optional(&mut *snapshot)
    .await?;
    let lessons: Vec<LessonRow> = sqlx::query_as(
        "SELECT lesson_id, date, number, cancelled FROM read.journal_lesson
         WHERE institution_id = $1 AND class_id = $2 AND subject_id = $3 AND period_id = $4
         ORDER BY date, number, lesson_id",
    )
    .bind(institution)
    .bind(class_id)
    .bind(subject_id)
    .bind(period_id)
    .fetch_all(&mut *snapshot)
    .await?;
    let assessments: Vec<AssessmentRow> = sqlx::query_as(
        "SELECT assessment_id, lesson_id, category_id, title, description, assigned_on, due_on, least, most
         FROM read.journal_assessment
         WHERE institution_id = $1 AND class_id = $2 AND subject_id = $3 AND period_id = $4
         ORDER BY due_on, title, assessment_id",
    )
    .bind(institution)
    .bind(class_id)
    .bind(subject_id)
    .bind(period_id)
    .fetch_all(&mut *snapshot)
    .await?;
    let assessment_ids: Vec<Uuid> = assessments.iter().map(|row| row.assessment_id).collect();
    let lesson_ids: Vec<Uuid> = lessons.iter().map(|row| row.lesson_id).collect();
    let marks = sqlx::query_as(
        "SELECT assessment_id, pupil_id, number, value, set_by, set_at, revision FROM read.journal_mark
         WHERE institution_id = $1 AND assessment_id = ANY($2) ORDER BY assessment_id, pupil_id, number",
    )
    .bind(institution)
    .bind(&assessment_ids)
    .fetch_all(&mut *snapshot)
    .await?;
    let statuses = sqlx::query_as(
        "SELECT assessment_id, pupil_id, status, set_by, set_at, revision FROM read.journal_status
         WHERE institution_id = $1 AND assessment_id = ANY($2) ORDER BY assessment_id, pupil_id",
    )
    .bind(institution)
    .bind(&assessment_ids)
    .fetch_all(&mut *snapshot)
    .await?;
    let attendance = sqlx::query_as(
        "SELECT lesson_id, pupil_id, code, set_by, set_at, revision FROM read.journal_attendance
         WHERE institution_id = $1 AND lesson_id = ANY($2) ORDER BY lesson_id, pupil_id",
    )
    .bind(institution)
    .bind(&lesson_ids)
    .fetch_all(&mut *snapshot)
    .await?;
    snapshot.rollback().await?;
    let position = position.map_or(0, |(position,)| position);
    Ok(Page { position, lessons, assessments, marks, statuses, attendance })
}

/// Class and subject of an assessment; `None`: not known to the journal (yet).
pub async fn assessment_place(
    pool: &PgPool,
    institution: Uuid,
    assessment_id: Uuid,
) -> Result<Option<(Uuid, Uuid)>, sqlx::Error> {
    sqlx::query_as(
        "SELECT class_id, subject_id FROM read.journal_assessment WHERE institution_id = $1 AND assessment_id = $2",
    )
    .bind(institution)
    .bind(assessment_id)
    .fetch_optional(pool)
    .await
}

/// Class and subject of a lesson; `None`: not known to the journal (yet).
pub async fn lesson_place(
    pool: &PgPool,
    institution: Uuid,
    lesson_id: Uuid,
) -> Result<Option<(Uuid, Uuid)>, sqlx::Error> {
    sqlx::query_as(
        "SELECT class_id, subject_id FROM read.journal_lesson WHERE institution_id = $1 AND lesson_id = $2",
    )
    .bind(institution)
    .bind(lesson_id)
    .fetch_optional(pool)
    .await
}

/// A live mark with what names it, for exports.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct ExportedMark {
    pub class_id: Uuid,
    pub class_external_id: Option<String>,
    pub pupil_id: Uuid,
    pub assessment_id: Uuid,
    pub assessment_external_id: Option<String>,
    pub value: Decimal,
}

/// Every live mark of an institution, streamed.
pub fn all_marks(pool: &PgPool, institution: Uuid) -> BoxStream<'_, Result<ExportedMark, sqlx::Error>> {
    sqlx::query_as(
        "SELECT a.class_id, c.external_id AS class_external_id, m.pupil_id, m.assessment_id,
                a.external_id AS assessment_external_id, m.value
         FROM read.journal_mark m
         JOIN read.journal_assessment a ON a.institution_id = m.institution_id AND a.assessment_id = m.assessment_id
         LEFT JOIN read.class c ON c.institution_id = a.institution_id AND c.class_id = a.class_id
         WHERE m.institution_id = $1 AND m.value IS NOT NULL
         ORDER BY a.class_id, m.assessment_id, m.pupil_id, m.number",
    )
    .bind(institution)
    .fetch(pool)
}

/// How many marks stand in a journal, and when one was set last.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct JournalTotal {
    pub class_id: Uuid,
    pub subject_id: Uuid,
    pub period_id: Uuid,
    pub marks: i64,
    pub last_at: Option<DateTime<Utc>>,
}

/// Totals of these journals, each a pair of class and subject.
pub async fn totals(
    pool: &PgPool,
    institution: Uuid,
    of: &[(Uuid, Uuid)],
) -> Result<Vec<JournalTotal>, sqlx::Error> {
    if of.is_empty() {
        return Ok(vec![]);
    }
    let (classes, subjects): (Vec<Uuid>, Vec<Uuid>) = of.iter().copied().unzip();
    sqlx::query_as(
        "SELECT class_id, subject_id, period_id, sum(marks)::bigint AS marks, max(last_at) AS last_at
         FROM read.journal_assessment
         WHERE institution_id = $1
           AND (class_id, subject_id) IN (SELECT * FROM unnest($2::uuid[], $3::uuid[]))
         GROUP BY class_id, subject_id, period_id
         ORDER BY class_id, subject_id, period_id",
    )
    .bind(institution)
    .bind(classes)
    .bind(subjects)
    .fetch_all(pool)
    .await
}

/// The columns of marks that belong to these lessons: lesson, column.
pub async fn columns_of_lessons(
    pool: &PgPool,
    institution: Uuid,
    lessons: &[Uuid],
) -> Result<Vec<(Uuid, Uuid)>, sqlx::Error> {
    if lessons.is_empty() {
        return Ok(vec![]);
    }
    sqlx::query_as(
        "SELECT lesson_id, assessment_id FROM read.journal_assessment
         WHERE institution_id = $1 AND lesson_id = ANY($2) ORDER BY assessment_id",
    )
    .bind(institution)
    .bind(lessons)
    .fetch_all(pool)
    .await
}

/// One mark of a pupil, for the diary.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct PupilMark {
    pub subject_id: Uuid,
    pub period_id: Uuid,
    pub title: String,
    pub due_on: NaiveDate,
    pub least: Decimal,
    pub most: Decimal,
    pub value: Decimal,
}

/// The marks of one pupil, by subject and day.
pub async fn marks_of(pool: &PgPool, institution: Uuid, pupil: Uuid) -> Result<Vec<PupilMark>, sqlx::Error> {
    sqlx::query_as(
        "SELECT a.subject_id, a.period_id, a.title, a.due_on, a.least, a.most, m.value
         FROM read.journal_mark m
         JOIN read.journal_assessment a ON a.institution_id = m.institution_id AND a.assessment_id = m.assessment_id
         WHERE m.institution_id = $1 AND m.pupil_id = $2 AND m.value IS NOT NULL
         ORDER BY a.subject_id, a.due_on, a.title, m.number",
    )
    .bind(institution)
    .bind(pupil)
    .fetch_all(pool)
    .await
}

/// What was noted of one pupil's attendance: subject, reporting period, code.
pub async fn attendance_of(
    pool: &PgPool,
    institution: Uuid,
    pupil: Uuid,
) -> Result<Vec<(Uuid, Uuid, String)>, sqlx::Error> {
    sqlx::query_as(
        "SELECT l.subject_id, l.period_id, t.code FROM read.journal_attendance t
         JOIN read.journal_lesson l ON l.institution_id = t.institution_id AND l.lesson_id = t.lesson_id
         WHERE t.institution_id = $1 AND t.pupil_id = $2 AND t.code IS NOT NULL
         ORDER BY l.subject_id, l.date, l.number",
    )
    .bind(institution)
    .bind(pupil)
    .fetch_all(pool)
    .await
}
