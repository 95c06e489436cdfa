//! A code of the second factor, wherever one is asked for. Wrong ones are counted for the account, whoever
//! typed them and from where: six digits are soon guessed.

use dayek_domain::id::{InstitutionId, PersonId};

use super::throttle::Origins;
use super::{Door, Refused, second_factor};
use crate::clock;

/// Lets a right code pass, which is used up by that.
pub async fn prove_code(door: Door<'_>, whose: (InstitutionId, PersonId), code: &str) -> Result<(), Refused> {
    let pool = door.log.pool();
    let origins = Origins::of_codes(door.secrets, whose);
    if let Some(wait) = origins.begin(pool).await? {
        return Err(Refused::Wait(wait));
    }
    if !second_factor::passes(pool, door.secrets, whose.0, whose.1, code, clock::now()).await? {
        origins.failed(pool).await?;
        return Err(Refused::WrongCode);
    }
    origins.succeeded(pool).await?;
    Ok(())
}
