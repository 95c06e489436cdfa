//! One human in several institutions: each has an account of its own there, and going from one to the
//! other takes one click once both were shown to be theirs.

use dayek_domain::id::{InstitutionId, PersonId};
use sqlx::PgPool;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::sign_in::{let_in, recognise, request};
use super::throttle::Origins;
use super::{Door, Entered, Refused, end, second_factor};
use crate::clock;
use crate::usecases::{LinkPlace, UnlinkPlace};

/// Another institution the same human signs in at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct Place {
    pub link_id: Uuid,
    #[sqlx(rename = "other_institution_id")]
    pub institution_id: Uuid,
    #[sqlx(rename = "other_person_id")]
    pub person_id: Uuid,
}

/// Where else this person signs in.
pub async fn places(
    pool: &PgPool,
    institution: InstitutionId,
    person: PersonId,
) -> Result<Vec<Place>, sqlx::Error> {
    sqlx::query_as(
        "SELECT link_id, other_institution_id, other_person_id FROM linked_place
         WHERE institution_id = $1 AND person_id = $2 ORDER BY link_id",
    )
    .bind(institution.0)
    .bind(person.0)
    .fetch_all(pool)
    .await
}

/// Links the sign-in that was typed in with one's own. Both logs say so before either leads to the other;
/// sent again after a crash it finishes what was begun.
pub async fn link_place(
    door: Door<'_>,
    own: (InstitutionId, PersonId),
    entered: Entered<'_>,
    code: &str,
) -> Result<(), Refused> {
    let pool = door.log.pool();
    let origins = Origins::of(door.secrets, entered.login, entered.network, entered.known_device);
    let other = recognise(door, entered).await?;
    if other.0 == own.0 {
        return Err(Refused::SamePlace);
    }
    if second_factor::is_confirmed(pool, other.0, other.1).await?
        && !second_factor::passes(pool, door.secrets, other.0, other.1, code, clock::now()).await?
    {
        origins.failed(pool).await?;
        return Err(Refused::WrongCode);
    }
    let link_id = door.secrets.link(own, other);
    for (institution, person) in [own, other] {
        let use_case = LinkPlace { person_id: person, link_id };
        door.log.execute(request(door, institution, person)?, use_case).await?;
    }
    for (one, two) in [(own, other), (other, own)] {
        sqlx::query(
            "INSERT INTO linked_place (institution_id, person_id, link_id, other_institution_id, other_person_id)
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
        )
        .bind(one.0.0)
        .bind(one.1.0)
        .bind(link_id)
        .bind(two.0.0)
        .bind(two.1.0)
        .execute(pool)
        .await?;
    }
    Ok(())
}

/// Takes a link off on both sides. Answers whether there was one.
pub async fn unlink_place(
    door: Door<'_>,
    own: (InstitutionId, PersonId),
    link_id: Uuid,
) -> Result<bool, Refused> {
    let pool = door.log.pool();
    let Some(place) = place(pool, own, link_id).await? else { return Ok(false) };
    let other = (InstitutionId(place.institution_id), PersonId(place.person_id));
    // The way is closed before the logs say so.
    for (institution, person) in [other, own] {
        sqlx::query("DELETE FROM linked_place WHERE institution_id = $1 AND person_id = $2 AND link_id = $3")
            .bind(institution.0)
            .bind(person.0)
            .bind(link_id)
            .execute(pool)
            .await?;
    }
    for (institution, person) in [own, other] {
        let use_case = UnlinkPlace { person_id: person, link_id };
        door.log.execute(request(door, institution, person)?, use_case).await?;
    }
    Ok(true)
}

/// Goes on in another institution: a session there in the place of this one. A second factor is asked for
/// there if there is one.
pub async fn change_place(
    door: Door<'_>,
    own: (InstitutionId, PersonId),
    session: Uuid,
    link_id: Uuid,
    device: &str,
) -> Result<Option<Zeroizing<String>>, Refused> {
    let pool = door.log.pool();
    let Some(place) = place(pool, own, link_id).await? else { return Ok(None) };
    let other = (InstitutionId(place.institution_id), PersonId(place.person_id));
    let text = let_in(door, other, device).await?;
    end(pool, own.0, own.1, session).await?;
    Ok(Some(text))
}

async fn place(
    pool: &PgPool,
    own: (InstitutionId, PersonId),
    link_id: Uuid,
) -> Result<Option<Place>, sqlx::Error> {
    Ok(places(pool, own.0, own.1).await?.into_iter().find(|place| place.link_id == link_id))
}
