//! The language of a file that is asked for by name.

use crate::pages::{Language, Words};
use crate::refusal::Refusal;

/// The words of a file: in the language asked for, else in Kazakh.
pub(super) fn words(language: Option<&str>) -> Result<&'static Words, Refusal> {
    match language {
        None => Ok(Words::of(Language::Kk)),
        Some(tag) => match Language::parse(tag) {
            Some(language) => Ok(Words::of(language)),
            None => Err(Refusal::input("language", "is one of kk, ru, en")),
        },
    }
}
