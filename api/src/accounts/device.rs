//! A browser from which somebody has signed in before. Attempts from it are counted apart, so that
//! nobody else's failures keep its owner out.

use super::Secrets;

/// What a browser keeps after a sign-in: proof that this login was used here.
pub struct Device;

impl Device {
    /// The text of the cookie.
    pub fn proof(secrets: &Secrets, login: &str) -> String {
        use base64::Engine as _;
        let proof = secrets.origin(&[b"device", &secrets.login(login)]);
        base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(proof)
    }

    /// Whether this browser has been used with this login before.
    pub fn is_known(secrets: &Secrets, login: &str, shown: Option<&str>) -> bool {
        // Comparing hashes made with a secret key: what a difference in time could tell is of no use.
        shown == Some(Self::proof(secrets, login).as_str())
    }
}
