//! What comes one by one: institutions below, duties in classes, guardians, opened sections, accounts.

use dayek_domain::account::AccountEvent;
use dayek_domain::membership::MembershipEvent;
use dayek_domain::person::Kinship;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::delivery::{ApplyError, Batch, RecordedEvent};

pub(super) async fn admit(
    db: &mut PgConnection,
    batch: &Batch<'_>,
    subordinate: Uuid,
) -> Result<(), ApplyError> {
    sqlx::query(&batch.sql(
        "INSERT INTO {s}.subordinate (institution_id, subordinate_id) VALUES ($1, $2)
         ON CONFLICT (institution_id, subordinate_id) DO NOTHING",
    ))
    .bind(batch.institution)
    .bind(subordinate)
    .execute(db)
    .await?;
    Ok(())
}

pub(super) async fn release(
    db: &mut PgConnection,
    batch: &Batch<'_>,
    subordinate: Uuid,
) -> Result<(), ApplyError> {
    sqlx::query(&batch.sql("DELETE FROM {s}.subordinate WHERE institution_id = $1 AND subordinate_id = $2"))
        .bind(batch.institution)
        .bind(subordinate)
        .execute(db)
        .await?;
    Ok(())
}

pub(super) async fn take_duty(
    db: &mut PgConnection,
    batch: &Batch<'_>,
    class_id: Uuid,
    duty: &'static str,
    person_id: Uuid,
) -> Result<(), ApplyError> {
    sqlx::query(&batch.sql(
        "INSERT INTO {s}.class_staff (institution_id, class_id, duty, person_id) VALUES ($1, $2, $3, $4)
         ON CONFLICT (institution_id, class_id, duty) DO UPDATE SET person_id = excluded.person_id",
    ))
    .bind(batch.institution)
    .bind(class_id)
    .bind(duty)
    .bind(person_id)
    .execute(db)
    .await?;
    Ok(())
}

pub(super) async fn leave_duty(
    db: &mut PgConnection,
    batch: &Batch<'_>,
    class_id: Uuid,
    duty: &'static str,
) -> Result<(), ApplyError> {
    sqlx::query(
        &batch.sql("DELETE FROM {s}.class_staff WHERE institution_id = $1 AND class_id = $2 AND duty = $3"),
    )
    .bind(batch.institution)
    .bind(class_id)
    .bind(duty)
    .execute(db)
    .await?;
    Ok(())
}

pub(super) async fn link_guardian(
    db: &mut PgConnection,
    batch: &Batch<'_>,
    pupil_id: Uuid,
    guardian_id: Uuid,
    kinship: Kinship,
) -> Result<(), ApplyError> {
    sqlx::query(&batch.sql(
        "INSERT INTO {s}.guardian (institution_id, pupil_id, guardian_id, kinship) VALUES ($1, $2, $3, $4)
         ON CONFLICT (institution_id, pupil_id, guardian_id) DO UPDATE SET kinship = excluded.kinship",
    ))
    .bind(batch.institution)
    .bind(pupil_id)
    .bind(guardian_id)
    .bind(kinship.as_ref())
    .execute(db)
    .await?;
    Ok(())
}

pub(super) async fn unlink_guardian(
    db: &mut PgConnection,
    batch: &Batch<'_>,
    pupil_id: Uuid,
    guardian_id: Uuid,
) -> Result<(), ApplyError> {
    sqlx::query(
        &batch
            .sql("DELETE FROM {s}.guardian WHERE institution_id = $1 AND pupil_id = $2 AND guardian_id = $3"),
    )
    .bind(batch.institution)
    .bind(pupil_id)
    .bind(guardian_id)
    .execute(db)
    .await?;
    Ok(())
}

/// Sections opened and closed; a role that goes takes its sections with it.
pub(super) async fn sections(
    db: &mut PgConnection,
    batch: &Batch<'_>,
    event: &RecordedEvent,
    fact: &MembershipEvent,
) -> Result<(), ApplyError> {
    match fact {
        MembershipEvent::RoleGranted { .. } => {}
        MembershipEvent::RoleRevoked { role, .. } if !role.has_sections() => {}
        MembershipEvent::RoleRevoked { role, .. } => {
            sqlx::query(&batch.sql(
                "DELETE FROM {s}.opened_section WHERE institution_id = $1 AND person_id = $2 AND role = $3",
            ))
            .bind(batch.institution)
            .bind(event.stream_id)
            .bind(role.as_ref())
            .execute(db)
            .await?;
        }
        MembershipEvent::SectionOpenedToEditor { role, section, level, .. } => {
            sqlx::query(&batch.sql(
                "INSERT INTO {s}.opened_section (institution_id, person_id, role, section, level)
                 VALUES ($1, $2, $3, $4, $5)
                 ON CONFLICT (institution_id, person_id, role, section) DO UPDATE SET level = excluded.level",
            ))
            .bind(batch.institution)
            .bind(event.stream_id)
            .bind(role.as_ref())
            .bind(section.as_ref())
            .bind(level.as_ref())
            .execute(db)
            .await?;
        }
        MembershipEvent::SectionClosedToEditor { role, section, .. } => {
            sqlx::query(&batch.sql(
                "DELETE FROM {s}.opened_section
                 WHERE institution_id = $1 AND person_id = $2 AND role = $3 AND section = $4",
            ))
            .bind(batch.institution)
            .bind(event.stream_id)
            .bind(role.as_ref())
            .bind(section.as_ref())
            .execute(db)
            .await?;
        }
    }
    Ok(())
}

/// Where a person stands on the way in: invited, active, blocked.
pub(super) async fn account(
    db: &mut PgConnection,
    batch: &Batch<'_>,
    event: &RecordedEvent,
    fact: &AccountEvent,
) -> Result<(), ApplyError> {
    let (state, second_factor) = match fact {
        AccountEvent::InvitationIssued { .. } | AccountEvent::AccessRestored { .. } => {
            (Some("invited"), None)
        }
        // Whoever has come once is active again all the same.
        AccountEvent::InvitationWithdrawn { .. } | AccountEvent::AccountUnblocked => {
            (Some("withdrawn"), None)
        }
        AccountEvent::AccountActivated { .. } => (Some("active"), None),
        AccountEvent::AccountBlocked { .. } => (Some("blocked"), None),
        AccountEvent::SecondFactorEnabled => (None, Some(true)),
        AccountEvent::SecondFactorRemoved => (None, Some(false)),
        AccountEvent::PasswordChanged { .. }
        | AccountEvent::TokenIssued { .. }
        | AccountEvent::TokenRevoked { .. }
        | AccountEvent::PlaceLinked { .. }
        | AccountEvent::PlaceUnlinked { .. } => return Ok(()),
    };
    sqlx::query(&batch.sql(
        "INSERT INTO {s}.account (institution_id, person_id, state, second_factor, came)
         VALUES ($1, $2, coalesce($3::text, 'none'), coalesce($4, false), $5)
         ON CONFLICT (institution_id, person_id) DO UPDATE
         SET state = CASE WHEN $3::text = 'withdrawn' AND account.came THEN 'active'
                          ELSE coalesce($3::text, account.state) END,
             second_factor = coalesce($4, account.second_factor), came = account.came OR $5",
    ))
    .bind(batch.institution)
    .bind(event.stream_id)
    .bind(state)
    .bind(second_factor)
    .bind(matches!(fact, AccountEvent::AccountActivated { .. }))
    .execute(db)
    .await?;
    Ok(())
}
