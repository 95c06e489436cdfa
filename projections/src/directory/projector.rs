//! Events onto the rows of the directory.
//!
//! Things that come by the thousand (people, enrolments, roles, teachers) are folded in memory and
//! written by one statement each; the others are few and are written one by one, in order.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use dayek_domain::fact::Fact;
use dayek_domain::institution::InstitutionEvent;
use dayek_domain::membership::MembershipEvent;
use dayek_domain::person::PersonEvent;
use dayek_domain::personal::Personal;
use dayek_domain::school_class::SchoolClassEvent;
use dayek_domain::study_year::StudyYearEvent;
use dayek_domain::subject::SubjectEvent;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::delivery::{ApplyError, Batch, RecordedEvent};

/// People of the batch with their latest data.
type People = BTreeMap<Uuid, (Option<String>, Option<String>)>;
/// Roles granted (`Some(sequence)`) or revoked (`None`) in the batch.
type Members = BTreeMap<(Uuid, &'static str), Option<i64>>;
/// Teachers assigned (`true`) or unassigned in the batch.
type Teaching = BTreeMap<(Uuid, Uuid, Uuid), bool>;
/// New stays, by class, pupil and the sequence of the enrolment, with their days.
type Stays = BTreeMap<(Uuid, Uuid, i64), (Option<NaiveDate>, Option<NaiveDate>)>;

pub(super) async fn apply(db: &mut PgConnection, batch: &Batch<'_>) -> Result<(), ApplyError> {
    let mut people = People::new();
    let mut members = Members::new();
    let mut teaching = Teaching::new();
    let mut stays = Stays::new();
    for event in batch.events {
        match &event.fact {
            Fact::Institution(fact) => institution(db, batch, event, fact).await?,
            Fact::Person(fact) => person(event, fact, &mut people),
            Fact::Membership(fact) => match fact {
                MembershipEvent::RoleGranted { role, .. } => {
                    members.insert((event.stream_id, role.into()), Some(event.sequence));
                }
                MembershipEvent::RoleRevoked { role, .. } => {
                    members.insert((event.stream_id, role.into()), None);
                }
            },
            Fact::SchoolClass(fact) => {
                school_class(db, batch, event, fact, &mut teaching, &mut stays).await?
            }
            Fact::StudyYear(fact) => study_year(db, batch, event, fact).await?,
            Fact::Subject(fact) => subject(db, batch, event, fact).await?,
            Fact::Lesson(_) | Fact::Assessment(_) => {}
        }
    }
    write_people(db, batch, people).await?;
    write_members(db, batch, members).await?;
    write_teaching(db, batch, teaching).await?;
    write_stays(db, batch, stays).await
}

async fn institution(
    db: &mut PgConnection,
    batch: &Batch<'_>,
    _event: &RecordedEvent,
    fact: &InstitutionEvent,
) -> Result<(), ApplyError> {
    match fact {
        InstitutionEvent::InstitutionRegistered { kind, name, parent_id, time_zone, external_id } => {
            sqlx::query(&batch.sql(
                "INSERT INTO {s}.institution (institution_id, kind, name, parent_id, time_zone, external_id)
                 VALUES ($1, $2, $3, $4, $5, $6)",
            ))
            .bind(batch.institution)
            .bind(kind.as_ref())
            .bind(name)
            .bind(parent_id.map(|id| id.0))
            .bind(time_zone)
            .bind(external_id)
            .execute(db)
            .await?;
        }
        InstitutionEvent::InstitutionRenamed { to, .. } => {
            sqlx::query(&batch.sql("UPDATE {s}.institution SET name = $2 WHERE institution_id = $1"))
                .bind(batch.institution)
                .bind(to)
                .execute(db)
                .await?;
        }
        InstitutionEvent::InstitutionPlaced { to, .. } => {
            sqlx::query(&batch.sql("UPDATE {s}.institution SET parent_id = $2 WHERE institution_id = $1"))
                .bind(batch.institution)
                .bind(to.map(|id| id.0))
                .execute(db)
                .await?;
        }
        InstitutionEvent::TimeZoneChanged { to, .. } => {
            sqlx::query(&batch.sql("UPDATE {s}.institution SET time_zone = $2 WHERE institution_id = $1"))
                .bind(batch.institution)
                .bind(to)
                .execute(db)
                .await?;
        }
        InstitutionEvent::CategoryDefined { category_id, title, weight }
        | InstitutionEvent::CategoryChanged { category_id, title, weight, .. } => {
            sqlx::query(&batch.sql(
                "INSERT INTO {s}.category (institution_id, category_id, title, weight) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (institution_id, category_id) DO UPDATE SET title = excluded.title, weight = excluded.weight",
            ))
            .bind(batch.institution)
            .bind(category_id.0)
            .bind(title)
            .bind(weight.map(dayek_domain::points::Points::decimal))
            .execute(db)
            .await?;
        }
    }
    Ok(())
}

fn person(event: &RecordedEvent, fact: &PersonEvent, people: &mut People) {
    match fact {
        PersonEvent::PersonRegistered { details } => {
            people.insert(
                event.stream_id,
                (details.sealed().map(|sealed| event.placed("details", sealed)), None),
            );
        }
        PersonEvent::PersonalDataAmended { to, .. } => {
            let placed = Personal::sealed(to).map(|sealed| event.placed("to", sealed));
            people.insert(event.stream_id, (placed, None));
        }
        PersonEvent::ProgramRegistered { name } => {
            people.insert(event.stream_id, (None, Some(name.clone())));
        }
    }
}

async fn school_class(
    db: &mut PgConnection,
    batch: &Batch<'_>,
    event: &RecordedEvent,
    fact: &SchoolClassEvent,
    teaching: &mut Teaching,
    stays: &mut Stays,
) -> Result<(), ApplyError> {
    let class_id = event.stream_id;
    match fact {
        SchoolClassEvent::ClassFormed { study_year_id, kind, name, external_id } => {
            sqlx::query(&batch.sql(
                "INSERT INTO {s}.class (institution_id, class_id, study_year_id, kind, name, external_id)
                 VALUES ($1, $2, $3, $4, $5, $6)",
            ))
            .bind(batch.institution)
            .bind(class_id)
            .bind(study_year_id.0)
            .bind(kind.as_ref())
            .bind(name)
            .bind(external_id)
            .execute(db)
            .await?;
        }
        SchoolClassEvent::ClassRenamed { to, .. } => {
            sqlx::query(
                &batch.sql("UPDATE {s}.class SET name = $3 WHERE institution_id = $1 AND class_id = $2"),
            )
            .bind(batch.institution)
            .bind(class_id)
            .bind(to)
            .execute(db)
            .await?;
        }
        SchoolClassEvent::PupilEnrolled { pupil_id, from } => {
            stays.insert((class_id, pupil_id.0, event.sequence), (*from, None));
        }
        SchoolClassEvent::EnrolmentMoved { pupil_id, to, .. } => {
            if let Some((from_day, _)) = open_stay(stays, class_id, pupil_id.0) {
                *from_day = *to;
            } else {
                change_open_stay(db, batch, "from_day", class_id, pupil_id.0, *to).await?;
            }
        }
        SchoolClassEvent::PupilWithdrawn { pupil_id, on, .. } => {
            if let Some((_, to_day)) = open_stay(stays, class_id, pupil_id.0) {
                *to_day = Some(*on);
            } else {
                change_open_stay(db, batch, "to_day", class_id, pupil_id.0, Some(*on)).await?;
            }
        }
        SchoolClassEvent::WithdrawalMoved { pupil_id, to, .. } => {
            let of_pupil =
                stays.range_mut((class_id, pupil_id.0, i64::MIN)..=(class_id, pupil_id.0, i64::MAX));
            match of_pupil.map(|(_, days)| days).next_back() {
                Some((_, to_day)) => *to_day = Some(*to),
                None => move_last_day(db, batch, class_id, pupil_id.0, *to).await?,
            }
        }
        SchoolClassEvent::TeacherAssigned { teacher_id, subject_id } => {
            teaching.insert((class_id, subject_id.0, teacher_id.0), true);
        }
        SchoolClassEvent::TeacherUnassigned { teacher_id, subject_id } => {
            teaching.insert((class_id, subject_id.0, teacher_id.0), false);
        }
    }
    Ok(())
}

fn open_stay(
    stays: &mut Stays,
    class_id: Uuid,
    pupil_id: Uuid,
) -> Option<&mut (Option<NaiveDate>, Option<NaiveDate>)> {
    let of_pupil = stays.range_mut((class_id, pupil_id, i64::MIN)..=(class_id, pupil_id, i64::MAX));
    of_pupil.map(|(_, days)| days).rev().find(|(_, to)| to.is_none())
}

async fn move_last_day(
    db: &mut PgConnection,
    batch: &Batch<'_>,
    class_id: Uuid,
    pupil_id: Uuid,
    day: NaiveDate,
) -> Result<(), ApplyError> {
    sqlx::query(&batch.sql(
        "UPDATE {s}.enrolment SET to_day = $4
         WHERE institution_id = $1 AND class_id = $2 AND pupil_id = $3
           AND stay = (SELECT max(stay) FROM {s}.enrolment WHERE institution_id = $1 AND class_id = $2 AND pupil_id = $3)",
    ))
    .bind(batch.institution)
    .bind(class_id)
    .bind(pupil_id)
    .bind(day)
    .execute(db)
    .await?;
    Ok(())
}

/// `column` is one of two names of this file.
async fn change_open_stay(
    db: &mut PgConnection,
    batch: &Batch<'_>,
    column: &'static str,
    class_id: Uuid,
    pupil_id: Uuid,
    day: Option<NaiveDate>,
) -> Result<(), ApplyError> {
    sqlx::query(&batch.sql(&format!(
        "UPDATE {{s}}.enrolment SET {column} = $4
         WHERE institution_id = $1 AND class_id = $2 AND pupil_id = $3 AND to_day IS NULL"
    )))
    .bind(batch.institution)
    .bind(class_id)
    .bind(pupil_id)
    .bind(day)
    .execute(db)
    .await?;
    Ok(())
}

async fn study_year(
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
        StudyYearEvent::PeriodDefined { period_id, kind, name, days, .. } => {
            sqlx::query(&batch.sql(
                "INSERT INTO {s}.period (institution_id, period_id, study_year_id, kind, name, first_day, last_day, closed)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, false)",
            ))
            .bind(batch.institution)
            .bind(period_id.0)
            .bind(event.stream_id)
            .bind(kind.as_ref())
            .bind(name)
            .bind(days.first)
            .bind(days.last)
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

async fn subject(
    db: &mut PgConnection,
    batch: &Batch<'_>,
    event: &RecordedEvent,
    fact: &SubjectEvent,
) -> Result<(), ApplyError> {
    let (name, code, external_id) = match fact {
        SubjectEvent::SubjectAdded { name, code, external_id } => (name, code, external_id.as_ref()),
        SubjectEvent::SubjectRenamed { to, to_code, .. } => (to, to_code, None),
    };
    sqlx::query(&batch.sql(
        "INSERT INTO {s}.subject (institution_id, subject_id, name, code, external_id) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (institution_id, subject_id) DO UPDATE SET name = excluded.name, code = excluded.code",
    ))
    .bind(batch.institution)
    .bind(event.stream_id)
    .bind(name)
    .bind(code)
    .bind(external_id)
    .execute(db)
    .await?;
    Ok(())
}

async fn write_people(db: &mut PgConnection, batch: &Batch<'_>, people: People) -> Result<(), ApplyError> {
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

async fn write_members(db: &mut PgConnection, batch: &Batch<'_>, members: Members) -> Result<(), ApplyError> {
    if members.is_empty() {
        return Ok(());
    }
    let mut granted: (Vec<Uuid>, Vec<&str>, Vec<i64>) = Default::default();
    let mut revoked: (Vec<Uuid>, Vec<&str>) = Default::default();
    for ((person, role), grant) in members {
        match grant {
            Some(sequence) => {
                granted.0.push(person);
                granted.1.push(role);
                granted.2.push(sequence);
            }
            None => {
                revoked.0.push(person);
                revoked.1.push(role);
            }
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

async fn write_teaching(
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

async fn write_stays(db: &mut PgConnection, batch: &Batch<'_>, stays: Stays) -> Result<(), ApplyError> {
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
