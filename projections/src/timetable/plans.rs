//! Events of weekly timetables onto their rows.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use dayek_domain::fact::Fact;
use dayek_domain::timetable::{PlannedSlot, TimetableEvent, Weekday};
use sqlx::{FromRow, PgConnection};
use uuid::Uuid;

use crate::delivery::{ApplyError, Batch, RecordedEvent};

#[derive(Debug, Clone, FromRow)]
struct Plan {
    timetable_id: Uuid,
    class_id: Uuid,
    study_year_id: Uuid,
    period_id: Uuid,
    bell_schedule_id: Uuid,
    name: String,
    from_day: Option<NaiveDate>,
    to_day: Option<NaiveDate>,
    published_at: Option<DateTime<Utc>>,
    /// Whether it has been planned otherwise since it was published.
    changed_since: bool,
}

/// The latest of each lesson of a week, by timetable; `None`: removed.
type Slots<'a> = BTreeMap<(Uuid, Uuid), Option<&'a PlannedSlot>>;

pub(super) async fn apply(db: &mut PgConnection, batch: &Batch<'_>) -> Result<(), ApplyError> {
    let touched: BTreeSet<Uuid> = batch
        .events
        .iter()
        .filter(|event| matches!(event.fact, Fact::Timetable(_)))
        .map(|event| event.stream_id)
        .collect();
    if touched.is_empty() {
        return Ok(());
    }
    let mut plans = read(db, batch, touched.into_iter().collect()).await?;
    let mut slots = Slots::new();
    for event in batch.events {
        if let Fact::Timetable(fact) = &event.fact {
            take(event, fact, &mut plans, &mut slots);
        }
    }
    write_plans(db, batch, plans).await?;
    write_slots(db, batch, slots).await
}

fn take<'a>(
    event: &RecordedEvent,
    fact: &'a TimetableEvent,
    plans: &mut BTreeMap<Uuid, Plan>,
    slots: &mut Slots<'a>,
) {
    let timetable_id = event.stream_id;
    match fact {
        TimetableEvent::TimetableDrafted { class_id, study_year_id, period_id, bell_schedule_id, name } => {
            let plan = Plan {
                timetable_id,
                class_id: class_id.0,
                study_year_id: study_year_id.0,
                period_id: period_id.0,
                bell_schedule_id: bell_schedule_id.0,
                name: name.clone(),
                from_day: None,
                to_day: None,
                published_at: None,
                changed_since: false,
            };
            plans.insert(timetable_id, plan);
        }
        TimetableEvent::TimetableRenamed { to, .. } => {
            if let Some(plan) = plans.get_mut(&timetable_id) {
                plan.name.clone_from(to);
            }
        }
        TimetableEvent::BellScheduleReplaced { to, .. } => {
            if let Some(plan) = plans.get_mut(&timetable_id) {
                plan.bell_schedule_id = to.0;
                plan.outdate();
            }
        }
        TimetableEvent::SlotPlanned { slot_id, slot }
        | TimetableEvent::SlotChanged { slot_id, to: slot, .. } => {
            slots.insert((timetable_id, slot_id.0), Some(slot));
            if let Some(plan) = plans.get_mut(&timetable_id) {
                plan.outdate();
            }
        }
        TimetableEvent::SlotRemoved { slot_id, .. } => {
            slots.insert((timetable_id, slot_id.0), None);
            if let Some(plan) = plans.get_mut(&timetable_id) {
                plan.outdate();
            }
        }
        TimetableEvent::TimetablePublished { days, .. } => {
            if let Some(plan) = plans.get_mut(&timetable_id) {
                plan.from_day = Some(days.first);
                plan.to_day = Some(days.last);
                plan.published_at = Some(event.recorded_at);
                plan.changed_since = false;
            }
        }
    }
}

impl Plan {
    const fn outdate(&mut self) {
        self.changed_since = self.published_at.is_some();
    }
}

async fn read(
    db: &mut PgConnection,
    batch: &Batch<'_>,
    touched: Vec<Uuid>,
) -> Result<BTreeMap<Uuid, Plan>, ApplyError> {
    let rows: Vec<Plan> = sqlx::query_as(&batch.sql(
        "SELECT timetable_id, class_id, study_year_id, period_id, bell_schedule_id, name, from_day, to_day,
                published_at, changed_since
         FROM {s}.timetable_plan WHERE institution_id = $1 AND timetable_id = ANY($2)",
    ))
    .bind(batch.institution)
    .bind(touched)
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|plan| (plan.timetable_id, plan)).collect())
}

async fn write_plans(
    db: &mut PgConnection,
    batch: &Batch<'_>,
    plans: BTreeMap<Uuid, Plan>,
) -> Result<(), ApplyError> {
    let all = || plans.values();
    sqlx::query(&batch.sql(
        "INSERT INTO {s}.timetable_plan (institution_id, timetable_id, class_id, study_year_id, period_id,
           bell_schedule_id, name, from_day, to_day, published_at, changed_since)
         SELECT $1, u.* FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::text[], $8::date[],
           $9::date[], $10::timestamptz[], $11::boolean[]) u
         ON CONFLICT (institution_id, timetable_id) DO UPDATE SET bell_schedule_id = excluded.bell_schedule_id,
           name = excluded.name, from_day = excluded.from_day, to_day = excluded.to_day,
           published_at = excluded.published_at, changed_since = excluded.changed_since",
    ))
    .bind(batch.institution)
    .bind(all().map(|plan| plan.timetable_id).collect::<Vec<Uuid>>())
    .bind(all().map(|plan| plan.class_id).collect::<Vec<Uuid>>())
    .bind(all().map(|plan| plan.study_year_id).collect::<Vec<Uuid>>())
    .bind(all().map(|plan| plan.period_id).collect::<Vec<Uuid>>())
    .bind(all().map(|plan| plan.bell_schedule_id).collect::<Vec<Uuid>>())
    .bind(all().map(|plan| plan.name.as_str()).collect::<Vec<&str>>())
    .bind(all().map(|plan| plan.from_day).collect::<Vec<Option<NaiveDate>>>())
    .bind(all().map(|plan| plan.to_day).collect::<Vec<Option<NaiveDate>>>())
    .bind(all().map(|plan| plan.published_at).collect::<Vec<Option<DateTime<Utc>>>>())
    .bind(all().map(|plan| plan.changed_since).collect::<Vec<bool>>())
    .execute(db)
    .await?;
    Ok(())
}

async fn write_slots(db: &mut PgConnection, batch: &Batch<'_>, slots: Slots<'_>) -> Result<(), ApplyError> {
    let (planned, removed): (Vec<_>, Vec<_>) = slots.into_iter().partition(|(_, slot)| slot.is_some());
    if !removed.is_empty() {
        let (timetables, slots): (Vec<Uuid>, Vec<Uuid>) = removed.into_iter().map(|(key, _)| key).unzip();
        sqlx::query(&batch.sql(
            "DELETE FROM {s}.timetable_slot t USING unnest($2::uuid[], $3::uuid[]) u(timetable_id, slot_id)
             WHERE t.institution_id = $1 AND t.timetable_id = u.timetable_id AND t.slot_id = u.slot_id",
        ))
        .bind(batch.institution)
        .bind(timetables)
        .bind(slots)
        .execute(&mut *db)
        .await?;
    }
    let planned: Vec<((Uuid, Uuid), &PlannedSlot)> =
        planned.into_iter().filter_map(|(key, slot)| Some((key, slot?))).collect();
    if planned.is_empty() {
        return Ok(());
    }
    let all = || planned.iter().map(|(_, slot)| *slot);
    // An array of arrays would be taken apart down to its ids, so each list of teachers travels as a text.
    sqlx::query(&batch.sql(
        "INSERT INTO {s}.timetable_slot
           (institution_id, timetable_id, slot_id, weekday, number, week, subject_id, teacher_ids, room_id)
         SELECT $1, u.timetable_id, u.slot_id, u.weekday, u.number, u.week, u.subject_id, u.teacher_ids::uuid[], u.room_id
         FROM unnest($2::uuid[], $3::uuid[], $4::smallint[], $5::smallint[], $6::text[], $7::uuid[], $8::text[],
           $9::uuid[]) u(timetable_id, slot_id, weekday, number, week, subject_id, teacher_ids, room_id)
         ON CONFLICT (institution_id, timetable_id, slot_id) DO UPDATE SET weekday = excluded.weekday,
           number = excluded.number, week = excluded.week, subject_id = excluded.subject_id,
           teacher_ids = excluded.teacher_ids, room_id = excluded.room_id",
    ))
    .bind(batch.institution)
    .bind(planned.iter().map(|((timetable_id, _), _)| *timetable_id).collect::<Vec<Uuid>>())
    .bind(planned.iter().map(|((_, slot_id), _)| *slot_id).collect::<Vec<Uuid>>())
    .bind(all().map(|slot| weekday_number(slot.weekday)).collect::<Vec<i16>>())
    .bind(all().map(|slot| i16::from(slot.number)).collect::<Vec<i16>>())
    .bind(all().map(|slot| slot.week.as_ref()).collect::<Vec<&str>>())
    .bind(all().map(|slot| slot.subject_id.0).collect::<Vec<Uuid>>())
    .bind(all().map(teachers).collect::<Vec<String>>())
    .bind(all().map(|slot| slot.room_id.map(|id| id.0)).collect::<Vec<Option<Uuid>>>())
    .execute(db)
    .await?;
    Ok(())
}

/// Monday is 1, Sunday is 7.
const fn weekday_number(weekday: Weekday) -> i16 {
    match weekday {
        Weekday::Monday => 1,
        Weekday::Tuesday => 2,
        Weekday::Wednesday => 3,
        Weekday::Thursday => 4,
        Weekday::Friday => 5,
        Weekday::Saturday => 6,
        Weekday::Sunday => 7,
    }
}

fn teachers(slot: &PlannedSlot) -> String {
    let ids: Vec<String> = slot.teacher_ids.iter().map(ToString::to_string).collect();
    format!("{{{}}}", ids.join(","))
}
