//! Invitations: a code on paper with which somebody signs in for the first time.
//!
//! A code is 12 letters and digits (60 bits), derived from the invitation's id with the root key: its
//! sheet can be printed again, and nothing that opens a door is stored.

use chrono::{DateTime, TimeDelta, Utc};
use dayek_domain::id::{InstitutionId, PersonId};
use sqlx::PgPool;
use uuid::Uuid;

use super::{AccountsError, PLATFORM, Secrets};
use crate::clock;
use crate::entropy::{Entropy, new_id};

const DAYS: i64 = 14;
/// Crockford's digits: none is taken for another when it is read aloud.
const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// An invitation that is to be issued.
#[derive(Debug, Clone, Copy)]
pub struct Invited {
    pub person: PersonId,
    pub invitation_id: Uuid,
    pub expires_at: DateTime<Utc>,
}

/// Whose code it is.
#[derive(Debug, Clone, Copy)]
pub struct Guest {
    pub institution: InstitutionId,
    pub person: PersonId,
    pub invitation_id: Uuid,
}

/// A new invitation for a person.
pub fn invite(person: PersonId, entropy: &dyn Entropy) -> Result<Invited, AccountsError> {
    Ok(invite_as(person, new_id(entropy)?))
}

/// The same under an id that is known already: a request that is sent again makes no second one.
pub fn invite_as(person: PersonId, invitation_id: Uuid) -> Invited {
    Invited { person, invitation_id, expires_at: clock::now() + TimeDelta::days(DAYS) }
}

/// The code of an invitation, in three groups of four.
pub fn code_of(secrets: &Secrets, institution: InstitutionId, invitation_id: Uuid) -> String {
    let mut code = String::with_capacity(14);
    for (place, byte) in secrets.code_bytes(institution, invitation_id).iter().take(12).enumerate() {
        if place > 0 && place % 4 == 0 {
            code.push('-');
        }
        code.push(char::from(DIGITS[usize::from(byte % 32)]));
    }
    code
}

/// Makes the codes of issued invitations work. The events come first: a code that works was issued.
pub async fn remember_codes(
    pool: &PgPool,
    secrets: &Secrets,
    institution: InstitutionId,
    invited: &[Invited],
) -> Result<(), AccountsError> {
    let hashes: Vec<Vec<u8>> = invited
        .iter()
        .map(|one| secrets.hash_of_code(&plain(&code_of(secrets, institution, one.invitation_id))).to_vec())
        .collect();
    sqlx::query(
        "INSERT INTO invitation_code (institution_id, code_hmac, home_id, person_id, invitation_id, expires_at)
         SELECT $1, u.code, $2, u.person, u.invitation, u.expires
         FROM unnest($3::bytea[], $4::uuid[], $5::uuid[], $6::timestamptz[]) u(code, person, invitation, expires)
         ON CONFLICT DO NOTHING",
    )
    .bind(PLATFORM)
    .bind(institution.0)
    .bind(hashes)
    .bind(invited.iter().map(|one| one.person.0).collect::<Vec<_>>())
    .bind(invited.iter().map(|one| one.invitation_id).collect::<Vec<_>>())
    .bind(invited.iter().map(|one| one.expires_at).collect::<Vec<_>>())
    .execute(pool)
    .await?;
    Ok(())
}

/// Whose code this is, if it is still good.
pub async fn guest(pool: &PgPool, secrets: &Secrets, code: &str) -> Result<Option<Guest>, AccountsError> {
    let row: Option<(Uuid, Uuid, Uuid)> = sqlx::query_as(
        "SELECT home_id, person_id, invitation_id FROM invitation_code
         WHERE institution_id = $1 AND code_hmac = $2 AND used_at IS NULL AND expires_at > now()",
    )
    .bind(PLATFORM)
    .bind(secrets.hash_of_code(&plain(code)).as_slice())
    .fetch_optional(pool)
    .await?;
    Ok(row.map(|(institution, person, invitation_id)| Guest {
        institution: InstitutionId(institution),
        person: PersonId(person),
        invitation_id,
    }))
}

/// A code as it was meant, however it was typed.
pub(super) fn plain(code: &str) -> String {
    code.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| match letter.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::RootKey;

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        let secrets = Secrets::of(&RootKey::from_bytes([7; 32]));
        let code = code_of(&secrets, InstitutionId(Uuid::from_u128(1)), Uuid::from_u128(2));
        assert_eq!(code.len(), 14);
        assert_eq!(plain(&code), plain(&code.to_lowercase().replace('-', " ")));
        assert_eq!(plain("oil0-1"), "01101");
    }

    #[test]
    fn every_invitation_has_a_code_of_its_own_and_keeps_it() {
        let secrets = Secrets::of(&RootKey::from_bytes([7; 32]));
        let school = InstitutionId(Uuid::from_u128(1));
        let code = code_of(&secrets, school, Uuid::from_u128(2));
        assert_eq!(code, code_of(&secrets, school, Uuid::from_u128(2)));
        assert_ne!(code, code_of(&secrets, school, Uuid::from_u128(3)));
        assert_ne!(code, code_of(&Secrets::of(&RootKey::from_bytes([8; 32])), school, Uuid::from_u128(2)));
    }
}
