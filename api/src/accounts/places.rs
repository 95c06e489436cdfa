//! One human in several institutions: each has an account of its own there, and going from one to the
//! other takes one click once both were shown to be theirs.

use dayek_domain::id::{InstitutionId, PersonId};
use sqlx::PgPool;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::sign_in::{knows_password, let_in, recognise, request};
use super::{Door, Entered, Refused, account_of, end, prove_code, second_factor};
use crate::entropy::new_id;
use crate::log::{Log, LogError, Request};
use crate::refusal::Refusal;
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

/// What is typed in to link another sign-in with one's own.
pub struct Linking<'a> {
    /// The password of the one who is signed in: a browser that was left open links nothing.
    pub own_password: String,
    pub other: Entered<'a>,
    /// A code of the second factor of the other sign-in, if it has one.
    pub code: &'a str,
}

/// Links the sign-in that was typed in with one's own. Both logs say so before either leads to the other;
/// sent again after a crash it finishes what was begun.
pub async fn link_place(
    door: Door<'_>,
    own: (InstitutionId, PersonId),
    linking: Linking<'_>,
) -> Result<(), Refused> {
    let pool = door.log.pool();
    let Linking { own_password, other: entered, code } = linking;
    if !knows_password(door, own, entered.network, own_password).await? {
        return Err(Refused::WrongOwn);
    }
    let other = recognise(door, entered).await?;
    if other.0 == own.0 {
        return Err(Refused::SamePlace);
    }
    if second_factor::is_confirmed(pool, other.0, other.1).await? {
        prove_code(door, other, code).await?;
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
    // Whoever was blocked meanwhile, or has begun anew, had no row yet that could be taken off.
    for (institution, person) in [own, other] {
        if !account_of(door.log, institution, person).await?.is_linked(link_id) {
            unlink_place(door, own, link_id).await?;
            return Err(Refused::Blocked);
        }
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
    close_way(pool, own, other, link_id).await?;
    for (institution, person) in [own, other] {
        let use_case = UnlinkPlace { person_id: person, link_id };
        door.log.execute(request(door, institution, person)?, use_case).await?;
    }
    Ok(true)
}

/// Takes every link of somebody off on both sides, because whoever made them may not have been its owner.
pub(super) async fn unlink_all(log: &Log, own: (InstitutionId, PersonId)) -> Result<(), Refusal> {
    let mut sides = Vec::new();
    for place in places(log.pool(), own.0, own.1).await? {
        let other = (InstitutionId(place.institution_id), PersonId(place.person_id));
        close_way(log.pool(), own, other, place.link_id).await?;
        sides.push((other, place.link_id));
    }
    // Also what has no row any more: a crash may have come between.
    let account = account_of(log, own.0, own.1).await?;
    sides.extend(account.links().map(|link_id| (own, link_id)));
    for ((institution, person_id), link_id) in sides {
        let request = Request::of_system(institution, new_id(log.entropy()).map_err(LogError::from)?);
        log.execute(request, UnlinkPlace { person_id, link_id }).await?;
    }
    Ok(())
}

async fn close_way(
    pool: &PgPool,
    own: (InstitutionId, PersonId),
    other: (InstitutionId, PersonId),
    link_id: Uuid,
) -> Result<(), sqlx::Error> {
    for (institution, person) in [other, own] {
        sqlx::query("DELETE FROM linked_place WHERE institution_id = $1 AND person_id = $2 AND link_id = $3")
            .bind(institution.0)
            .bind(person.0)
            .bind(link_id)
            .execute(pool)
            .await?;
    }
    Ok(())
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
