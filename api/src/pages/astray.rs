//! Addresses at which there is no page: those of nothing at all, and those to which only forms are sent.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, Uri, header};
use axum::response::{IntoResponse as _, Response};

use super::dress::{for_strangers, framed};
use super::form::go_to;
use super::visitor::{arrived, language_of};
use super::words::Words;
use crate::http::App;
use crate::http::surroundings::{self, RequestId};

/// People are told on a page, programs by the document.
pub(crate) async fn unknown_route(State(app): State<App>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let refused = surroundings::unknown_route().await.into_response();
    if !wants_a_page(parts.uri.path(), &parts.headers) {
        return refused;
    }
    let id = RequestId::of(&parts.extensions).ok().map(|RequestId(id)| id.to_string());
    let response = match arrived(&app, &parts).await {
        Ok(Ok(visitor)) => match framed(&app, &visitor, id.clone().unwrap_or_default(), refused).await {
            Ok(page) => page,
            Err(broken) => broken.into_response(),
        },
        Ok(Err(_)) => refused,
        Err(broken) => broken.into_response(),
    };
    let words = Words::of(language_of(&parts.headers));
    for_strangers(words, parts.uri.path().to_owned(), id, response)
}

/// Whoever opens the address of a form once more, after it was refused, is led to the page it stands on.
pub(crate) async fn unknown_method(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let opened = method == Method::GET && wants_a_page(uri.path(), &headers);
    match page_of(uri.path()).filter(|_| opened) {
        Some(page) => go_to(&page),
        None => surroundings::unknown_method().await.into_response(),
    }
}

fn wants_a_page(path: &str, headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    let is_api = path == "/api" || path.starts_with("/api/");
    !is_api && accepted.is_some_and(|accepted| accepted.contains("text/html"))
}

/// The page on which the form of this address stands; `None`: the address is that of a page itself.
pub(super) fn page_of(path: &str) -> Option<String> {
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    Some(match parts.as_slice() {
        ["people", _, "edit"] => return None,
        [kind @ ("people" | "classes" | "lessons"), of, _, ..] => format!("/{kind}/{of}"),
        ["setup", "divisions" | "groups"] => "/setup/classes".to_owned(),
        ["setup", "buildings", ..] => "/setup/rooms".to_owned(),
        ["setup", step, _, ..] => format!("/setup/{step}"),
        ["timetable", "plan", class, period, ..] => format!("/timetable/edit?class={class}&period={period}"),
        ["timetable", "extra", class] => format!("/timetable?class={class}"),
        ["timetable", "feeds", _, ..] => "/timetable/feeds".to_owned(),
        [page @ ("account" | "network" | "tokens" | "join"), _, ..] => format!("/{page}"),
        ["place"] => "/account".to_owned(),
        ["study-year" | "language" | "sign-out"] => "/".to_owned(),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_leads_back_to_the_page_it_stands_on() {
        for (form, page) in [
            ("/people/1/roles", "/people/1"),
            ("/people/1/roles/teacher/revocation", "/people/1"),
            ("/classes/1/teachers", "/classes/1"),
            ("/account/password", "/account"),
            ("/setup/institution/profile", "/setup/institution"),
            ("/setup/divisions", "/setup/classes"),
            ("/setup/rooms/1/retirement", "/setup/rooms"),
            ("/timetable/plan/1/2/slots/3/removal", "/timetable/edit?class=1&period=2"),
            ("/timetable/extra/1", "/timetable?class=1"),
            ("/timetable/feeds/1/revocation", "/timetable/feeds"),
            ("/sign-out", "/"),
        ] {
            assert_eq!(page_of(form).as_deref(), Some(page), "{form}");
        }
    }

    #[test]
    fn a_form_that_is_sent_to_its_own_page_stays_there() {
        for page in ["/", "/journals/1/2/3", "/people/new", "/people/1/edit", "/network", "/setup/year"] {
            assert_eq!(page_of(page), None, "{page}");
        }
    }
}
