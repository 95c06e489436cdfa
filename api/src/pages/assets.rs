//! The stylesheet, the icon and the scripts: part of the program, so that a page and its script never differ.

use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};

const ASSETS: [(&str, &str, &str); 5] = [
    ("dayek.css", "text/css; charset=utf-8", include_str!("../../assets/dayek.css")),
    ("icon.svg", "image/svg+xml", include_str!("../../assets/icon.svg")),
    ("page.js", "text/javascript; charset=utf-8", include_str!("../../assets/page.js")),
    ("journal.js", "text/javascript; charset=utf-8", include_str!("../../assets/journal.js")),
    ("journal-cell.js", "text/javascript; charset=utf-8", include_str!("../../assets/journal-cell.js")),
];

/// One of them; asked for again with its tag, it is not sent again.
pub(super) async fn get(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some((_, kind, text)) = ASSETS.iter().find(|(known, _, _)| *known == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let tag = concat!("\"", env!("CARGO_PKG_VERSION"), "\"");
    let tag = format!("{}-{:x}\"", tag.trim_end_matches('"'), text.len());
    let shared = [(header::ETAG, tag.clone()), (header::CACHE_CONTROL, "no-cache".to_owned())];
    if headers.get(header::IF_NONE_MATCH).is_some_and(|sent| sent.as_bytes() == tag.as_bytes()) {
        return (StatusCode::NOT_MODIFIED, shared).into_response();
    }
    (shared, [(header::CONTENT_TYPE, *kind)], *text).into_response()
}
