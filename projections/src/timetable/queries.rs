//! What pages and the API ask of timetables. Every query is keyed by institution.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use sqlx::{FromRow, PgExecutor, Postgres, QueryBuilder};
use uuid::Uuid;

/// Whose lessons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Of {
    All,
    Classes(Vec<Uuid>),
    /// Those a person teaches, and those in which another does it in their place.
    Teacher(Uuid),
    Room(Uuid),
    Lessons(Vec<Uuid>),
}

/// A dated lesson.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct LessonRow {
    pub lesson_id: Uuid,
    pub class_id: Uuid,
    pub subject_id: Uuid,
    pub period_id: Uuid,
    pub date: NaiveDate,
    pub number: i16,
    /// By the clock; `None`: not known.
    pub begins: Option<NaiveTime>,
    pub ends: Option<NaiveTime>,
    pub room_id: Option<Uuid>,
    /// The lesson of the weekly timetable it was made from.
    pub slot_id: Option<Uuid>,
    pub cancelled: bool,
    pub joined_with: Option<Uuid>,
    /// The day on which it was scheduled, once it has been moved.
    pub moved_from: Option<NaiveDate>,
    /// Why, by whom and when it was changed last; of a cancelled or substituted lesson, why it is so.
    pub reason: Option<String>,
    /// `None`: nobody, or the program itself.
    pub changed_by: Option<Uuid>,
    pub changed_at: Option<DateTime<Utc>>,
    /// Who teaches it as things stand.
    pub teachers: Vec<Uuid>,
    /// The regular teachers for whom others teach it.
    pub replaced: Vec<Uuid>,
}

/// A weekly timetable of one class or group in one period.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct PlanRow {
    pub timetable_id: Uuid,
    pub class_id: Uuid,
    pub study_year_id: Uuid,
    pub period_id: Uuid,
    pub bell_schedule_id: Uuid,
    pub name: String,
    /// The days for which it was published last.
    pub from_day: Option<NaiveDate>,
    pub to_day: Option<NaiveDate>,
    pub published_at: Option<DateTime<Utc>>,
    /// Whether it has been planned otherwise since it was published.
    pub changed_since: bool,
    /// How many lessons of the week there are.
    pub slots: i64,
}

/// One lesson of the week.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct SlotRow {
    pub timetable_id: Uuid,
    pub slot_id: Uuid,
    /// Monday is 1, Sunday is 7.
    pub weekday: i16,
    pub number: i16,
    /// `every`, `odd` or `even`.
    pub week: String,
    pub subject_id: Uuid,
    pub teacher_ids: Vec<Uuid>,
    pub room_id: Option<Uuid>,
}

const LESSONS: &str =
    "SELECT l.lesson_id, l.class_id, l.subject_id, l.period_id, l.date, l.number, l.begins, l.ends,
        l.room_id, l.slot_id, l.cancelled, l.joined_with, l.moved_from, l.reason, l.changed_by, l.changed_at,
        ARRAY(SELECT t.teacher_id FROM read.timetable_lesson_teacher t
              WHERE t.institution_id = l.institution_id AND t.lesson_id = l.lesson_id AND t.duty <> 'replaced'
              ORDER BY t.teacher_id) AS teachers,
        ARRAY(SELECT t.teacher_id FROM read.timetable_lesson_teacher t
              WHERE t.institution_id = l.institution_id AND t.lesson_id = l.lesson_id AND t.duty = 'replaced'
              ORDER BY t.teacher_id) AS replaced
    FROM read.timetable_lesson l WHERE l.institution_id = ";
const IN_ORDER: &str = " ORDER BY l.date, l.begins, l.number, l.class_id, l.lesson_id";

/// Lessons from one day to another, both included, in the order of the clock.
pub async fn lessons(
    db: impl PgExecutor<'_>,
    institution: Uuid,
    of: &Of,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<LessonRow>, sqlx::Error> {
    let mut query = QueryBuilder::<Postgres>::new(LESSONS);
    query.push_bind(institution).push(" AND l.date BETWEEN ").push_bind(from).push(" AND ").push_bind(to);
    match of {
        Of::All => {}
        Of::Classes(classes) => {
            query.push(" AND l.class_id = ANY(").push_bind(classes.as_slice()).push(")");
        }
        Of::Teacher(teacher) => {
            query.push(" AND l.lesson_id IN (SELECT o.lesson_id FROM read.timetable_lesson_teacher o");
            query.push(" WHERE o.institution_id = ").push_bind(institution);
            query.push(" AND o.teacher_id = ").push_bind(*teacher);
            query.push(" AND o.date BETWEEN ").push_bind(from).push(" AND ").push_bind(to).push(")");
        }
        Of::Room(room) => {
            query.push(" AND l.room_id = ").push_bind(*room);
        }
        Of::Lessons(ids) => {
            query.push(" AND l.lesson_id = ANY(").push_bind(ids.as_slice()).push(")");
        }
    }
    query.push(IN_ORDER);
    query.build_query_as().fetch_all(db).await
}

/// The lessons from one day to another that are cancelled, or taught by others than planned.
pub async fn changes(
    db: impl PgExecutor<'_>,
    institution: Uuid,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<LessonRow>, sqlx::Error> {
    sqlx::query_as(&format!(
        "{LESSONS}$1 AND l.date BETWEEN $2 AND $3 AND (l.cancelled OR EXISTS (
           SELECT 1 FROM read.timetable_lesson_teacher t
           WHERE t.institution_id = l.institution_id AND t.lesson_id = l.lesson_id AND t.duty <> 'regular')){IN_ORDER}"
    ))
    .bind(institution)
    .bind(from)
    .bind(to)
    .fetch_all(db)
    .await
}

const PLANS: &str =
    "SELECT p.timetable_id, p.class_id, p.study_year_id, p.period_id, p.bell_schedule_id, p.name,
        p.from_day, p.to_day, p.published_at, p.changed_since,
        (SELECT count(*) FROM read.timetable_slot s
          WHERE s.institution_id = p.institution_id AND s.timetable_id = p.timetable_id) AS slots
    FROM read.timetable_plan p WHERE p.institution_id = $1";

/// The weekly timetables of a period, or of all periods.
pub async fn plans(
    db: impl PgExecutor<'_>,
    institution: Uuid,
    period: Option<Uuid>,
) -> Result<Vec<PlanRow>, sqlx::Error> {
    let of_period = "AND ($2::uuid IS NULL OR p.period_id = $2)";
    sqlx::query_as(&format!("{PLANS} {of_period} ORDER BY p.name, p.timetable_id"))
        .bind(institution)
        .bind(period)
        .fetch_all(db)
        .await
}

pub async fn plan(
    db: impl PgExecutor<'_>,
    institution: Uuid,
    timetable_id: Uuid,
) -> Result<Option<PlanRow>, sqlx::Error> {
    sqlx::query_as(&format!("{PLANS} AND p.timetable_id = $2"))
        .bind(institution)
        .bind(timetable_id)
        .fetch_optional(db)
        .await
}

/// The lessons of the week of these timetables, by day and number.
pub async fn slots(
    db: impl PgExecutor<'_>,
    institution: Uuid,
    timetables: &[Uuid],
) -> Result<Vec<SlotRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT timetable_id, slot_id, weekday, number, week, subject_id, teacher_ids, room_id
         FROM read.timetable_slot WHERE institution_id = $1 AND timetable_id = ANY($2)
         ORDER BY timetable_id, weekday, number, week, slot_id",
    )
    .bind(institution)
    .bind(timetables)
    .fetch_all(db)
    .await
}

/// How many lessons of each class take place in a period: those that are not cancelled.
pub async fn lesson_counts(
    db: impl PgExecutor<'_>,
    institution: Uuid,
    period: Uuid,
) -> Result<HashMap<Uuid, i64>, sqlx::Error> {
    let rows: Vec<(Uuid, i64)> = sqlx::query_as(
        "SELECT class_id, count(*) FROM read.timetable_lesson
         WHERE institution_id = $1 AND period_id = $2 AND NOT cancelled GROUP BY class_id",
    )
    .bind(institution)
    .bind(period)
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().collect())
}

/// The lessons of a day in which somebody substitutes for others.
pub async fn substituted_on(
    db: impl PgExecutor<'_>,
    institution: Uuid,
    person: Uuid,
    day: NaiveDate,
) -> Result<Vec<Uuid>, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT lesson_id FROM read.timetable_lesson_teacher
         WHERE institution_id = $1 AND teacher_id = $2 AND date = $3 AND duty = 'substitute' ORDER BY lesson_id",
    )
    .bind(institution)
    .bind(person)
    .bind(day)
    .fetch_all(db)
    .await
}

/// Class and day of these lessons; those the institution does not know are left out.
pub async fn places_of(
    db: impl PgExecutor<'_>,
    institution: Uuid,
    lessons: &[Uuid],
) -> Result<HashMap<Uuid, (Uuid, NaiveDate)>, sqlx::Error> {
    let rows: Vec<(Uuid, Uuid, NaiveDate)> = sqlx::query_as(
        "SELECT lesson_id, class_id, date FROM read.timetable_lesson
         WHERE institution_id = $1 AND lesson_id = ANY($2)",
    )
    .bind(institution)
    .bind(lessons)
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|(lesson, class, date)| (lesson, (class, date))).collect())
}
