//! Events onto the rows of the directory.
//!
//! Things that come by the thousand (people, enrolments, roles, teachers) are folded in memory and
//! written by one statement each; the others are few and are written one by one, in order.

use chrono::NaiveDate;
use dayek_domain::fact::Fact;
use dayek_domain::institution::InstitutionEvent;
use dayek_domain::membership::MembershipEvent;
use dayek_domain::person::PersonEvent;
use dayek_domain::personal::Personal;
use dayek_domain::school_class::SchoolClassEvent;
use dayek_domain::subject::SubjectEvent;
use sqlx::PgConnection;
use uuid::Uuid;

use super::bulk::{
    Members, People, Stays, Teaching, write_members, write_people, write_stays, write_teaching,
};
use super::{places, profile, staff, year};
use crate::delivery::{ApplyError, Batch, RecordedEvent};

pub(super) async fn apply(db: &mut PgConnection, batch: &Batch<'_>) -> Result<(), ApplyError> {
    let mut people = People::new();
    let mut members = Members::new();
    let mut teaching = Teaching::new();
    let mut stays = Stays::new();
    for event in batch.events {
        match &event.fact {
            Fact::Institution(fact) => institution(db, batch, fact).await?,
            Fact::Person(fact) => person(db, batch, event, fact, &mut people).await?,
            Fact::Account(fact) => staff::account(db, batch, event, fact).await?,
            Fact::Membership(fact) => {
                match fact {
                    MembershipEvent::RoleGranted { role, .. } => {
                        members.insert((event.stream_id, role.into()), Some(event.sequence));
                    }
                    MembershipEvent::RoleRevoked { role, .. } => {
                        members.insert((event.stream_id, role.into()), None);
                    }
                    MembershipEvent::SectionOpenedToEditor { .. }
                    | MembershipEvent::SectionClosedToEditor { .. } => {}
                }
                staff::sections(db, batch, event, fact).await?;
            }
            Fact::SchoolClass(fact) => {
                school_class(db, batch, event, fact, &mut teaching, &mut stays).await?;
            }
            Fact::StudyYear(fact) => year::study_year(db, batch, event, fact).await?,
            Fact::Subject(fact) => subject(db, batch, event, fact).await?,
            Fact::Building(fact) => places::building(db, batch, event, fact).await?,
            Fact::Room(fact) => places::room(db, batch, event, fact).await?,
            Fact::IinClaim(_)
            | Fact::Lesson(_)
            | Fact::Assessment(_)
            | Fact::Timetable(_)
            | Fact::TimetableGuard(_) => {}
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
        InstitutionEvent::SubordinateAdmitted { institution_id } => {
            staff::admit(db, batch, institution_id.0).await?;
        }
        InstitutionEvent::SubordinateReleased { institution_id } => {
            staff::release(db, batch, institution_id.0).await?;
        }
        InstitutionEvent::ProfileChanged { to, .. } => profile::change_profile(db, batch, to).await?,
        InstitutionEvent::FunctionSwitched { function, on } => {
            profile::switch(db, batch, profile::FUNCTION, function.as_ref(), *on).await?;
        }
        InstitutionEvent::MarkKindSwitched { kind, on } => {
            profile::switch(db, batch, profile::MARK_KIND, kind.as_ref(), *on).await?;
        }
    }
    Ok(())
}

async fn person(
    db: &mut PgConnection,
    batch: &Batch<'_>,
    event: &RecordedEvent,
    fact: &PersonEvent,
    people: &mut People,
) -> Result<(), ApplyError> {
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
        PersonEvent::GuardianLinked { guardian_id, kinship, .. } => {
            staff::link_guardian(db, batch, event.stream_id, guardian_id.0, *kinship).await?;
        }
        PersonEvent::GuardianUnlinked { guardian_id, .. } => {
            staff::unlink_guardian(db, batch, event.stream_id, guardian_id.0).await?;
        }
        // The roster says so.
        PersonEvent::PersonArchived { .. }
        | PersonEvent::PersonRestored
        | PersonEvent::UntListed { .. }
        | PersonEvent::UntUnlisted { .. } => {}
    }
    Ok(())
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
        SchoolClassEvent::ClassFormed { study_year_id, kind, name, external_id, parts } => {
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
            .execute(&mut *db)
            .await?;
            places::compose(db, batch, class_id, parts).await?;
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
        SchoolClassEvent::PupilEnrolled { pupil_id, from, .. } => {
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
        SchoolClassEvent::LeaderAppointed { leader_id, .. } => {
            staff::take_duty(db, batch, class_id, "class_leader", leader_id.0).await?;
        }
        SchoolClassEvent::LeaderDismissed { .. } => {
            staff::leave_duty(db, batch, class_id, "class_leader").await?;
        }
        SchoolClassEvent::PsychologistAssigned { psychologist_id, .. } => {
            staff::take_duty(db, batch, class_id, "psychologist", psychologist_id.0).await?;
        }
        SchoolClassEvent::PsychologistUnassigned { .. } => {
            staff::leave_duty(db, batch, class_id, "psychologist").await?;
        }
        SchoolClassEvent::GroupComposed { to, .. } => places::compose(db, batch, class_id, to).await?,
        SchoolClassEvent::JournalKindChosen { kind, .. } => {
            places::choose_journal(db, batch, class_id, *kind).await?;
        }
        SchoolClassEvent::PeriodSetChosen { to, .. } => {
            places::choose(db, batch, class_id, "period_set_id", to.map(|id| id.0)).await?;
        }
        SchoolClassEvent::BellScheduleChosen { to, .. } => {
            places::choose(db, batch, class_id, "bell_schedule_id", Some(to.0)).await?;
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
