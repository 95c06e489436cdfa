//! The root key: 32 random bytes in a file of their own, readable by this account alone.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{ErrorKind, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hkdf::Hkdf;
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::VaultError;
use crate::entropy::Entropy;

/// The key everything else is derived from.
#[derive(Clone)]
pub struct RootKey(Zeroizing<[u8; 32]>);

/// Whether a root key was found or has just been made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Custody {
    Found,
    Made,
}

const HEADER: &str = "dayek-root-key-v1 ";

impl RootKey {
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// Reads the key file, or makes one with 0600 rights in a folder with 0700 rights.
    ///
    /// Refuses a file others can read: a key that has been seen is no key.
    pub fn open_or_make(path: &Path, entropy: &dyn Entropy) -> Result<(Self, Custody), VaultError> {
        match File::open(path) {
            Ok(file) => Self::read(file, path).map(|key| (key, Custody::Found)),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                Self::make(path, entropy).map(|key| (key, Custody::Made))
            }
            Err(error) => Err(cannot("read", path, &error)),
        }
    }

    fn read(mut file: File, path: &Path) -> Result<Self, VaultError> {
        let mode = file.metadata().map_err(|error| cannot("read", path, &error))?.permissions().mode();
        if mode & 0o077 != 0 {
            return Err(VaultError::RootKey(format!(
                "the root key file {} can be read by others (mode {:o}); set it to 600 after making sure nobody copied it",
                path.display(),
                mode & 0o777
            )));
        }
        let mut text = Zeroizing::new(String::new());
        file.read_to_string(&mut text).map_err(|error| cannot("read", path, &error))?;
        let wrong = || {
            VaultError::RootKey(format!(
                "{} is not a root key file: it must hold \"{}\" and 44 characters of base64; put the right file back, do not make a new one",
                path.display(),
                HEADER.trim()
            ))
        };
        let encoded = text.trim().strip_prefix(HEADER).ok_or_else(wrong)?;
        let decoded = Zeroizing::new(STANDARD.decode(encoded).map_err(|_| wrong())?);
        let bytes: [u8; 32] = decoded.as_slice().try_into().map_err(|_| wrong())?;
        Ok(Self::from_bytes(bytes))
    }

    fn make(path: &Path, entropy: &dyn Entropy) -> Result<Self, VaultError> {
        if let Some(folder) = path.parent() {
            DirBuilder::new()
                .recursive(true)
                .mode(0o700)
                .create(folder)
                .map_err(|error| cannot("make the folder of", path, &error))?;
        }
        let mut bytes = Zeroizing::new([0; 32]);
        entropy.fill(bytes.as_mut_slice())?;
        let text = Zeroizing::new(format!("{HEADER}{}\n", STANDARD.encode(bytes.as_slice())));
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)
            .map_err(|error| cannot("make", path, &error))?;
        file.write_all(text.as_bytes())
            .and_then(|()| file.sync_all())
            .map_err(|error| cannot("write", path, &error))?;
        Ok(Self(bytes))
    }

    /// A key for one purpose, so that no two uses share bytes.
    pub fn derive(&self, purpose: &str) -> Zeroizing<[u8; 32]> {
        let mut output = Zeroizing::new([0; 32]);
        // 32 bytes is far below HKDF's limit, so this cannot fail; an all-zero key would be
        // noticed at once by the root key check.
        let _ =
            Hkdf::<Sha256>::new(None, self.0.as_slice()).expand(purpose.as_bytes(), output.as_mut_slice());
        output
    }

    /// The id of something another system knows by `external_id`: the same on every run, and telling
    /// nothing of the external id to those without the root key.
    pub fn imported_id(&self, institution: Uuid, kind: &str, external_id: &str) -> Uuid {
        let secret = self.derive(&format!("dayek/import/{institution}"));
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&mac(&secret, &[kind.as_bytes(), external_id.as_bytes()])[..16]);
        uuid::Builder::from_custom_bytes(bytes).into_uuid()
    }

    /// What a database keeps to recognise its root key, telling nothing of it.
    pub fn check(&self) -> [u8; 32] {
        *self.derive("dayek/root-key-check")
    }
}

/// HMAC-SHA-256 over length-prefixed parts, so that no two lists of parts give the same input.
pub fn mac(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    // Any key length is accepted by HMAC; the branch is only the library's signature.
    let Ok(mut hmac) = Hmac::<Sha256>::new_from_slice(key) else { return [0; 32] };
    for part in parts {
        hmac.update(&(part.len() as u64).to_be_bytes());
        hmac.update(part);
    }
    hmac.finalize().into_bytes().into()
}

fn cannot(what: &str, path: &Path, error: &std::io::Error) -> VaultError {
    VaultError::RootKey(format!("cannot {what} the root key file {}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SeededEntropy;

    #[test]
    fn a_root_key_is_made_once_with_rights_for_its_owner_alone_and_then_found() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys/root.key");
        let (made, custody) = RootKey::open_or_make(&path, &SeededEntropy::new(1)).unwrap();
        assert_eq!(custody, Custody::Made);
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        let (found, custody) = RootKey::open_or_make(&path, &SeededEntropy::new(2)).unwrap();
        assert_eq!(custody, Custody::Found);
        assert_eq!(made.check(), found.check());
    }

    #[test]
    fn a_root_key_that_others_can_read_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("root.key");
        RootKey::open_or_make(&path, &SeededEntropy::new(1)).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
        let error = RootKey::open_or_make(&path, &SeededEntropy::new(1)).err().unwrap();
        assert!(error.to_string().contains("can be read by others"), "{error}");
    }

    #[test]
    fn a_damaged_root_key_file_is_refused_and_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("root.key");
        OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path).unwrap();
        let error = RootKey::open_or_make(&path, &SeededEntropy::new(1)).err().unwrap();
        assert!(error.to_string().contains("is not a root key file"), "{error}");
    }

    #[test]
    fn an_imported_thing_has_the_same_id_on_every_run_and_another_in_every_school_and_kind() {
        let key = RootKey::from_bytes([7; 32]);
        let school = Uuid::from_u128(1);
        let id = key.imported_id(school, "pupil", "st-1");
        assert_eq!(id, key.imported_id(school, "pupil", "st-1"));
        assert_ne!(id, key.imported_id(school, "class", "st-1"));
        assert_ne!(id, key.imported_id(Uuid::from_u128(2), "pupil", "st-1"));
        assert_ne!(id, RootKey::from_bytes([8; 32]).imported_id(school, "pupil", "st-1"));
        assert_eq!(id.get_version_num(), 8);
    }
}
