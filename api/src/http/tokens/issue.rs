//! `POST /tokens`: the caller makes a token of their own; its secret is in the answer, once.

use axum::extract::State;
use axum::response::Response;
use chrono::TimeDelta;
use dayek_domain::account::{Account, TokenScope};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::list::scope_codes;
use crate::accounts;
use crate::clock;
use crate::http::App;
use crate::http::caller::Caller;
use crate::http::command::Command;
use crate::http::openapi::{CommandAnswers, CommandHeaders};
use crate::http::problem::Refused;
use crate::http::school_time::SchoolTime;
use crate::log::StreamKey;
use crate::refusal::Refusal;
use crate::tokens::{MOST_DAYS, MOST_OF_LABEL, Made};
use crate::usecases::IssueToken;

/// A token to make.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct IssueTokenForm {
    /// By which you will know it again.
    #[schema(min_length = 1, max_length = 80)]
    label: String,
    #[schema(schema_with = scope_codes)]
    scope: TokenScope,
    /// For how many days it counts; not longer than the token it is made with.
    #[schema(minimum = 1, maximum = 366)]
    days: i64,
}

/// A token that was made.
#[derive(Serialize, ToSchema)]
pub(super) struct IssuedToken {
    token_id: Uuid,
    /// Shown this once and not stored; null when the same command is sent again.
    token: Option<String>,
}

/// Makes a token that speaks for you.
#[utoipa::path(
    post,
    path = "/tokens",
    operation_id = "issue_token",
    tag = "account",
    params(CommandHeaders),
    request_body = IssueTokenForm,
    responses((status = 201, description = "It is made.", body = IssuedToken), CommandAnswers)
)]
pub(super) async fn post(
    State(app): State<App>,
    caller: Caller,
    Command { form, terms }: Command<IssueTokenForm>,
) -> Result<Response, Refused> {
    let label = form.label.trim().to_owned();
    if label.is_empty() || label.chars().count() > MOST_OF_LABEL {
        let reason = format!("a token needs a name of at most {MOST_OF_LABEL} characters");
        return Err(Refusal::input("/label", reason).into());
    }
    if !(1..=MOST_DAYS).contains(&form.days) {
        let reason = format!("a token counts for 1 to {MOST_DAYS} days");
        return Err(Refusal::input("/days", reason).into());
    }
    let (id, person, scope) = (terms.new_id(&app)?, caller.person(), form.scope);
    let expires_at = clock::now() + TimeDelta::days(form.days);
    if let Some(until) = caller.token_until()
        && expires_at > until
    {
        let day = SchoolTime::of(&app, caller.institution()).await?.day_of(until);
        let reason = format!("a token made with a token does not outlive it; this one counts until {day}");
        return Err(Refusal::input("/days", reason).into());
    }
    let expires_at = Some(expires_at);
    let use_case = IssueToken { person_id: person, token_id: id, label: label.clone(), scope, expires_at };
    let done = terms.run(&app, caller, StreamKey::of::<Account>(person), use_case).await?;
    // Sent again, it makes no second secret: the token may have been revoked since.
    if !done.changed_now() {
        return Ok(done.created(IssuedToken { token_id: id, token: None }));
    }
    let (two_factors, parent) = (caller.two_factors(), caller.token());
    let made = Made { id, person, label: &label, scope, expires_at, two_factors, parent };
    let token = accounts::keep_token(&app.log, app.entropy.as_ref(), caller.institution(), made).await?;
    Ok(done.created(IssuedToken { token_id: id, token: Some(token.text.to_string()) }))
}
