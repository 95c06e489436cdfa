//! One's own account: password, second factor, sessions.

use axum::extract::{Path, State};
use axum::http::{Extensions, HeaderMap};
use axum::response::Response;
use dayek_domain::account::Account as AccountStream;
use serde::Deserialize;
use uuid::Uuid;

use super::device::device;
use super::entry::{broken, door, told};
use super::form::{Sent, go_to, page, refused_form};
use super::qr::qr_of;
use super::views::{Account, Enrolment, FieldError, Session};
use super::visitor::Visitor;
use crate::accounts::{self, NewPassword};
use crate::http::App;
use crate::http::problem::Refused;
use crate::http::{cookie, origin};
use crate::log::StreamKey;
use crate::refusal::Refusal;
use crate::usecases::EnableSecondFactor;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PasswordForm {
    current: String,
    new: String,
    /// A box that is ticked.
    tokens: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CodeForm {
    code: String,
}

pub(super) async fn get(State(app): State<App>, visitor: Visitor) -> Result<Response, Refused> {
    page(&view(&app, &visitor, vec![]).await?)
}

pub(super) async fn view(app: &App, visitor: &Visitor, errors: Vec<FieldError>) -> Result<Account, Refused> {
    let (institution, person) = (visitor.caller.institution(), visitor.caller.person());
    let time = visitor.time;
    let key = StreamKey::of::<AccountStream>(person);
    let history = app.log.read(institution, &key).await?;
    let state: AccountStream =
        app.log.fold(institution, key.id, &history, &std::collections::HashMap::new())?;
    let enrolment = if state.has_second_factor() {
        None
    } else {
        let entropy = app.entropy.as_ref();
        let made = accounts::enrol(&app.pool, &app.secrets, entropy, institution, person).await;
        let accounts::Enrolment { secret, address } = made.map_err(broken)?;
        Some(Enrolment { qr: qr_of(&address)?, secret: in_fours(&secret) })
    };
    let sessions = accounts::list(&app.pool, institution, person).await?;
    let sessions = sessions.into_iter().map(|row| Session {
        id: row.session_id.to_string(),
        device: device(&row.device),
        began: time.written(row.created_at),
        last: time.written(row.last_seen_at),
        here: row.session_id == visitor.session.id,
    });
    let frame = visitor.frame(app, visitor.words.t("account-title")).await?;
    Ok(Account {
        places: frame.places.iter().map(|place| (place.value.clone(), place.label.clone())).collect(),
        frame,
        errors,
        second_factor_since: state.has_second_factor().then(|| visitor.words.t("second-factor-on")),
        enrolment,
        sessions: sessions.collect(),
    })
}

fn in_fours(secret: &str) -> String {
    let letters: Vec<char> = secret.chars().collect();
    letters.chunks(4).map(String::from_iter).collect::<Vec<_>>().join(" ")
}

pub(super) async fn change_password(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    extensions: Extensions,
    Sent(form): Sent<PasswordForm>,
) -> Result<Response, Refused> {
    let whose = (visitor.caller.institution(), visitor.caller.person());
    let password = NewPassword { old: form.current, new: form.new, takes_tokens: form.tokens.is_some() };
    let network = origin::network(&headers, &extensions, app.trusted_proxies);
    let session = Some(visitor.session.id);
    match accounts::change_password(door(&app), whose, session, network, password).await {
        Ok(()) => Ok(go_to("/account?done=password")),
        Err(refused) => {
            let is_new = matches!(refused, accounts::Refused::Password(_));
            let field = if is_new { "new" } else { "current" };
            let text = if matches!(refused, accounts::Refused::Wrong) {
                visitor.words.t("error-wrong-current-password")
            } else {
                told(visitor.words, refused)?
            };
            let errors = vec![FieldError { field, text }];
            refused_form(&view(&app, &visitor, errors).await?)
        }
    }
}

/// The first code of a new second factor. The session becomes a stronger one, under a new secret; the others
/// end, for they were begun without it.
pub(super) async fn confirm(
    State(app): State<App>,
    visitor: Visitor,
    Sent(form): Sent<CodeForm>,
) -> Result<Response, Refused> {
    let (institution, person) = (visitor.caller.institution(), visitor.caller.person());
    let refused = if accounts::account_of(&app.log, institution, person).await?.has_second_factor() {
        Some(("second-factor", visitor.words.t("error-second-factor-on")))
    } else {
        match accounts::prove_code(door(&app), (institution, person), &form.code).await {
            Ok(()) => None,
            Err(refused) => Some(("code", told(visitor.words, refused)?)),
        }
    };
    if let Some((field, text)) = refused {
        let errors = vec![FieldError { field, text }];
        return refused_form(&view(&app, &visitor, errors).await?);
    }
    let use_case = EnableSecondFactor { person_id: person };
    // First it is asked for, then it is noted: after a crash in between the page offers it again.
    accounts::confirm(&app.pool, institution, person).await.map_err(broken)?;
    app.log.execute(visitor.caller.request(None, None), use_case).await.map_err(Refused::from)?;
    accounts::end_others(&app.pool, institution, person, Some(visitor.session.id)).await?;
    let text = accounts::strengthen(&app.pool, app.entropy.as_ref(), visitor.session).await;
    let mut response = go_to("/account?done=second-factor");
    cookie::begin_session(response.headers_mut(), &text.map_err(broken)?);
    Ok(response)
}

pub(super) async fn end_session(
    State(app): State<App>,
    visitor: Visitor,
    Path(session): Path<Uuid>,
) -> Result<Response, Refused> {
    let (institution, person) = (visitor.caller.institution(), visitor.caller.person());
    if !accounts::end(&app.pool, institution, person, session).await? {
        return Err(Refusal::NotFound.into());
    }
    Ok(go_to("/account?done=ended"))
}

pub(super) async fn end_others(State(app): State<App>, visitor: Visitor) -> Result<Response, Refused> {
    let (institution, person) = (visitor.caller.institution(), visitor.caller.person());
    accounts::end_others(&app.pool, institution, person, Some(visitor.session.id)).await?;
    Ok(go_to("/account?done=ended"))
}
