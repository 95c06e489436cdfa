//! Tokens of one's own, for programs.

use axum::extract::{Path, State};
use axum::response::Response;
use chrono::TimeDelta;
use dayek_domain::account::TokenScope;
use serde::Deserialize;
use strum::IntoEnumIterator as _;
use uuid::Uuid;

use super::form::{Sent, go_to, page, refused_form};
use super::views::{Choice, FieldError, FreshToken, TokenRow, Tokens};
use super::visitor::Visitor;
use crate::accounts;
use crate::clock;
use crate::entropy::new_id;
use crate::http::App;
use crate::http::problem::Refused;
use crate::log::LogError;
use crate::tokens::{self, MOST_DAYS, MOST_OF_LABEL, Made};
use crate::usecases::{IssueToken, RevokeToken};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TokenForm {
    label: String,
    scope: String,
    days: String,
}

pub(super) async fn get(State(app): State<App>, visitor: Visitor) -> Result<Response, Refused> {
    page(&view(&app, &visitor, None, vec![], String::new(), "90".to_owned()).await?)
}

async fn view(
    app: &App,
    visitor: &Visitor,
    fresh: Option<FreshToken>,
    errors: Vec<FieldError>,
    label: String,
    days: String,
) -> Result<Tokens, Refused> {
    let time = visitor.time;
    let rows = tokens::list(&app.pool, visitor.caller.institution(), visitor.caller.person()).await?;
    let rows = rows.into_iter().map(|row| TokenRow {
        id: row.token_id.to_string(),
        label: row.label,
        scopes: vec![visitor.words.word("scope-", &row.scope)],
        until: row.expires_at.map(|until| time.written(until)),
        last: row.last_used_at.map(|last| time.written(last)),
        revocable: true,
    });
    let scopes = TokenScope::iter().map(|scope| Choice {
        value: scope.as_ref().to_owned(),
        label: visitor.words.word("scope-", scope.as_ref()),
        selected: scope == TokenScope::Read,
    });
    Ok(Tokens {
        frame: visitor.frame(app, visitor.words.t("tokens-title")).await?,
        fresh,
        tokens: rows.collect(),
        scopes: scopes.collect(),
        errors,
        label,
        days,
    })
}

/// The secret is shown in the answer itself, once; it is in no address and is not stored.
pub(super) async fn issue(
    State(app): State<App>,
    visitor: Visitor,
    Sent(form): Sent<TokenForm>,
) -> Result<Response, Refused> {
    let words = visitor.words;
    let mut errors = Vec::new();
    let label = form.label.trim().to_owned();
    if label.is_empty() || label.chars().count() > MOST_OF_LABEL {
        errors.push(FieldError { field: "label", text: words.t("error-token-label") });
    }
    let days = form.days.trim().parse::<i64>().ok().filter(|days| (1..=MOST_DAYS).contains(days));
    if days.is_none() {
        errors.push(FieldError { field: "days", text: words.t("error-token-days") });
    }
    let scope = form.scope.parse::<TokenScope>();
    if scope.is_err() {
        errors.push(FieldError { field: "scope", text: words.t("error-choose") });
    }
    let (Some(days), Ok(scope), true) = (days, scope, errors.is_empty()) else {
        return refused_form(&view(&app, &visitor, None, errors, form.label, form.days).await?);
    };
    let id = new_id(app.entropy.as_ref()).map_err(LogError::from)?;
    let (institution, person) = (visitor.caller.institution(), visitor.caller.person());
    let expires_at = Some(clock::now() + TimeDelta::days(days));
    let use_case = IssueToken { person_id: person, token_id: id, label: label.clone(), scope, expires_at };
    app.log.execute(visitor.caller.request(None, None), use_case).await.map_err(Refused::from)?;
    let two_factors = visitor.session.two_factors;
    let made = Made { id, person, label: &label, scope, expires_at, two_factors, parent: None };
    let token = accounts::keep_token(&app.log, app.entropy.as_ref(), institution, made).await?;
    let fresh = FreshToken { label, secret: token.text.to_string() };
    page(&view(&app, &visitor, Some(fresh), vec![], String::new(), "90".to_owned()).await?)
}

pub(super) async fn revoke(
    State(app): State<App>,
    visitor: Visitor,
    Path(token_id): Path<Uuid>,
) -> Result<Response, Refused> {
    let (institution, person) = (visitor.caller.institution(), visitor.caller.person());
    // Stopped before it is noted: a token that is said to be revoked never works.
    tokens::revoke(&app.pool, institution, person, token_id).await?;
    let children = tokens::children(&app.pool, institution, person, token_id).await?;
    let use_case = RevokeToken { person_id: person, token_id, children };
    app.log.execute(visitor.caller.request(None, None), use_case).await.map_err(Refused::from)?;
    Ok(go_to("/tokens?done=revoked"))
}
