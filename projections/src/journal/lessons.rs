//! The lessons of a batch: folded to what has become of each, and written by one statement for each of that.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use dayek_domain::lesson::{LessonEvent, Slot};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::delivery::{ApplyError, Batch};

/// Class, subject and reporting period.
type Place = (Uuid, Uuid, Uuid);

#[derive(Default)]
pub(super) struct Lessons {
    scheduled: BTreeMap<Uuid, Place>,
    /// Where the lessons of the batch stand in the end.
    slots: BTreeMap<Uuid, Slot>,
    cancelled: BTreeMap<Uuid, bool>,
    withdrawn: BTreeSet<Uuid>,
}

impl Lessons {
    pub(super) fn take(&mut self, id: Uuid, fact: &LessonEvent) {
        match fact {
            LessonEvent::LessonScheduled { class_id, subject_id, period_id, slot, .. } => {
                self.scheduled.insert(id, (class_id.0, subject_id.0, period_id.0));
                self.slots.insert(id, *slot);
                // A lesson that was withdrawn may be scheduled anew.
                self.cancelled.remove(&id);
                self.withdrawn.remove(&id);
            }
            LessonEvent::LessonMoved { to, .. } => {
                self.slots.insert(id, *to);
            }
            LessonEvent::LessonCancelled { .. } => {
                self.cancelled.insert(id, true);
            }
            LessonEvent::LessonRestored { .. } => {
                self.cancelled.insert(id, false);
            }
            LessonEvent::LessonWithdrawn { .. } => {
                self.withdrawn.insert(id);
            }
            LessonEvent::AttendanceRecorded { .. }
            | LessonEvent::AttendanceCleared { .. }
            | LessonEvent::TeacherSubstituted { .. }
            | LessonEvent::SubstitutionEnded { .. }
            | LessonEvent::RoomChanged { .. }
            | LessonEvent::LessonJoined { .. }
            | LessonEvent::LessonReplanned { .. } => {}
        }
    }

    pub(super) async fn write(mut self, db: &mut PgConnection, batch: &Batch<'_>) -> Result<(), ApplyError> {
        let scheduled = std::mem::take(&mut self.scheduled);
        self.schedule(db, batch, scheduled).await?;
        // What was scheduled in this batch stands where it stands already.
        self.move_others(db, batch).await?;
        self.cancel(db, batch).await?;
        self.withdraw(db, batch).await
    }

    async fn schedule(
        &mut self,
        db: &mut PgConnection,
        batch: &Batch<'_>,
        scheduled: BTreeMap<Uuid, Place>,
    ) -> Result<(), ApplyError> {
        let new: Vec<(Uuid, Place, Slot)> = scheduled
            .into_iter()
            .filter_map(|(id, place)| Some((id, place, self.slots.remove(&id)?)))
            .collect();
        if new.is_empty() {
            return Ok(());
        }
        sqlx::query(&batch.sql(
            "INSERT INTO {s}.journal_lesson
               (institution_id, lesson_id, class_id, subject_id, period_id, date, number, cancelled)
             SELECT $1, u.*, false
             FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::date[], $7::smallint[]) u
             ON CONFLICT (institution_id, lesson_id) DO UPDATE SET class_id = excluded.class_id,
               subject_id = excluded.subject_id, period_id = excluded.period_id, date = excluded.date,
               number = excluded.number, cancelled = false",
        ))
        .bind(batch.institution)
        .bind(new.iter().map(|(id, ..)| *id).collect::<Vec<Uuid>>())
        .bind(new.iter().map(|(_, (class_id, ..), _)| *class_id).collect::<Vec<Uuid>>())
        .bind(new.iter().map(|(_, (_, subject_id, _), _)| *subject_id).collect::<Vec<Uuid>>())
        .bind(new.iter().map(|(_, (.., period_id), _)| *period_id).collect::<Vec<Uuid>>())
        .bind(new.iter().map(|(.., slot)| slot.date).collect::<Vec<NaiveDate>>())
        .bind(new.iter().map(|(.., slot)| i16::from(slot.number)).collect::<Vec<i16>>())
        .execute(db)
        .await?;
        Ok(())
    }

    async fn move_others(&self, db: &mut PgConnection, batch: &Batch<'_>) -> Result<(), ApplyError> {
        if self.slots.is_empty() {
            return Ok(());
        }
        sqlx::query(&batch.sql(
            "UPDATE {s}.journal_lesson l SET date = u.date, number = u.number
             FROM unnest($2::uuid[], $3::date[], $4::smallint[]) u(lesson_id, date, number)
             WHERE l.institution_id = $1 AND l.lesson_id = u.lesson_id",
        ))
        .bind(batch.institution)
        .bind(self.slots.keys().copied().collect::<Vec<Uuid>>())
        .bind(self.slots.values().map(|slot| slot.date).collect::<Vec<NaiveDate>>())
        .bind(self.slots.values().map(|slot| i16::from(slot.number)).collect::<Vec<i16>>())
        .execute(db)
        .await?;
        Ok(())
    }

    async fn cancel(&self, db: &mut PgConnection, batch: &Batch<'_>) -> Result<(), ApplyError> {
        if self.cancelled.is_empty() {
            return Ok(());
        }
        sqlx::query(&batch.sql(
            "UPDATE {s}.journal_lesson l SET cancelled = u.cancelled
             FROM unnest($2::uuid[], $3::boolean[]) u(lesson_id, cancelled)
             WHERE l.institution_id = $1 AND l.lesson_id = u.lesson_id",
        ))
        .bind(batch.institution)
        .bind(self.cancelled.keys().copied().collect::<Vec<Uuid>>())
        .bind(self.cancelled.values().copied().collect::<Vec<bool>>())
        .execute(db)
        .await?;
        Ok(())
    }

    async fn withdraw(&self, db: &mut PgConnection, batch: &Batch<'_>) -> Result<(), ApplyError> {
        if self.withdrawn.is_empty() {
            return Ok(());
        }
        sqlx::query(
            &batch.sql("DELETE FROM {s}.journal_lesson WHERE institution_id = $1 AND lesson_id = ANY($2)"),
        )
        .bind(batch.institution)
        .bind(self.withdrawn.iter().copied().collect::<Vec<Uuid>>())
        .execute(db)
        .await?;
        Ok(())
    }
}
