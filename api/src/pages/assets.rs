//! The stylesheet, the icon and the scripts: part of the program, so that a page and its script never differ.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

const ASSETS: [(&str, &str, &str); 5] = [
    ("dayek.css", "text/css; charset=utf-8", include_str!("../../assets/dayek.css")),
    ("icon.svg", "image/svg+xml", include_str!("../../assets/icon.svg")),
    ("page.js", "text/javascript; charset=utf-8", include_str!("../../assets/page.js")),
    ("journal.js", "text/javascript; charset=utf-8", include_str!("../../assets/journal.js")),
    ("journal-cell.js", "text/javascript; charset=utf-8", include_str!("../../assets/journal-cell.js")),
];

/// The tag of each, from its content.
static TAGS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let tag = |(_, _, text): &(&str, &str, &str)| {
        format!("\"{}\"", URL_SAFE_NO_PAD.encode(&Sha256::digest(text.as_bytes())[..12]))
    };
    ASSETS.iter().map(tag).collect()
});

/// One of them; asked for again with its tag, it is not sent again.
pub(super) async fn get(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let found = ASSETS.iter().zip(TAGS.iter()).find(|((known, _, _), _)| *known == name);
    let Some(((_, kind, text), tag)) = found else { return StatusCode::NOT_FOUND.into_response() };
    let shared = [(header::ETAG, tag.as_str()), (header::CACHE_CONTROL, "no-cache")];
    if headers.get(header::IF_NONE_MATCH).is_some_and(|sent| sent.as_bytes() == tag.as_bytes()) {
        return (StatusCode::NOT_MODIFIED, shared).into_response();
    }
    (shared, [(header::CONTENT_TYPE, *kind)], *text).into_response()
}
