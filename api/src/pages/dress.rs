//! Refusals as people read them: in their language, with what they can do now.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::form::{go_to, page_with};
use super::views::{FramedError, StrangerError};
use super::visitor::{Visitor, language_of};
use super::words::Words;
use crate::http::App;
use crate::http::problem::{Kind, Refused};
use crate::http::surroundings::RequestId;

/// Of pages that are open to everybody.
pub(super) async fn refusals(State(_): State<App>, request: Request, next: Next) -> Response {
    let words = Words::of(language_of(request.headers()));
    let path = request.uri().path().to_owned();
    let id = RequestId::of(request.extensions()).ok().map(|RequestId(id)| id.to_string());
    for_strangers(words, path, id, next.run(request).await)
}

/// What was refused, as a page without sections.
pub(super) fn for_strangers(
    words: &'static Words,
    path: String,
    id: Option<String>,
    mut response: Response,
) -> Response {
    let Some(refused) = response.extensions_mut().remove::<Refused>() else { return response };
    if refused.kind() == Kind::Unauthenticated {
        return go_to("/sign-in");
    }
    refused.note(id.as_deref());
    let (heading, text) = sentence(words, &refused);
    let view = StrangerError { words, path, institution: None, notice: None, heading, text, request: id };
    match page_with(refused.status(), &view) {
        Ok(page) => page,
        Err(refused) => refused.into_response(),
    }
}

/// Of pages of somebody who is signed in: with their sections, so that they can go on from there.
pub(super) async fn framed(
    app: &App,
    visitor: &Visitor,
    id: String,
    mut response: Response,
) -> Result<Response, Refused> {
    let refused = match response.extensions_mut().remove::<Refused>() {
        Some(refused) => refused,
        // An address that the framework could not read never reaches a handler.
        None if response.status().is_client_error() && !is_page(&response) => {
            Refused::malformed("the address cannot be read")
        }
        None => return Ok(response),
    };
    refused.note(Some(&id));
    let (heading, text) = sentence(visitor.words, &refused);
    let frame = visitor.frame(app, heading.clone()).await?;
    let why_href =
        (refused.kind() == Kind::Forbidden).then(|| format!("/people/{}/access", visitor.caller.person()));
    page_with(refused.status(), &FramedError { frame, heading, text, why_href, request: Some(id) })
}

fn is_page(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("text/html"))
}

/// Of the API when a script of a page asked: the document stays, its sentences are in the reader's
/// language.
pub(crate) fn translate(headers: &HeaderMap, response: &mut Response) {
    if let Some(refused) = response.extensions_mut().get_mut::<Refused>() {
        let (heading, text) = sentence(Words::of(language_of(headers)), refused);
        refused.say(heading, text);
    }
}

fn sentence(words: &Words, refused: &Refused) -> (String, String) {
    match refused.kind() {
        Kind::NotFound => (words.t("error-not-found"), words.t("error-not-found-text")),
        Kind::Forbidden => (words.t("error-forbidden"), words.t("error-forbidden-text")),
        Kind::Internal => (words.t("error-internal"), words.t("error-internal-text")),
        Kind::Busy | Kind::NotCaughtUp | Kind::Unavailable | Kind::TooSlow => {
            (words.t("error-busy"), words.t("error-busy-text"))
        }
        Kind::RuleBroken => {
            let rule = refused.rule().map(|rule| words.rule(&rule));
            (words.t("error-not-done"), rule.unwrap_or_else(|| words.t("error-not-done-text")))
        }
        Kind::ChangedMeanwhile | Kind::VersionMoved => {
            (words.t("error-not-done"), words.t("error-changed-meanwhile"))
        }
        Kind::TooLarge => (words.t("error-not-done"), words.t("error-too-large")),
        Kind::Malformed
        | Kind::Unauthenticated
        | Kind::MethodNotAllowed
        | Kind::NotJson
        | Kind::InvalidInput
        | Kind::KeyReused => (words.t("error-not-done"), words.t("error-not-done-text")),
    }
}
