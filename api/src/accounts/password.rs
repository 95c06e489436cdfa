//! Passwords: what is taken, how it is kept, and the same work for somebody who does not exist.
//!
//! Argon2id with 46 MiB, one pass, one lane (OWASP's list, ASVS appendix C). Two at a time, so that a
//! crowd at the door cannot use up the memory.

use std::sync::Arc;

use argon2::password_hash::{PasswordHash, PasswordHasher as _, PasswordVerifier as _, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

use super::AccountsError;
use crate::entropy::Entropy;

const MEMORY_KIB: u32 = 47_104;
const LEAST: usize = 12;
const MOST: usize = 128;
const AT_A_TIME: usize = 2;
/// On the scale from 0 to 4 of guesses needed.
const LEAST_SCORE: u8 = 3;

/// A password as it is kept.
#[derive(Clone)]
pub struct Hashed(pub(super) String);

/// Why a new password is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordRefusal {
    #[error("a password has at least 12 characters")]
    TooShort,
    #[error("a password has at most 128 characters")]
    TooLong,
    #[error("this password is among the first that would be guessed")]
    Guessable,
}

/// The one place where passwords are hashed.
#[derive(Clone)]
pub struct Passwords {
    room: Arc<Semaphore>,
    /// What a password is compared with when there is no account: the same work, never a match.
    nobody: Arc<str>,
}

impl Passwords {
    pub fn new(entropy: &dyn Entropy) -> Result<Self, AccountsError> {
        let mut unknown = Zeroizing::new([0; 32]);
        entropy.fill(unknown.as_mut_slice())?;
        let nobody = hash(unknown.as_slice(), entropy)?;
        Ok(Self { room: Arc::new(Semaphore::new(AT_A_TIME)), nobody: nobody.into() })
    }

    /// Whether a new password will do; `about` is what somebody who knows the person would try.
    pub fn judge(password: &str, about: &[&str]) -> Result<(), PasswordRefusal> {
        let length = password.chars().count();
        if length < LEAST {
            return Err(PasswordRefusal::TooShort);
        }
        if length > MOST {
            return Err(PasswordRefusal::TooLong);
        }
        if u8::from(zxcvbn::zxcvbn(password, about).score()) < LEAST_SCORE {
            return Err(PasswordRefusal::Guessable);
        }
        Ok(())
    }

    pub async fn keep(&self, password: String, entropy: &Arc<dyn Entropy>) -> Result<Hashed, AccountsError> {
        let password = Zeroizing::new(password);
        let entropy = Arc::clone(entropy);
        let _room = self.enter().await?;
        let hashed = tokio::task::spawn_blocking(move || hash(password.as_bytes(), entropy.as_ref())).await;
        Ok(Hashed(hashed.map_err(broken)??))
    }

    /// Whether it is the password; `None`: there is no account, which takes as long to say.
    pub async fn matches(&self, password: String, kept: Option<&Hashed>) -> Result<bool, AccountsError> {
        let password = Zeroizing::new(password);
        let known = kept.is_some();
        let against = kept.map_or_else(|| self.nobody.to_string(), |hashed| hashed.0.clone());
        let _room = self.enter().await?;
        let same = tokio::task::spawn_blocking(move || verify(password.as_bytes(), &against)).await;
        Ok(same.map_err(broken)? && known)
    }

    async fn enter(&self) -> Result<tokio::sync::OwnedSemaphorePermit, AccountsError> {
        let room = Arc::clone(&self.room).acquire_owned().await;
        room.map_err(|closed| AccountsError::Broken(closed.to_string()))
    }
}

fn argon() -> Result<Argon2<'static>, AccountsError> {
    let params = Params::new(MEMORY_KIB, 1, 1, None).map_err(broken)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash(password: &[u8], entropy: &dyn Entropy) -> Result<String, AccountsError> {
    let mut salt = [0; 16];
    entropy.fill(&mut salt)?;
    let salt = SaltString::encode_b64(&salt).map_err(broken)?;
    Ok(argon()?.hash_password(password, &salt).map_err(broken)?.to_string())
}

fn verify(password: &[u8], kept: &str) -> bool {
    let Ok(argon) = argon() else { return false };
    PasswordHash::new(kept).is_ok_and(|kept| argon.verify_password(password, &kept).is_ok())
}

fn broken(error: impl std::fmt::Display) -> AccountsError {
    AccountsError::Broken(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_long_and_not_among_the_first_guesses() {
        assert_eq!(Passwords::judge("kokpar77", &[]), Err(PasswordRefusal::TooShort));
        assert_eq!(Passwords::judge("password1234", &[]), Err(PasswordRefusal::Guessable));
        assert_eq!(Passwords::judge("aaaaaaaaaaaaaaaa", &[]), Err(PasswordRefusal::Guessable));
        assert_eq!(Passwords::judge(&"қ".repeat(129), &[]), Err(PasswordRefusal::TooLong));
        assert_eq!(Passwords::judge("төрт түлік жайылымда", &[]), Ok(()));
    }
}
