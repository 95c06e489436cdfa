//! Events onto the rows of the journal: folded in memory to the latest value of every cell, then
//! written by one statement per table.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use dayek_domain::assessment::{AssessmentEvent, AssessmentPlan};
use dayek_domain::fact::Fact;
use dayek_domain::lesson::LessonEvent;
use rust_decimal::Decimal;
use sqlx::PgConnection;
use uuid::Uuid;

use super::lessons::Lessons;
use crate::delivery::{ApplyError, Batch, RecordedEvent};

/// The latest of a cell: its value, and the event that set it.
struct Cell<'a, T> {
    value: Option<T>,
    set_by: &'a RecordedEvent,
}

#[derive(Default)]
struct Fold<'a> {
    lessons: Lessons,
    plans: BTreeMap<Uuid, &'a AssessmentPlan>,
    marks: BTreeMap<(Uuid, Uuid, i16), Cell<'a, Decimal>>,
    statuses: BTreeMap<(Uuid, Uuid), Cell<'a, &'a str>>,
    attendance: BTreeMap<(Uuid, Uuid), Cell<'a, &'a str>>,
}

pub(super) async fn apply(db: &mut PgConnection, batch: &Batch<'_>) -> Result<(), ApplyError> {
    let mut fold = Fold::default();
    for event in batch.events {
        match &event.fact {
            Fact::Assessment(fact) => assessment(event, fact, &mut fold),
            Fact::Lesson(fact) => lesson(event, fact, &mut fold),
            Fact::Institution(_)
            | Fact::Person(_)
            | Fact::IinClaim(_)
            | Fact::Account(_)
            | Fact::Membership(_)
            | Fact::SchoolClass(_)
            | Fact::StudyYear(_)
            | Fact::Subject(_)
            | Fact::Building(_)
            | Fact::Room(_)
            | Fact::Timetable(_)
            | Fact::TimetableGuard(_) => {}
        }
    }
    fold.lessons.write(db, batch).await?;
    write_plans(db, batch, fold.plans).await?;
    write_marks(db, batch, fold.marks).await?;
    write_cells(db, batch, ("journal_status", "assessment_id", "status"), fold.statuses).await?;
    write_cells(db, batch, ("journal_attendance", "lesson_id", "code"), fold.attendance).await
}

fn assessment<'a>(event: &'a RecordedEvent, fact: &'a AssessmentEvent, fold: &mut Fold<'a>) {
    let id = event.stream_id;
    match fact {
        AssessmentEvent::AssessmentPlanned { plan }
        | AssessmentEvent::AssessmentReplanned { to: plan, .. } => {
            fold.plans.insert(id, plan);
        }
        AssessmentEvent::MarkGiven { pupil_id, number, value, .. }
        | AssessmentEvent::MarkChanged { pupil_id, number, to: value, .. } => {
            let cell = Cell { value: Some(value.decimal()), set_by: event };
            fold.marks.insert((id, pupil_id.0, i16::from(*number)), cell);
        }
        AssessmentEvent::MarkWithdrawn { pupil_id, number, .. } => {
            fold.marks.insert((id, pupil_id.0, i16::from(*number)), Cell { value: None, set_by: event });
        }
        AssessmentEvent::StatusSet { pupil_id, to, .. } => {
            fold.statuses.insert((id, pupil_id.0), Cell { value: Some(to.as_ref()), set_by: event });
        }
        AssessmentEvent::StatusCleared { pupil_id, .. } => {
            fold.statuses.insert((id, pupil_id.0), Cell { value: None, set_by: event });
        }
    }
}

fn lesson<'a>(event: &'a RecordedEvent, fact: &'a LessonEvent, fold: &mut Fold<'a>) {
    let id = event.stream_id;
    match fact {
        LessonEvent::LessonScheduled { .. }
        | LessonEvent::LessonMoved { .. }
        | LessonEvent::LessonCancelled { .. }
        | LessonEvent::LessonRestored { .. }
        | LessonEvent::LessonWithdrawn { .. } => fold.lessons.take(id, fact),
        LessonEvent::AttendanceRecorded { pupil_id, to, .. } => {
            fold.attendance.insert((id, pupil_id.0), Cell { value: Some(to.as_ref()), set_by: event });
        }
        LessonEvent::AttendanceCleared { pupil_id, .. } => {
            fold.attendance.insert((id, pupil_id.0), Cell { value: None, set_by: event });
        }
        LessonEvent::TeacherSubstituted { .. }
        | LessonEvent::SubstitutionEnded { .. }
        | LessonEvent::RoomChanged { .. }
        | LessonEvent::LessonJoined { .. }
        | LessonEvent::LessonReplanned { .. } => {}
    }
}

async fn write_plans(
    db: &mut PgConnection,
    batch: &Batch<'_>,
    plans: BTreeMap<Uuid, &AssessmentPlan>,
) -> Result<(), ApplyError> {
    if plans.is_empty() {
        return Ok(());
    }
    let all = || plans.values();
    sqlx::query(&batch.sql(
        "INSERT INTO {s}.journal_assessment (institution_id, assessment_id, class_id, subject_id, period_id, lesson_id,
           category_id, title, description, assigned_on, due_on, least, most, external_id)
         SELECT $1, u.* FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[], $8::text[],
           $9::text[], $10::date[], $11::date[], $12::numeric[], $13::numeric[], $14::text[]) u
         ON CONFLICT (institution_id, assessment_id) DO UPDATE SET class_id = excluded.class_id,
           subject_id = excluded.subject_id, period_id = excluded.period_id, lesson_id = excluded.lesson_id,
           category_id = excluded.category_id, title = excluded.title, description = excluded.description,
           assigned_on = excluded.assigned_on, due_on = excluded.due_on, least = excluded.least, most = excluded.most",
    ))
    .bind(batch.institution)
    .bind(plans.keys().copied().collect::<Vec<Uuid>>())
    .bind(all().map(|plan| plan.class_id.0).collect::<Vec<Uuid>>())
    .bind(all().map(|plan| plan.subject_id.0).collect::<Vec<Uuid>>())
    .bind(all().map(|plan| plan.period_id.0).collect::<Vec<Uuid>>())
    .bind(all().map(|plan| plan.lesson_id.map(|id| id.0)).collect::<Vec<Option<Uuid>>>())
    .bind(all().map(|plan| plan.category_id.map(|id| id.0)).collect::<Vec<Option<Uuid>>>())
    .bind(all().map(|plan| plan.title.as_str()).collect::<Vec<&str>>())
    .bind(all().map(|plan| plan.description.as_deref()).collect::<Vec<Option<&str>>>())
    .bind(all().map(|plan| plan.assigned_on).collect::<Vec<NaiveDate>>())
    .bind(all().map(|plan| plan.due_on).collect::<Vec<NaiveDate>>())
    .bind(all().map(|plan| plan.least.decimal()).collect::<Vec<Decimal>>())
    .bind(all().map(|plan| plan.most.decimal()).collect::<Vec<Decimal>>())
    .bind(all().map(|plan| plan.external_id.as_deref()).collect::<Vec<Option<&str>>>())
    .execute(db)
    .await?;
    Ok(())
}

async fn write_marks(
    db: &mut PgConnection,
    batch: &Batch<'_>,
    marks: BTreeMap<(Uuid, Uuid, i16), Cell<'_, Decimal>>,
) -> Result<(), ApplyError> {
    if marks.is_empty() {
        return Ok(());
    }
    let all = || marks.values();
    let mut touched: Vec<Uuid> = marks.keys().map(|(assessment, _, _)| *assessment).collect();
    touched.dedup();
    sqlx::query(&batch.sql(
        "INSERT INTO {s}.journal_mark (institution_id, assessment_id, pupil_id, number, value, set_by, set_at, revision)
         SELECT $1, u.* FROM unnest($2::uuid[], $3::uuid[], $4::smallint[], $5::numeric[], $6::uuid[], $7::timestamptz[],
           $8::bigint[]) u
         ON CONFLICT (institution_id, assessment_id, pupil_id, number) DO UPDATE
         SET value = excluded.value, set_by = excluded.set_by, set_at = excluded.set_at, revision = excluded.revision",
    ))
    .bind(batch.institution)
    .bind(marks.keys().map(|(assessment, _, _)| *assessment).collect::<Vec<Uuid>>())
    .bind(marks.keys().map(|(_, pupil, _)| *pupil).collect::<Vec<Uuid>>())
    .bind(marks.keys().map(|(_, _, number)| *number).collect::<Vec<i16>>())
    .bind(all().map(|cell| cell.value).collect::<Vec<Option<Decimal>>>())
    .bind(all().map(|cell| cell.set_by.author.person_id).collect::<Vec<Option<Uuid>>>())
    .bind(all().map(|cell| cell.set_by.recorded_at).collect::<Vec<DateTime<Utc>>>())
    .bind(all().map(|cell| cell.set_by.sequence).collect::<Vec<i64>>())
    .execute(&mut *db)
    .await?;
    count_marks(db, batch, &touched).await
}

/// Counted anew for every column of marks that was touched, never added to.
async fn count_marks(db: &mut PgConnection, batch: &Batch<'_>, touched: &[Uuid]) -> Result<(), ApplyError> {
    sqlx::query(&batch.sql(
        "UPDATE {s}.journal_assessment a SET marks = t.marks, last_at = t.last_at
         FROM (SELECT assessment_id, count(value) AS marks, max(set_at) AS last_at FROM {s}.journal_mark
               WHERE institution_id = $1 AND assessment_id = ANY($2) GROUP BY assessment_id) t
         WHERE a.institution_id = $1 AND a.assessment_id = t.assessment_id",
    ))
    .bind(batch.institution)
    .bind(touched)
    .execute(db)
    .await?;
    Ok(())
}

/// Statuses and attendance are written alike. The names are those of this file's calls.
async fn write_cells(
    db: &mut PgConnection,
    batch: &Batch<'_>,
    (table, stream, value): (&'static str, &'static str, &'static str),
    cells: BTreeMap<(Uuid, Uuid), Cell<'_, &str>>,
) -> Result<(), ApplyError> {
    if cells.is_empty() {
        return Ok(());
    }
    let all = || cells.values();
    sqlx::query(&batch.sql(&format!(
        "INSERT INTO {{s}}.{table} (institution_id, {stream}, pupil_id, {value}, set_by, set_at, revision)
         SELECT $1, u.* FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::timestamptz[], $7::bigint[]) u
         ON CONFLICT (institution_id, {stream}, pupil_id) DO UPDATE
         SET {value} = excluded.{value}, set_by = excluded.set_by, set_at = excluded.set_at, revision = excluded.revision"
    )))
    .bind(batch.institution)
    .bind(cells.keys().map(|(stream, _)| *stream).collect::<Vec<Uuid>>())
    .bind(cells.keys().map(|(_, pupil)| *pupil).collect::<Vec<Uuid>>())
    .bind(all().map(|cell| cell.value).collect::<Vec<Option<&str>>>())
    .bind(all().map(|cell| cell.set_by.author.person_id).collect::<Vec<Option<Uuid>>>())
    .bind(all().map(|cell| cell.set_by.recorded_at).collect::<Vec<DateTime<Utc>>>())
    .bind(all().map(|cell| cell.set_by.sequence).collect::<Vec<i64>>())
    .execute(db)
    .await?;
    Ok(())
}
