//! The cookies of the program. `__Host-` binds them to this host, to TLS and to the whole site; browsers
//! count an address on the machine itself as safe.

use axum::http::{HeaderMap, HeaderValue, header};
use uuid::Uuid;

const SESSION: &str = "__Host-dayek";
const DEVICE: &str = "__Host-dayek-device";
const LANGUAGE: &str = "__Host-dayek-language";
const STUDY_YEAR: &str = "__Host-dayek-study-year";
/// In seconds.
const A_YEAR: &str = "31536000";

/// The session that a request shows.
pub(crate) fn session(headers: &HeaderMap) -> Option<&str> {
    named(headers, SESSION)
}

/// The proof that this browser was used before.
pub(crate) fn device(headers: &HeaderMap) -> Option<&str> {
    named(headers, DEVICE)
}

/// The language that was chosen.
pub(crate) fn language(headers: &HeaderMap) -> Option<&str> {
    named(headers, LANGUAGE)
}

/// The study year that was chosen.
pub(crate) fn study_year(headers: &HeaderMap) -> Option<&str> {
    named(headers, STUDY_YEAR)
}

fn named<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let sent = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    sent.flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}

/// For as long as the browser is open; the server ends it earlier.
pub(crate) fn begin_session(headers: &mut HeaderMap, text: &str) {
    put(headers, &format!("{SESSION}={text}; Path=/; Secure; HttpOnly; SameSite=Lax"));
}

pub(crate) fn end_session(headers: &mut HeaderMap) {
    put(headers, &format!("{SESSION}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"));
}

pub(crate) fn remember_device(headers: &mut HeaderMap, text: &str) {
    put(headers, &format!("{DEVICE}={text}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={A_YEAR}"));
}

pub(crate) fn remember_language(headers: &mut HeaderMap, code: &str) {
    put(headers, &format!("{LANGUAGE}={code}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={A_YEAR}"));
}

/// For as long as the browser is open: whoever comes back is in the present again.
pub(crate) fn remember_study_year(headers: &mut HeaderMap, year: Uuid) {
    put(headers, &format!("{STUDY_YEAR}={year}; Path=/; Secure; HttpOnly; SameSite=Lax"));
}

fn put(headers: &mut HeaderMap, cookie: &str) {
    // Made of ids, hexadecimal and base64url digits, so it is always a header's value.
    if let Ok(value) = HeaderValue::from_str(cookie) {
        headers.append(header::SET_COOKIE, value);
    }
}
