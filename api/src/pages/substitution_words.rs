//! The words of the report on cancelled and substituted lessons, for a file.

use axum::http::HeaderMap;

use super::visitor::language_of;
use super::words::Words;

/// What stands in the file besides names.
pub(crate) struct SubstitutionWords {
    pub(crate) title: String,
    pub(crate) header: Vec<String>,
    pub(crate) cancelled: String,
    pub(crate) substituted: String,
}

/// In the language of whoever asks.
pub(crate) fn substitution_words(headers: &HeaderMap) -> SubstitutionWords {
    let words = Words::of(language_of(headers));
    SubstitutionWords {
        title: words.t("substitution-file-title"),
        header: vec![
            words.t("substitution-file-date"),
            words.t("substitution-file-number"),
            words.t("substitution-file-class"),
            words.t("substitution-file-subject"),
            words.t("substitution-file-teacher"),
            words.t("substitution-file-kind"),
            words.t("substitution-file-substitute"),
            words.t("substitution-file-reason"),
            words.t("substitution-file-changed-by"),
            words.t("substitution-file-changed-at"),
        ],
        cancelled: words.t("substitution-file-cancelled"),
        substituted: words.t("substitution-file-substituted"),
    }
}
