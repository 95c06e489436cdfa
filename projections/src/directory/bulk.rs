//! What comes by the thousand: folded to its latest state in memory, written by one statement per table.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::delivery::{ApplyError, Batch};

/// People of the batch with their latest data.
pub(super) type People = BTreeMap<Uuid, (Option<String>, Option<String>)>;
/// Roles granted (`Some(sequence)`) or revoked (`None`) in the batch.
pub(super) type Members = BTreeMap<(Uuid, &'static str), Option<i64>>;
/// Teachers assigned (`true`) or unassigned in the batch.
pub(super) type Teaching = BTreeMap<(Uuid, Uuid, Uuid), bool>;
/// New stays, by class, pupil and the sequence of the enrolment, with their days.
pub(super) type Stays = BTreeMap<(Uuid, Uuid, i64), (Option<NaiveDate>, Option<NaiveDate>)>;

pub(super) async fn write_people(
    db: &mut PgConnection,
    batch: &Batch<'_>,
    people: People,
) -> Result<(), ApplyError> {
    if people.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = people.keys().copied().collect();
    let (details, programs): (Vec<_>, Vec<_>) = people.into_values().unzip();
    sqlx::query(&batch.sql(
        "INSERT INTO {s}.person (institution_id, person_id, details, program_name)
         SELECT $1, u.* FROM unnest($2::uuid[], $3::text[], $4::text[]) u
         ON CONFLICT (institution_id, person_id)
         DO UPDATE SET details = excluded.details, program_name = excluded.program_name",
    ))
    .bind(batch.institution)
    .bind(ids)
    .bind(details)
    .bind(programs)
    .execute(db)
    .await?;
    Ok(())
}

pub(super) async fn write_members(
    db: &mut PgConnection,
    batch: &Batch<'_>,
    members: Members,
) -> Result<(), ApplyError> {
    if members.is_empty() {
        return Ok(());
    }
    let mut granted: (Vec<Uuid>, Vec<&str>, Vec<i64>) = Default::default();
    let mut revoked: (Vec<Uuid>, Vec<&str>) = Default::default();
    for ((person, role), grant) in members {
        if let Some(sequence) = grant {
            granted.0.push(person);
            granted.1.push(role);
            granted.2.push(sequence);
        } else {
            revoked.0.push(person);
            revoked.1.push(role);
        }
    }
    sqlx::query(&batch.sql(
        "INSERT INTO {s}.member (institution_id, person_id, role, granted)
         SELECT $1, u.* FROM unnest($2::uuid[], $3::text[], $4::bigint[]) u
         ON CONFLICT (institution_id, person_id, role) DO UPDATE SET granted = excluded.granted",
    ))
    .bind(batch.institution)
    .bind(granted.0)
    .bind(granted.1)
    .bind(granted.2)
    .execute(&mut *db)
    .await?;
    sqlx::query(&batch.sql(
        "DELETE FROM {s}.member m USING unnest($2::uuid[], $3::text[]) u(person_id, role)
         WHERE m.institution_id = $1 AND m.person_id = u.person_id AND m.role = u.role",
    ))
    .bind(batch.institution)
    .bind(revoked.0)
    .bind(revoked.1)
    .execute(db)
    .await?;
    Ok(())
}

pub(super) async fn write_teaching(
    db: &mut PgConnection,
    batch: &Batch<'_>,
    teaching: Teaching,
) -> Result<(), ApplyError> {
    for assigned in [true, false] {
        let mut rows: (Vec<Uuid>, Vec<Uuid>, Vec<Uuid>) = Default::default();
        for ((class_id, subject_id, teacher_id), _) in
            teaching.iter().filter(|(_, state)| **state == assigned)
        {
            rows.0.push(*class_id);
            rows.1.push(*subject_id);
            rows.2.push(*teacher_id);
        }
        if rows.0.is_empty() {
            continue;
        }
        let statement = if assigned {
            "INSERT INTO {s}.teaching (institution_id, class_id, subject_id, teacher_id)
             SELECT $1, u.* FROM unnest($2::uuid[], $3::uuid[], $4::uuid[]) u ON CONFLICT DO NOTHING"
        } else {
            "DELETE FROM {s}.teaching t USING unnest($2::uuid[], $3::uuid[], $4::uuid[]) u(class_id, subject_id, teacher_id)
             WHERE t.institution_id = $1 AND t.class_id = u.class_id AND t.subject_id = u.subject_id
               AND t.teacher_id = u.teacher_id"
        };
        sqlx::query(&batch.sql(statement))
            .bind(batch.institution)
            .bind(rows.0)
            .bind(rows.1)
            .bind(rows.2)
            .execute(&mut *db)
            .await?;
    }
    Ok(())
}

pub(super) async fn write_stays(
    db: &mut PgConnection,
    batch: &Batch<'_>,
    stays: Stays,
) -> Result<(), ApplyError> {
    if stays.is_empty() {
        return Ok(());
    }
    let mut keys: (Vec<Uuid>, Vec<Uuid>, Vec<i64>) = Default::default();
    let mut days: (Vec<Option<NaiveDate>>, Vec<Option<NaiveDate>>) = Default::default();
    for ((class_id, pupil_id, stay), (from, to)) in stays {
        keys.0.push(class_id);
        keys.1.push(pupil_id);
        keys.2.push(stay);
        days.0.push(from);
        days.1.push(to);
    }
    sqlx::query(&batch.sql(
        "INSERT INTO {s}.enrolment (institution_id, class_id, pupil_id, stay, from_day, to_day)
         SELECT $1, u.* FROM unnest($2::uuid[], $3::uuid[], $4::bigint[], $5::date[], $6::date[]) u",
    ))
    .bind(batch.institution)
    .bind(keys.0)
    .bind(keys.1)
    .bind(keys.2)
    .bind(days.0)
    .bind(days.1)
    .execute(db)
    .await?;
    Ok(())
}
