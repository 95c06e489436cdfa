//! Study years: their reporting periods, holidays and bells.

use chrono::NaiveTime;
use dayek_domain::study_year::{BellSchedule, StudyYearEvent};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::delivery::{ApplyError, Batch, RecordedEvent};

pub(super) async fn study_year(
    db: &mut PgConnection,
    batch: &Batch<'_>,
    event: &RecordedEvent,
    fact: &StudyYearEvent,
) -> Result<(), ApplyError> {
    match fact {
        StudyYearEvent::StudyYearDefined { name, days, .. }
        | StudyYearEvent::StudyYearChanged { name, days, .. } => {
            sqlx::query(&batch.sql(
                "INSERT INTO {s}.study_year (institution_id, study_year_id, name, first_day, last_day)
                 VALUES ($1, $2, $3, $4, $5) ON CONFLICT (institution_id, study_year_id)
                 DO UPDATE SET name = excluded.name, first_day = excluded.first_day, last_day = excluded.last_day",
            ))
            .bind(batch.institution)
            .bind(event.stream_id)
            .bind(name)
            .bind(days.first)
            .bind(days.last)
            .execute(db)
            .await?;
        }
        StudyYearEvent::PeriodDefined { period_id, kind, name, days, set_id, .. } => {
            sqlx::query(&batch.sql(
                "INSERT INTO {s}.period
                   (institution_id, period_id, study_year_id, kind, name, first_day, last_day, closed, set_id)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, false, $8)",
            ))
            .bind(batch.institution)
            .bind(period_id.0)
            .bind(event.stream_id)
            .bind(kind.as_ref())
            .bind(name)
            .bind(days.first)
            .bind(days.last)
            .bind(set_id.map(|id| id.0))
            .execute(db)
            .await?;
        }
        StudyYearEvent::PeriodChanged { period_id, name, days, .. } => {
            sqlx::query(&batch.sql(
                "UPDATE {s}.period SET name = $3, first_day = $4, last_day = $5
                 WHERE institution_id = $1 AND period_id = $2",
            ))
            .bind(batch.institution)
            .bind(period_id.0)
            .bind(name)
            .bind(days.first)
            .bind(days.last)
            .execute(db)
            .await?;
        }
        StudyYearEvent::PeriodClosed { period_id } => set_closed(db, batch, period_id.0, true).await?,
        StudyYearEvent::PeriodReopened { period_id, .. } => set_closed(db, batch, period_id.0, false).await?,
        StudyYearEvent::PeriodSetDefined { set_id, name }
        | StudyYearEvent::PeriodSetRenamed { set_id, to: name, .. } => {
            sqlx::query(&batch.sql(
                "INSERT INTO {s}.period_set (institution_id, set_id, study_year_id, name) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (institution_id, set_id) DO UPDATE SET name = excluded.name",
            ))
            .bind(batch.institution)
            .bind(set_id.0)
            .bind(event.stream_id)
            .bind(name)
            .execute(db)
            .await?;
        }
        StudyYearEvent::HolidayDeclared { holiday_id, name, days, public, set_id } => {
            sqlx::query(&batch.sql(
                "INSERT INTO {s}.holiday
                   (institution_id, holiday_id, study_year_id, name, first_day, last_day, public, set_id)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            ))
            .bind(batch.institution)
            .bind(holiday_id.0)
            .bind(event.stream_id)
            .bind(name)
            .bind(days.first)
            .bind(days.last)
            .bind(public)
            .bind(set_id.map(|id| id.0))
            .execute(db)
            .await?;
        }
        StudyYearEvent::HolidayChanged { holiday_id, name, days, .. } => {
            sqlx::query(&batch.sql(
                "UPDATE {s}.holiday SET name = $3, first_day = $4, last_day = $5
                 WHERE institution_id = $1 AND holiday_id = $2",
            ))
            .bind(batch.institution)
            .bind(holiday_id.0)
            .bind(name)
            .bind(days.first)
            .bind(days.last)
            .execute(db)
            .await?;
        }
        StudyYearEvent::HolidayWithdrawn { holiday_id, .. } => {
            sqlx::query(&batch.sql("DELETE FROM {s}.holiday WHERE institution_id = $1 AND holiday_id = $2"))
                .bind(batch.institution)
                .bind(holiday_id.0)
                .execute(db)
                .await?;
        }
        StudyYearEvent::BellScheduleSet { bell_schedule_id, to, .. } => {
            set_bells(db, batch, event.stream_id, bell_schedule_id.0, to).await?;
        }
        StudyYearEvent::DayBellsSet { date, bell_schedule_id, to: Some(other), .. } => {
            sqlx::query(&batch.sql(
                "INSERT INTO {s}.day_bells (institution_id, bell_schedule_id, date, study_year_id, rings_like_id)
                 VALUES ($1, $2, $3, $4, $5) ON CONFLICT (institution_id, bell_schedule_id, date)
                 DO UPDATE SET rings_like_id = excluded.rings_like_id",
            ))
            .bind(batch.institution)
            .bind(bell_schedule_id.0)
            .bind(date)
            .bind(event.stream_id)
            .bind(other.0)
            .execute(db)
            .await?;
        }
        StudyYearEvent::DayBellsSet { date, bell_schedule_id, to: None, .. } => {
            sqlx::query(&batch.sql(
                "DELETE FROM {s}.day_bells WHERE institution_id = $1 AND bell_schedule_id = $2 AND date = $3",
            ))
            .bind(batch.institution)
            .bind(bell_schedule_id.0)
            .bind(date)
            .execute(db)
            .await?;
        }
    }
    Ok(())
}

async fn set_closed(
    db: &mut PgConnection,
    batch: &Batch<'_>,
    period_id: Uuid,
    closed: bool,
) -> Result<(), ApplyError> {
    sqlx::query(&batch.sql("UPDATE {s}.period SET closed = $3 WHERE institution_id = $1 AND period_id = $2"))
        .bind(batch.institution)
        .bind(period_id)
        .bind(closed)
        .execute(db)
        .await?;
    Ok(())
}

async fn set_bells(
    db: &mut PgConnection,
    batch: &Batch<'_>,
    study_year_id: Uuid,
    bell_schedule_id: Uuid,
    schedule: &BellSchedule,
) -> Result<(), ApplyError> {
    sqlx::query(&batch.sql(
        "INSERT INTO {s}.bell_schedule (institution_id, bell_schedule_id, study_year_id, name)
         VALUES ($1, $2, $3, $4)
         ON CONFLICT (institution_id, bell_schedule_id) DO UPDATE SET name = excluded.name",
    ))
    .bind(batch.institution)
    .bind(bell_schedule_id)
    .bind(study_year_id)
    .bind(&schedule.name)
    .execute(&mut *db)
    .await?;
    sqlx::query(&batch.sql("DELETE FROM {s}.bell WHERE institution_id = $1 AND bell_schedule_id = $2"))
        .bind(batch.institution)
        .bind(bell_schedule_id)
        .execute(&mut *db)
        .await?;
    let bells = || schedule.bells.iter();
    sqlx::query(&batch.sql(
        "INSERT INTO {s}.bell (institution_id, bell_schedule_id, number, begins, ends)
         SELECT $1, $2, u.* FROM unnest($3::smallint[], $4::time[], $5::time[]) u",
    ))
    .bind(batch.institution)
    .bind(bell_schedule_id)
    .bind(bells().map(|bell| i16::from(bell.number)).collect::<Vec<i16>>())
    .bind(bells().map(|bell| bell.begins).collect::<Vec<NaiveTime>>())
    .bind(bells().map(|bell| bell.ends).collect::<Vec<NaiveTime>>())
    .execute(db)
    .await?;
    Ok(())
}
