//! Events of lessons onto their rows: what the batch touches is read at once, followed event by event, and
//! written by one statement per table.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use dayek_domain::fact::Fact;
use dayek_domain::lesson::LessonEvent;
use sqlx::PgConnection;
use uuid::Uuid;

use super::fold::{Fate, Lesson};
use crate::delivery::{ApplyError, Batch, RecordedEvent};

pub(super) async fn apply(db: &mut PgConnection, batch: &Batch<'_>) -> Result<(), ApplyError> {
    let mut events: Vec<(&RecordedEvent, &LessonEvent)> = Vec::new();
    for event in batch.events {
        if let Fact::Lesson(fact) = &event.fact {
            events.push((event, fact));
        }
    }
    let mut lessons = read(db, batch, &events).await?;
    let mut changed = BTreeSet::new();
    let mut withdrawn = BTreeSet::new();
    for (event, fact) in events {
        let id = event.stream_id;
        if let Some(lesson) = Lesson::scheduled(event, fact) {
            lessons.insert(id, lesson);
            changed.insert(id);
            // A lesson that was withdrawn may be scheduled anew.
            withdrawn.remove(&id);
            continue;
        }
        let Some(lesson) = lessons.get_mut(&id) else { continue };
        match lesson.take(event, fact) {
            Fate::AsBefore => {}
            Fate::Changed => {
                changed.insert(id);
            }
            Fate::Withdrawn => {
                lessons.remove(&id);
                withdrawn.insert(id);
            }
        }
    }
    let written: Vec<&Lesson> = changed.iter().filter_map(|id| lessons.get(id)).collect();
    write(db, batch, &written).await?;
    let touched: Vec<Uuid> = changed.union(&withdrawn).copied().collect();
    write_teachers(db, batch, &touched, &written).await?;
    remove(db, batch, withdrawn.into_iter().collect()).await
}

/// The rows as they are of lessons that change in the batch and were scheduled before it.
async fn read(
    db: &mut PgConnection,
    batch: &Batch<'_>,
    events: &[(&RecordedEvent, &LessonEvent)],
) -> Result<BTreeMap<Uuid, Lesson>, ApplyError> {
    let mut scheduled = BTreeSet::new();
    let mut known = BTreeSet::new();
    for (event, fact) in events {
        match fact {
            LessonEvent::LessonScheduled { .. } => {
                scheduled.insert(event.stream_id);
            }
            LessonEvent::AttendanceRecorded { .. } | LessonEvent::AttendanceCleared { .. } => {}
            LessonEvent::LessonMoved { .. }
            | LessonEvent::LessonCancelled { .. }
            | LessonEvent::TeacherSubstituted { .. }
            | LessonEvent::SubstitutionEnded { .. }
            | LessonEvent::RoomChanged { .. }
            | LessonEvent::LessonJoined { .. }
            | LessonEvent::LessonWithdrawn { .. }
            | LessonEvent::LessonRestored { .. }
            | LessonEvent::LessonReplanned { .. } => {
                known.insert(event.stream_id);
            }
        }
    }
    let known: Vec<Uuid> = known.difference(&scheduled).copied().collect();
    if known.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows: Vec<Lesson> = sqlx::query_as(&batch.sql(
        "SELECT l.lesson_id, l.class_id, l.subject_id, l.period_id, l.date, l.number, l.begins, l.ends, l.room_id,
                l.slot_id, l.cancelled, l.substituted, l.joined_with, l.moved_from, l.reason, l.changed_by, l.changed_at,
                ARRAY(SELECT t.teacher_id FROM {s}.timetable_lesson_teacher t
                      WHERE t.institution_id = l.institution_id AND t.lesson_id = l.lesson_id
                        AND t.duty <> 'substitute' ORDER BY t.teacher_id) AS regular,
                ARRAY(SELECT t.teacher_id FROM {s}.timetable_lesson_teacher t
                      WHERE t.institution_id = l.institution_id AND t.lesson_id = l.lesson_id
                        AND t.duty <> 'replaced' ORDER BY t.teacher_id) AS teaching
         FROM {s}.timetable_lesson l WHERE l.institution_id = $1 AND l.lesson_id = ANY($2)",
    ))
    .bind(batch.institution)
    .bind(known)
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|lesson| (lesson.lesson_id, lesson)).collect())
}

async fn write(db: &mut PgConnection, batch: &Batch<'_>, lessons: &[&Lesson]) -> Result<(), ApplyError> {
    if lessons.is_empty() {
        return Ok(());
    }
    let all = || lessons.iter();
    sqlx::query(&batch.sql(
        "INSERT INTO {s}.timetable_lesson (institution_id, lesson_id, class_id, subject_id, period_id, date, number,
           begins, ends, room_id, slot_id, cancelled, substituted, joined_with, moved_from, reason, changed_by, changed_at)
         SELECT $1, u.* FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::date[], $7::smallint[],
           $8::time[], $9::time[], $10::uuid[], $11::uuid[], $12::boolean[], $13::boolean[], $14::uuid[], $15::date[],
           $16::text[], $17::uuid[], $18::timestamptz[]) u
         ON CONFLICT (institution_id, lesson_id) DO UPDATE SET class_id = excluded.class_id,
           subject_id = excluded.subject_id, period_id = excluded.period_id, date = excluded.date,
           number = excluded.number, begins = excluded.begins, ends = excluded.ends, room_id = excluded.room_id,
           slot_id = excluded.slot_id, cancelled = excluded.cancelled, substituted = excluded.substituted,
           joined_with = excluded.joined_with, moved_from = excluded.moved_from, reason = excluded.reason,
           changed_by = excluded.changed_by, changed_at = excluded.changed_at",
    ))
    .bind(batch.institution)
    .bind(all().map(|lesson| lesson.lesson_id).collect::<Vec<Uuid>>())
    .bind(all().map(|lesson| lesson.class_id).collect::<Vec<Uuid>>())
    .bind(all().map(|lesson| lesson.subject_id).collect::<Vec<Uuid>>())
    .bind(all().map(|lesson| lesson.period_id).collect::<Vec<Uuid>>())
    .bind(all().map(|lesson| lesson.date).collect::<Vec<NaiveDate>>())
    .bind(all().map(|lesson| lesson.number).collect::<Vec<i16>>())
    .bind(all().map(|lesson| lesson.begins).collect::<Vec<Option<NaiveTime>>>())
    .bind(all().map(|lesson| lesson.ends).collect::<Vec<Option<NaiveTime>>>())
    .bind(all().map(|lesson| lesson.room_id).collect::<Vec<Option<Uuid>>>())
    .bind(all().map(|lesson| lesson.slot_id).collect::<Vec<Option<Uuid>>>())
    .bind(all().map(|lesson| lesson.cancelled).collect::<Vec<bool>>())
    .bind(all().map(|lesson| lesson.substituted).collect::<Vec<bool>>())
    .bind(all().map(|lesson| lesson.joined_with).collect::<Vec<Option<Uuid>>>())
    .bind(all().map(|lesson| lesson.moved_from).collect::<Vec<Option<NaiveDate>>>())
    .bind(all().map(|lesson| lesson.reason.as_deref()).collect::<Vec<Option<&str>>>())
    .bind(all().map(|lesson| lesson.changed_by).collect::<Vec<Option<Uuid>>>())
    .bind(all().map(|lesson| lesson.changed_at).collect::<Vec<Option<DateTime<Utc>>>>())
    .execute(db)
    .await?;
    Ok(())
}

async fn write_teachers(
    db: &mut PgConnection,
    batch: &Batch<'_>,
    touched: &[Uuid],
    lessons: &[&Lesson],
) -> Result<(), ApplyError> {
    if touched.is_empty() {
        return Ok(());
    }
    sqlx::query(
        &batch.sql(
            "DELETE FROM {s}.timetable_lesson_teacher WHERE institution_id = $1 AND lesson_id = ANY($2)",
        ),
    )
    .bind(batch.institution)
    .bind(touched)
    .execute(&mut *db)
    .await?;
    let mut rows: (Vec<Uuid>, Vec<Uuid>, Vec<NaiveDate>, Vec<&str>) = Default::default();
    for lesson in lessons {
        for (teacher_id, duty) in lesson.duties() {
            rows.0.push(lesson.lesson_id);
            rows.1.push(teacher_id);
            rows.2.push(lesson.date);
            rows.3.push(duty);
        }
    }
    sqlx::query(&batch.sql(
        "INSERT INTO {s}.timetable_lesson_teacher (institution_id, lesson_id, teacher_id, date, duty)
         SELECT $1, u.* FROM unnest($2::uuid[], $3::uuid[], $4::date[], $5::text[]) u",
    ))
    .bind(batch.institution)
    .bind(rows.0)
    .bind(rows.1)
    .bind(rows.2)
    .bind(rows.3)
    .execute(db)
    .await?;
    Ok(())
}

async fn remove(db: &mut PgConnection, batch: &Batch<'_>, withdrawn: Vec<Uuid>) -> Result<(), ApplyError> {
    if withdrawn.is_empty() {
        return Ok(());
    }
    sqlx::query(
        &batch.sql("DELETE FROM {s}.timetable_lesson WHERE institution_id = $1 AND lesson_id = ANY($2)"),
    )
    .bind(batch.institution)
    .bind(withdrawn)
    .execute(db)
    .await?;
    Ok(())
}
