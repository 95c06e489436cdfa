//! Events onto the rows of the roster. New stays are folded in memory and written by one statement;
//! what happens to an older one is written at once.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use dayek_domain::fact::Fact;
use dayek_domain::membership::Order;
use dayek_domain::person::PersonEvent;
use dayek_domain::school_class::SchoolClassEvent;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::delivery::{ApplyError, Batch, RecordedEvent};

/// By class, pupil and the sequence of the enrolment.
type Stays = BTreeMap<(Uuid, Uuid, i64), Stay>;

#[derive(Default)]
struct Stay {
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    came: Option<Order>,
    left: Option<Order>,
}

pub(super) async fn apply(db: &mut PgConnection, batch: &Batch<'_>) -> Result<(), ApplyError> {
    let mut stays = Stays::new();
    // The day since which somebody is archived; `None`: they came back.
    let mut archived: BTreeMap<Uuid, Option<NaiveDate>> = BTreeMap::new();
    // By study year and person: whether they take the test.
    let mut takers: BTreeMap<(Uuid, Uuid), bool> = BTreeMap::new();
    for event in batch.events {
        if let Fact::Person(fact) = &event.fact {
            match fact {
                PersonEvent::PersonArchived { on, .. } => {
                    archived.insert(event.stream_id, Some(*on));
                }
                PersonEvent::PersonRestored => {
                    archived.insert(event.stream_id, None);
                }
                PersonEvent::UntListed { study_year_id } => {
                    takers.insert((study_year_id.0, event.stream_id), true);
                }
                PersonEvent::UntUnlisted { study_year_id } => {
                    takers.insert((study_year_id.0, event.stream_id), false);
                }
                PersonEvent::PersonRegistered { .. }
                | PersonEvent::PersonalDataAmended { .. }
                | PersonEvent::ProgramRegistered { .. }
                | PersonEvent::GuardianLinked { .. }
                | PersonEvent::GuardianUnlinked { .. } => {}
            }
        } else if let Fact::SchoolClass(fact) = &event.fact {
            school_class(db, batch, event, fact, &mut stays).await?;
        }
    }
    write_stays(db, batch, stays).await?;
    write_archived(db, batch, archived).await?;
    write_takers(db, batch, takers).await
}

async fn school_class(
    db: &mut PgConnection,
    batch: &Batch<'_>,
    event: &RecordedEvent,
    fact: &SchoolClassEvent,
    stays: &mut Stays,
) -> Result<(), ApplyError> {
    let class_id = event.stream_id;
    match fact {
        SchoolClassEvent::PupilEnrolled { pupil_id, from, order } => {
            let stay = Stay { from: *from, came: order.clone(), ..Stay::default() };
            stays.insert((class_id, pupil_id.0, event.sequence), stay);
        }
        SchoolClassEvent::EnrolmentMoved { pupil_id, to, .. } => match open(stays, class_id, pupil_id.0) {
            Some(stay) => stay.from = *to,
            None => move_first_day(db, batch, class_id, pupil_id.0, *to).await?,
        },
        SchoolClassEvent::PupilWithdrawn { pupil_id, on, order, .. } => {
            match open(stays, class_id, pupil_id.0) {
                Some(stay) => {
                    stay.to = Some(*on);
                    stay.left.clone_from(order);
                }
                None => leave(db, batch, class_id, pupil_id.0, *on, order.as_ref()).await?,
            }
        }
        SchoolClassEvent::WithdrawalMoved { pupil_id, to, .. } => {
            match of_pupil(stays, class_id, pupil_id.0).next_back() {
                Some(stay) => stay.to = Some(*to),
                None => move_last_day(db, batch, class_id, pupil_id.0, *to).await?,
            }
        }
        SchoolClassEvent::ClassFormed { .. }
        | SchoolClassEvent::ClassRenamed { .. }
        | SchoolClassEvent::TeacherAssigned { .. }
        | SchoolClassEvent::TeacherUnassigned { .. }
        | SchoolClassEvent::LeaderAppointed { .. }
        | SchoolClassEvent::LeaderDismissed { .. }
        | SchoolClassEvent::PsychologistAssigned { .. }
        | SchoolClassEvent::PsychologistUnassigned { .. }
        | SchoolClassEvent::GroupComposed { .. }
        | SchoolClassEvent::JournalKindChosen { .. }
        | SchoolClassEvent::PeriodSetChosen { .. }
        | SchoolClassEvent::BellScheduleChosen { .. } => {}
    }
    Ok(())
}

fn of_pupil(stays: &mut Stays, class_id: Uuid, pupil_id: Uuid) -> impl DoubleEndedIterator<Item = &mut Stay> {
    let range = (class_id, pupil_id, i64::MIN)..=(class_id, pupil_id, i64::MAX);
    stays.range_mut(range).map(|(_, stay)| stay)
}

fn open(stays: &mut Stays, class_id: Uuid, pupil_id: Uuid) -> Option<&mut Stay> {
    of_pupil(stays, class_id, pupil_id).rev().find(|stay| stay.to.is_none())
}

async fn move_first_day(
    db: &mut PgConnection,
    batch: &Batch<'_>,
    class_id: Uuid,
    pupil_id: Uuid,
    day: Option<NaiveDate>,
) -> Result<(), ApplyError> {
    sqlx::query(&batch.sql(
        "UPDATE {s}.roster_stay SET from_day = $4
         WHERE institution_id = $1 AND class_id = $2 AND pupil_id = $3 AND to_day IS NULL",
    ))
    .bind(batch.institution)
    .bind(class_id)
    .bind(pupil_id)
    .bind(day)
    .execute(db)
    .await?;
    Ok(())
}

async fn leave(
    db: &mut PgConnection,
    batch: &Batch<'_>,
    class_id: Uuid,
    pupil_id: Uuid,
    day: NaiveDate,
    order: Option<&Order>,
) -> Result<(), ApplyError> {
    sqlx::query(&batch.sql(
        "UPDATE {s}.roster_stay SET to_day = $4, left_number = $5, left_on = $6
         WHERE institution_id = $1 AND class_id = $2 AND pupil_id = $3 AND to_day IS NULL",
    ))
    .bind(batch.institution)
    .bind(class_id)
    .bind(pupil_id)
    .bind(day)
    .bind(order.map(|order| order.number.as_str()))
    .bind(order.map(|order| order.date))
    .execute(db)
    .await?;
    Ok(())
}

async fn move_last_day(
    db: &mut PgConnection,
    batch: &Batch<'_>,
    class_id: Uuid,
    pupil_id: Uuid,
    day: NaiveDate,
) -> Result<(), ApplyError> {
    sqlx::query(&batch.sql(
        "UPDATE {s}.roster_stay SET to_day = $4
         WHERE institution_id = $1 AND class_id = $2 AND pupil_id = $3
           AND stay = (SELECT max(stay) FROM {s}.roster_stay WHERE institution_id = $1 AND class_id = $2 AND pupil_id = $3)",
    ))
    .bind(batch.institution)
    .bind(class_id)
    .bind(pupil_id)
    .bind(day)
    .execute(db)
    .await?;
    Ok(())
}

async fn write_stays(db: &mut PgConnection, batch: &Batch<'_>, stays: Stays) -> Result<(), ApplyError> {
    if stays.is_empty() {
        return Ok(());
    }
    let mut keys: (Vec<Uuid>, Vec<Uuid>, Vec<i64>) = Default::default();
    let mut days: (Vec<Option<NaiveDate>>, Vec<Option<NaiveDate>>) = Default::default();
    let mut came: (Vec<Option<String>>, Vec<Option<NaiveDate>>) = Default::default();
    let mut left: (Vec<Option<String>>, Vec<Option<NaiveDate>>) = Default::default();
    for ((class_id, pupil_id, stay), row) in stays {
        keys.0.push(class_id);
        keys.1.push(pupil_id);
        keys.2.push(stay);
        days.0.push(row.from);
        days.1.push(row.to);
        came.1.push(row.came.as_ref().map(|order| order.date));
        came.0.push(row.came.map(|order| order.number));
        left.1.push(row.left.as_ref().map(|order| order.date));
        left.0.push(row.left.map(|order| order.number));
    }
    sqlx::query(&batch.sql(
        "INSERT INTO {s}.roster_stay (institution_id, class_id, pupil_id, stay, from_day, to_day, came_number, came_on, left_number, left_on)
         SELECT $1, u.* FROM unnest($2::uuid[], $3::uuid[], $4::bigint[], $5::date[], $6::date[], $7::text[], $8::date[], $9::text[], $10::date[]) u",
    ))
    .bind(batch.institution)
    .bind(keys.0)
    .bind(keys.1)
    .bind(keys.2)
    .bind(days.0)
    .bind(days.1)
    .bind(came.0)
    .bind(came.1)
    .bind(left.0)
    .bind(left.1)
    .execute(db)
    .await?;
    Ok(())
}

async fn write_archived(
    db: &mut PgConnection,
    batch: &Batch<'_>,
    archived: BTreeMap<Uuid, Option<NaiveDate>>,
) -> Result<(), ApplyError> {
    if archived.is_empty() {
        return Ok(());
    }
    let back: Vec<Uuid> =
        archived.iter().filter(|(_, day)| day.is_none()).map(|(person, _)| *person).collect();
    let (gone, days): (Vec<Uuid>, Vec<NaiveDate>) =
        archived.into_iter().filter_map(|(person, day)| Some((person, day?))).unzip();
    sqlx::query(&batch.sql(
        "INSERT INTO {s}.archived (institution_id, person_id, on_day)
         SELECT $1, u.* FROM unnest($2::uuid[], $3::date[]) u
         ON CONFLICT (institution_id, person_id) DO UPDATE SET on_day = excluded.on_day",
    ))
    .bind(batch.institution)
    .bind(gone)
    .bind(days)
    .execute(&mut *db)
    .await?;
    sqlx::query(&batch.sql("DELETE FROM {s}.archived WHERE institution_id = $1 AND person_id = ANY($2)"))
        .bind(batch.institution)
        .bind(back)
        .execute(db)
        .await?;
    Ok(())
}

async fn write_takers(
    db: &mut PgConnection,
    batch: &Batch<'_>,
    takers: BTreeMap<(Uuid, Uuid), bool>,
) -> Result<(), ApplyError> {
    if takers.is_empty() {
        return Ok(());
    }
    let of = |listed: bool| -> (Vec<Uuid>, Vec<Uuid>) {
        takers.iter().filter(|(_, now)| **now == listed).map(|(key, _)| *key).unzip()
    };
    let ((years, people), (former_years, former)) = (of(true), of(false));
    sqlx::query(&batch.sql(
        "INSERT INTO {s}.unt_taker (institution_id, study_year_id, person_id)
         SELECT $1, u.* FROM unnest($2::uuid[], $3::uuid[]) u
         ON CONFLICT (institution_id, study_year_id, person_id) DO NOTHING",
    ))
    .bind(batch.institution)
    .bind(years)
    .bind(people)
    .execute(&mut *db)
    .await?;
    sqlx::query(&batch.sql(
        "DELETE FROM {s}.unt_taker WHERE institution_id = $1
           AND (study_year_id, person_id) IN (SELECT * FROM unnest($2::uuid[], $3::uuid[]))",
    ))
    .bind(batch.institution)
    .bind(former_years)
    .bind(former)
    .execute(db)
    .await?;
    Ok(())
}
