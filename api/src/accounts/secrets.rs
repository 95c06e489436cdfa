//! Keys of the account tables, each derived from the root key for one purpose.

use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};
use dayek_domain::id::{InstitutionId, PersonId};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::AccountsError;
use crate::entropy::Entropy;
use crate::vault::{RootKey, mac};

const NONCE: usize = 24;

/// What hashes logins and codes, and seals the keys of second factors.
pub struct Secrets {
    login: Zeroizing<[u8; 32]>,
    code: Zeroizing<[u8; 32]>,
    device: Zeroizing<[u8; 32]>,
    second_factor: Zeroizing<[u8; 32]>,
}

impl Secrets {
    pub fn of(root: &RootKey) -> Self {
        Self {
            login: root.derive("dayek/account/login"),
            code: root.derive("dayek/account/invitation-code"),
            device: root.derive("dayek/account/device"),
            second_factor: root.derive("dayek/account/second-factor"),
        }
    }

    /// A login as it is looked up: without regard to case and to spaces around it.
    pub(super) fn login(&self, login: &str) -> [u8; 32] {
        mac(&self.login, &[login.trim().to_lowercase().as_bytes()])
    }

    pub(super) fn hash_of_code(&self, code: &str) -> [u8; 32] {
        mac(&self.code, &[b"look-up", code.as_bytes()])
    }

    /// The bytes an invitation's code is made of: the same whenever its sheet is printed again.
    pub(super) fn code_bytes(&self, institution: InstitutionId, invitation_id: Uuid) -> [u8; 32] {
        mac(&self.code, &[b"code", institution.0.as_bytes(), invitation_id.as_bytes()])
    }

    /// A hash of anything that attempts are counted by.
    pub(super) fn origin(&self, parts: &[&[u8]]) -> [u8; 32] {
        mac(&self.device, parts)
    }

    /// The id of what links two sign-ins: the same whichever of them is named first.
    pub(super) fn link(&self, one: (InstitutionId, PersonId), other: (InstitutionId, PersonId)) -> Uuid {
        let (one, other) = (place(one), place(other));
        let (first, second) = if one <= other { (one, other) } else { (other, one) };
        let bytes = mac(&self.login, &[b"link", &first, &second]);
        let mut id = [0; 16];
        id.copy_from_slice(&bytes[..16]);
        uuid::Builder::from_custom_bytes(id).into_uuid()
    }

    pub(super) fn seal(
        &self,
        person: (InstitutionId, PersonId),
        secret: &[u8],
        entropy: &dyn Entropy,
    ) -> Result<Vec<u8>, AccountsError> {
        let mut nonce = [0; NONCE];
        entropy.fill(&mut nonce)?;
        let place = place(person);
        let payload = Payload { msg: secret, aad: &place };
        let sealed = XChaCha20Poly1305::new(self.second_factor.as_slice().into())
            .encrypt(XNonce::from_slice(&nonce), payload)
            .map_err(|_| AccountsError::Broken("a second factor cannot be sealed".to_owned()))?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    pub(super) fn open(
        &self,
        person: (InstitutionId, PersonId),
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, AccountsError> {
        let broken = || AccountsError::Broken("a second factor was not sealed by this program".to_owned());
        let (nonce, body) = sealed.split_at_checked(NONCE).ok_or_else(broken)?;
        let place = place(person);
        let opened = XChaCha20Poly1305::new(self.second_factor.as_slice().into())
            .decrypt(XNonce::from_slice(nonce), Payload { msg: body, aad: &place })
            .map_err(|_| broken())?;
        Ok(Zeroizing::new(opened))
    }
}

fn place((institution, person): (InstitutionId, PersonId)) -> Vec<u8> {
    [institution.0.as_bytes().as_slice(), person.0.as_bytes()].concat()
}
