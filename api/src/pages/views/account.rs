//! One's own page, and tokens for programs.

use askama::Template;

use super::layout::{Choice, ErrorsOn as _, FieldError, Frame, Qr};

#[derive(Template)]
#[template(path = "account.html")]
pub(crate) struct Account {
    pub(crate) frame: Frame,
    /// Fields `current`, `new`, `code`, `second-factor`, `own_password`, `other_login`, `other_code`, `place`.
    pub(crate) errors: Vec<FieldError>,
    /// That a second factor is asked for, as a sentence.
    pub(crate) second_factor_since: Option<String>,
    /// A second factor that waits for its first code.
    pub(crate) enrolment: Option<Enrolment>,
    pub(crate) sessions: Vec<Session>,
    /// Other institutions of the same person: the link and the institution's name.
    pub(crate) places: Vec<(String, String)>,
}

pub(crate) struct Enrolment {
    pub(crate) qr: Qr,
    /// In groups of four.
    pub(crate) secret: String,
}

pub(crate) struct Session {
    pub(crate) id: String,
    pub(crate) device: String,
    pub(crate) began: String,
    pub(crate) last: String,
    /// The session this page is shown in.
    pub(crate) here: bool,
}

#[derive(Template)]
#[template(path = "tokens.html")]
pub(crate) struct Tokens {
    pub(crate) frame: Frame,
    /// Shown once.
    pub(crate) fresh: Option<FreshToken>,
    pub(crate) tokens: Vec<TokenRow>,
    /// Form field `scope`, one of them.
    pub(crate) scopes: Vec<Choice>,
    /// Fields `label`, `scope`, `days`.
    pub(crate) errors: Vec<FieldError>,
    pub(crate) label: String,
    pub(crate) days: String,
}

pub(crate) struct FreshToken {
    pub(crate) label: String,
    pub(crate) secret: String,
}

pub(crate) struct TokenRow {
    pub(crate) id: String,
    pub(crate) label: String,
    /// Already words.
    pub(crate) scopes: Vec<String>,
    pub(crate) until: Option<String>,
    pub(crate) last: Option<String>,
    pub(crate) revocable: bool,
}
