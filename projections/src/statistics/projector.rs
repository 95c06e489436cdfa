//! Events onto the tallies: latest plans, latest marks, then the touched tallies counted anew.

use std::collections::{BTreeMap, BTreeSet};

use dayek_domain::assessment::{AssessmentEvent, AssessmentPlan};
use dayek_domain::fact::Fact;
use rust_decimal::Decimal;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::delivery::{ApplyError, Batch};

/// class, subject, period, pupil
type Key = (Uuid, Uuid, Uuid, Uuid);

pub(super) async fn apply(db: &mut PgConnection, batch: &Batch<'_>) -> Result<(), ApplyError> {
    let mut plans: BTreeMap<Uuid, &AssessmentPlan> = BTreeMap::new();
    let mut replanned: BTreeSet<Uuid> = BTreeSet::new();
    let mut marks: BTreeMap<(Uuid, Uuid, i16), Option<Decimal>> = BTreeMap::new();
    for event in batch.events {
        let Fact::Assessment(fact) = &event.fact else { continue };
        let id = event.stream_id;
        match fact {
            AssessmentEvent::AssessmentPlanned { plan } => {
                plans.insert(id, plan);
            }
            AssessmentEvent::AssessmentReplanned { to, .. } => {
                plans.insert(id, to);
                replanned.insert(id);
            }
            AssessmentEvent::MarkGiven { pupil_id, number, value, .. }
            | AssessmentEvent::MarkChanged { pupil_id, number, to: value, .. } => {
                marks.insert((id, pupil_id.0, i16::from(*number)), Some(value.decimal()));
            }
            AssessmentEvent::MarkWithdrawn { pupil_id, number, .. } => {
                marks.insert((id, pupil_id.0, i16::from(*number)), None);
            }
            AssessmentEvent::StatusSet { .. } | AssessmentEvent::StatusCleared { .. } => {}
        }
    }
    let mut touched = BTreeSet::new();
    write_plans(db, batch, &plans).await?;
    move_marks(db, batch, &replanned, &mut touched).await?;
    write_marks(db, batch, &marks, &mut touched).await?;
    count_anew(db, batch, &touched).await
}

async fn write_plans(
    db: &mut PgConnection,
    batch: &Batch<'_>,
    plans: &BTreeMap<Uuid, &AssessmentPlan>,
) -> Result<(), ApplyError> {
    if plans.is_empty() {
        return Ok(());
    }
    sqlx::query(&batch.sql(
        "INSERT INTO {s}.statistics_assessment
           (institution_id, assessment_id, class_id, subject_id, period_id, least, most)
         SELECT $1, u.* FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::numeric[], $7::numeric[]) u
         ON CONFLICT (institution_id, assessment_id) DO UPDATE SET class_id = excluded.class_id,
           subject_id = excluded.subject_id, period_id = excluded.period_id, least = excluded.least, most = excluded.most",
    ))
    .bind(batch.institution)
    .bind(plans.keys().copied().collect::<Vec<Uuid>>())
    .bind(plans.values().map(|plan| plan.class_id.0).collect::<Vec<Uuid>>())
    .bind(plans.values().map(|plan| plan.subject_id.0).collect::<Vec<Uuid>>())
    .bind(plans.values().map(|plan| plan.period_id.0).collect::<Vec<Uuid>>())
    .bind(plans.values().map(|plan| plan.least.decimal()).collect::<Vec<Decimal>>())
    .bind(plans.values().map(|plan| plan.most.decimal()).collect::<Vec<Decimal>>())
    .execute(db)
    .await?;
    Ok(())
}

/// The marks of an assessment follow it to its new period or bounds.
async fn move_marks(
    db: &mut PgConnection,
    batch: &Batch<'_>,
    replanned: &BTreeSet<Uuid>,
    touched: &mut BTreeSet<Key>,
) -> Result<(), ApplyError> {
    if replanned.is_empty() {
        return Ok(());
    }
    let rows: Vec<(Uuid, Uuid, Uuid, Uuid, Uuid, Uuid, Uuid)> = sqlx::query_as(&batch.sql(
        "WITH old AS (
           SELECT m.*, a.class_id AS class_to, a.subject_id AS subject_to, a.period_id AS period_to,
                  a.least AS least_to, a.most AS most_to
           FROM {s}.statistics_mark m
           JOIN {s}.statistics_assessment a ON a.institution_id = m.institution_id AND a.assessment_id = m.assessment_id
           WHERE m.institution_id = $1 AND m.assessment_id = ANY($2))
         UPDATE {s}.statistics_mark m
         SET class_id = old.class_to, subject_id = old.subject_to, period_id = old.period_to,
             least = old.least_to, most = old.most_to
         FROM old
         WHERE m.institution_id = $1 AND m.class_id = old.class_id AND m.subject_id = old.subject_id
           AND m.period_id = old.period_id AND m.pupil_id = old.pupil_id AND m.assessment_id = old.assessment_id
           AND m.number = old.number
         RETURNING old.pupil_id, old.class_id, old.subject_id, old.period_id, old.class_to, old.subject_to, old.period_to",
    ))
    .bind(batch.institution)
    .bind(replanned.iter().copied().collect::<Vec<Uuid>>())
    .fetch_all(db)
    .await?;
    for (pupil, class, subject, period, class_to, subject_to, period_to) in rows {
        touched.insert((class, subject, period, pupil));
        touched.insert((class_to, subject_to, period_to, pupil));
    }
    Ok(())
}

async fn write_marks(
    db: &mut PgConnection,
    batch: &Batch<'_>,
    marks: &BTreeMap<(Uuid, Uuid, i16), Option<Decimal>>,
    touched: &mut BTreeSet<Key>,
) -> Result<(), ApplyError> {
    for standing in [true, false] {
        let chosen = || marks.iter().filter(|(_, value)| value.is_some() == standing);
        if chosen().next().is_none() {
            continue;
        }
        let statement = if standing {
            "INSERT INTO {s}.statistics_mark
               (institution_id, class_id, subject_id, period_id, pupil_id, assessment_id, number, least, most, value)
             SELECT $1, a.class_id, a.subject_id, a.period_id, u.pupil_id, u.assessment_id, u.number, a.least, a.most, u.value
             FROM unnest($2::uuid[], $3::uuid[], $4::smallint[], $5::numeric[]) u(assessment_id, pupil_id, number, value)
             JOIN {s}.statistics_assessment a ON a.institution_id = $1 AND a.assessment_id = u.assessment_id
             ON CONFLICT (institution_id, class_id, subject_id, period_id, pupil_id, assessment_id, number)
             DO UPDATE SET value = excluded.value
             RETURNING class_id, subject_id, period_id, pupil_id"
        } else {
            "DELETE FROM {s}.statistics_mark m
             USING unnest($2::uuid[], $3::uuid[], $4::smallint[], $5::numeric[]) u(assessment_id, pupil_id, number, value)
             JOIN {s}.statistics_assessment a ON a.institution_id = $1 AND a.assessment_id = u.assessment_id
             WHERE m.institution_id = $1 AND m.class_id = a.class_id AND m.subject_id = a.subject_id
               AND m.period_id = a.period_id AND m.pupil_id = u.pupil_id AND m.assessment_id = u.assessment_id
               AND m.number = u.number
             RETURNING m.class_id, m.subject_id, m.period_id, m.pupil_id"
        };
        let rows: Vec<Key> = sqlx::query_as(&batch.sql(statement))
            .bind(batch.institution)
            .bind(chosen().map(|((assessment, _, _), _)| *assessment).collect::<Vec<Uuid>>())
            .bind(chosen().map(|((_, pupil, _), _)| *pupil).collect::<Vec<Uuid>>())
            .bind(chosen().map(|((_, _, number), _)| *number).collect::<Vec<i16>>())
            .bind(chosen().map(|(_, value)| *value).collect::<Vec<Option<Decimal>>>())
            .fetch_all(&mut *db)
            .await?;
        touched.extend(rows);
    }
    Ok(())
}

async fn count_anew(
    db: &mut PgConnection,
    batch: &Batch<'_>,
    touched: &BTreeSet<Key>,
) -> Result<(), ApplyError> {
    if touched.is_empty() {
        return Ok(());
    }
    let classes: Vec<Uuid> = touched.iter().map(|(class, _, _, _)| *class).collect();
    let subjects: Vec<Uuid> = touched.iter().map(|(_, subject, _, _)| *subject).collect();
    let periods: Vec<Uuid> = touched.iter().map(|(_, _, period, _)| *period).collect();
    let pupils: Vec<Uuid> = touched.iter().map(|(_, _, _, pupil)| *pupil).collect();
    let statements = [
        "DELETE FROM {s}.statistics_tally t
         USING unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[]) u(class_id, subject_id, period_id, pupil_id)
         WHERE t.institution_id = $1 AND t.class_id = u.class_id AND t.subject_id = u.subject_id
           AND t.period_id = u.period_id AND t.pupil_id = u.pupil_id",
        "INSERT INTO {s}.statistics_tally
           (institution_id, class_id, subject_id, period_id, pupil_id, least, most, value, count)
         SELECT $1, m.class_id, m.subject_id, m.period_id, m.pupil_id, m.least, m.most, m.value, count(*)
         FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[]) u(class_id, subject_id, period_id, pupil_id)
         JOIN {s}.statistics_mark m ON m.institution_id = $1 AND m.class_id = u.class_id AND m.subject_id = u.subject_id
           AND m.period_id = u.period_id AND m.pupil_id = u.pupil_id
         GROUP BY m.class_id, m.subject_id, m.period_id, m.pupil_id, m.least, m.most, m.value",
    ];
    for statement in statements {
        sqlx::query(&batch.sql(statement))
            .bind(batch.institution)
            .bind(&classes)
            .bind(&subjects)
            .bind(&periods)
            .bind(&pupils)
            .execute(&mut *db)
            .await?;
    }
    Ok(())
}
