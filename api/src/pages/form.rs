//! Forms as browsers send them, and what comes back after one.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use chrono::NaiveDate;
use serde::de::DeserializeOwned;

use crate::calendar;
use crate::http::App;
use crate::http::problem::{Kind, Refused};

/// The fields of a form that was sent. Fields that are not known are refused by their type.
pub(super) struct Sent<T>(pub(super) T);

impl<T: DeserializeOwned> FromRequest<App> for Sent<T> {
    type Rejection = Refused;

    async fn from_request(request: Request, app: &App) -> Result<Self, Refused> {
        let body = Bytes::from_request(request, app).await.map_err(|rejection| {
            if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
                Refused::new(Kind::TooLarge, "a form may hold 1 MiB")
            } else {
                Refused::malformed("the form broke off")
            }
        })?;
        let read = serde_html_form::from_bytes(&body);
        read.map(Self).map_err(|error| Refused::new(Kind::InvalidInput, error.to_string()))
    }
}

/// A page.
pub(super) fn page(view: &impl askama::Template) -> Result<Response, Refused> {
    page_with(StatusCode::OK, view)
}

/// A page that says that a form was not taken.
pub(super) fn refused_form(view: &impl askama::Template) -> Result<Response, Refused> {
    page_with(StatusCode::UNPROCESSABLE_ENTITY, view)
}

pub(super) fn page_with(status: StatusCode, view: &impl askama::Template) -> Result<Response, Refused> {
    let text = view.render().map_err(|error| Refused::internal(error.to_string()))?;
    Ok((status, Html(text)).into_response())
}

/// After a form the browser is sent to a page, so that reloading it sends nothing twice.
pub(super) fn go_to(path: &str) -> Response {
    Redirect::to(path).into_response()
}

/// Back to the page a form stood on, as long as it is one of this site: an address that begins with two
/// slashes would lead elsewhere, and one of other signs than visible ASCII is no address.
pub(super) fn go_back(path: &str) -> Response {
    let is_written_so = path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let inside = path.starts_with('/') && !path.starts_with("//") && is_written_so;
    go_to(if inside { path } else { "/" })
}

/// A day that was typed in; `None`: there is no such day, or none that can be meant.
pub(super) fn day(text: &str) -> Option<NaiveDate> {
    text.trim().parse().ok().filter(|day: &NaiveDate| calendar::is_in_reach(day))
}

/// A text field in which nothing was written is one that was not sent.
pub(super) fn filled(text: String) -> Option<String> {
    let text = text.trim().to_owned();
    (!text.is_empty()).then_some(text)
}
