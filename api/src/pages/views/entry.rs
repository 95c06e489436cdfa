//! The pages before signing in, and the page that says why something was not shown.

use askama::Template;

use super::layout::{ErrorsOn as _, FieldError, Frame, Notice};
use crate::pages::words::Words;

#[derive(Template)]
#[template(path = "sign_in.html")]
pub(crate) struct SignIn {
    pub(crate) words: &'static Words,
    pub(crate) path: String,
    pub(crate) institution: Option<String>,
    pub(crate) notice: Option<Notice>,
    /// Fields `login`, `password`.
    pub(crate) errors: Vec<FieldError>,
    pub(crate) login: String,
}

#[derive(Template)]
#[template(path = "second_factor.html")]
pub(crate) struct SecondFactor {
    pub(crate) words: &'static Words,
    pub(crate) path: String,
    pub(crate) institution: Option<String>,
    pub(crate) notice: Option<Notice>,
    /// Field `code`.
    pub(crate) errors: Vec<FieldError>,
}

#[derive(Template)]
#[template(path = "join.html")]
pub(crate) struct Join {
    pub(crate) words: &'static Words,
    pub(crate) path: String,
    pub(crate) institution: Option<String>,
    pub(crate) notice: Option<Notice>,
    /// Field `code`.
    pub(crate) errors: Vec<FieldError>,
    pub(crate) code: String,
}

#[derive(Template)]
#[template(path = "join_account.html")]
pub(crate) struct JoinAccount {
    pub(crate) words: &'static Words,
    pub(crate) path: String,
    pub(crate) institution: Option<String>,
    pub(crate) notice: Option<Notice>,
    /// Fields `login`, `password`.
    pub(crate) errors: Vec<FieldError>,
    /// The invitation, carried on in a hidden field.
    pub(crate) code: String,
    /// Who is invited.
    pub(crate) person: String,
    /// Already words.
    pub(crate) roles: Vec<String>,
    pub(crate) login: String,
}

/// For somebody who is not signed in.
#[derive(Template)]
#[template(path = "error.html")]
pub(crate) struct StrangerError {
    pub(crate) words: &'static Words,
    pub(crate) path: String,
    pub(crate) institution: Option<String>,
    pub(crate) notice: Option<Notice>,
    pub(crate) heading: String,
    pub(crate) text: String,
    /// The id of the request, to be told to whoever keeps the program.
    pub(crate) request: Option<String>,
}

/// For somebody who is signed in.
#[derive(Template)]
#[template(path = "error_framed.html")]
pub(crate) struct FramedError {
    pub(crate) frame: Frame,
    pub(crate) heading: String,
    pub(crate) text: String,
    /// The page that says why it may not be done.
    pub(crate) why_href: Option<String>,
    pub(crate) request: Option<String>,
}
