//! The other institutions somebody signs in at: linking one, going there, taking the link off.

use axum::extract::{Path, State};
use axum::http::{Extensions, HeaderMap};
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use super::account::view;
use super::entry::{browser, door, told};
use super::form::{Sent, go_to, refused_form};
use super::views::FieldError;
use super::visitor::Visitor;
use crate::accounts::{self, Device, Entered, Linking};
use crate::http::App;
use crate::http::problem::Refused;
use crate::http::{cookie, origin};
use crate::refusal::Refusal;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangeForm {
    place: Uuid,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LinkForm {
    own_password: String,
    login: String,
    password: String,
    #[serde(default)]
    code: String,
}

/// Goes on in another institution.
pub(super) async fn change(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    Sent(form): Sent<ChangeForm>,
) -> Result<Response, Refused> {
    let own = (visitor.caller.institution(), visitor.caller.person());
    let device = browser(&headers);
    match accounts::change_place(door(&app), own, visitor.session.id, form.place, device).await {
        Ok(Some(text)) => {
            let mut response = go_to("/");
            cookie::begin_session(response.headers_mut(), &text);
            Ok(response)
        }
        Ok(None) => Err(Refusal::NotFound.into()),
        Err(refused) => refuse(&app, &visitor, "place", refused).await,
    }
}

pub(super) async fn link(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    extensions: Extensions,
    Sent(form): Sent<LinkForm>,
) -> Result<Response, Refused> {
    let own = (visitor.caller.institution(), visitor.caller.person());
    let LinkForm { own_password, login, password, code } = form;
    let other = Entered {
        login: &login,
        password,
        network: origin::network(&headers, &extensions, app.trusted_proxies),
        known_device: Device::is_known(&app.secrets, &login, cookie::device(&headers)),
        device: browser(&headers),
    };
    match accounts::link_place(door(&app), own, Linking { own_password, other, code: &code }).await {
        Ok(()) => Ok(go_to("/account?done=saved")),
        Err(refused @ accounts::Refused::WrongOwn) => refuse(&app, &visitor, "own_password", refused).await,
        Err(refused @ accounts::Refused::WrongCode) => refuse(&app, &visitor, "other_code", refused).await,
        Err(refused) => refuse(&app, &visitor, "other_login", refused).await,
    }
}

pub(super) async fn unlink(
    State(app): State<App>,
    visitor: Visitor,
    Path(link): Path<Uuid>,
) -> Result<Response, Refused> {
    let own = (visitor.caller.institution(), visitor.caller.person());
    match accounts::unlink_place(door(&app), own, link).await {
        Ok(true) => Ok(go_to("/account?done=saved")),
        Ok(false) => Err(Refusal::NotFound.into()),
        Err(refused) => refuse(&app, &visitor, "place", refused).await,
    }
}

async fn refuse(
    app: &App,
    visitor: &Visitor,
    field: &'static str,
    refused: accounts::Refused,
) -> Result<Response, Refused> {
    let errors = vec![FieldError { field, text: told(visitor.words, refused)? }];
    refused_form(&view(app, visitor, errors).await?)
}
