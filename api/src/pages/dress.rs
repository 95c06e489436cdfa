//! Refusals of pages as pages: in the reader's language, with what they can do now.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::form::{go_to, page_with};
use super::views::StrangerError;
use super::visitor::language_of;
use super::words::Words;
use crate::http::App;
use crate::http::problem::{Kind, Refused};
use crate::http::surroundings::RequestId;

pub(super) async fn refusals(State(_): State<App>, request: Request, next: Next) -> Response {
    let words = Words::of(language_of(request.headers()));
    let path = request.uri().path().to_owned();
    let id = RequestId::of(request.extensions()).ok().map(|RequestId(id)| id.to_string());
    let mut response = next.run(request).await;
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

fn sentence(words: &Words, refused: &Refused) -> (String, String) {
    match refused.kind() {
        Kind::NotFound => (words.t("error-not-found"), words.t("error-not-found-text")),
        Kind::Forbidden => (words.t("error-forbidden"), words.t("error-forbidden-text")),
        Kind::Internal => (words.t("error-internal"), words.t("error-internal-text")),
        Kind::Busy | Kind::NotCaughtUp | Kind::Unavailable | Kind::TooSlow => {
            (words.t("error-busy"), words.t("error-busy-text"))
        }
        Kind::Malformed
        | Kind::Unauthenticated
        | Kind::MethodNotAllowed
        | Kind::ChangedMeanwhile
        | Kind::VersionMoved
        | Kind::TooLarge
        | Kind::NotJson
        | Kind::InvalidInput
        | Kind::RuleBroken
        | Kind::KeyReused => (words.t("error-not-done"), refused.detail().to_owned()),
    }
}
