//! The way in of somebody else, on their page: blocking, unblocking, taking off a lost second factor.

use axum::extract::{Path, State};
use axum::response::Response;
use dayek_domain::account::AccountState;
use dayek_domain::id::PersonId;
use serde::Deserialize;
use uuid::Uuid;

use super::entry::broken;
use super::form::{Sent, filled, go_to, refused_form};
use super::person::{Left, view};
use super::rights::run;
use super::views::{AccessPanel, FieldError};
use super::visitor::Visitor;
use crate::accounts;
use crate::http::App;
use crate::http::accounts::to_the_end;
use crate::http::problem::Refused;
use crate::tokens;
use crate::usecases::{BlockAccount, RemoveSecondFactor, UnblockAccount};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BlockSent {
    #[serde(default)]
    reason: String,
}

/// The panel on the page of a person; `may_change`: the visitor may change the accounts of others.
pub(super) async fn access_panel(
    app: &App,
    visitor: &Visitor,
    person: PersonId,
    may_change: bool,
) -> Result<AccessPanel, Refused> {
    let institution = visitor.caller.institution();
    let state = accounts::account_of(&app.log, institution, person).await?.state();
    let second_factor = accounts::is_confirmed(&app.pool, institution, person).await.map_err(broken)?;
    let may_change = may_change && person != visitor.caller.person();
    Ok(AccessPanel {
        state: visitor.words.word("account-state-", state.as_ref()),
        second_factor: second_factor.then(|| visitor.words.t("second-factor-on")),
        may_block: may_change && state != AccountState::Blocked,
        may_unblock: may_change && state == AccountState::Blocked,
        may_remove_second_factor: may_change && second_factor,
    })
}

pub(super) async fn block(
    State(app): State<App>,
    visitor: Visitor,
    Path(person): Path<Uuid>,
    Sent(sent): Sent<BlockSent>,
) -> Result<Response, Refused> {
    let person_id = PersonId(person);
    let use_case = BlockAccount { person_id, reason: filled(sent.reason) };
    let (own_app, blocker) = (app.clone(), visitor.clone());
    let refused = to_the_end(async move {
        let refused = run(&own_app, &blocker, use_case).await?;
        // Also when nothing changed: a repeat finishes what broke off.
        if refused.is_none() {
            accounts::shut_out(&own_app.log, blocker.caller.institution(), person_id).await?;
        }
        Ok(refused)
    });
    answer(&app, &visitor, person, refused.await?, "blocked").await
}

pub(super) async fn unblock(
    State(app): State<App>,
    visitor: Visitor,
    Path(person): Path<Uuid>,
) -> Result<Response, Refused> {
    let refused = run(&app, &visitor, UnblockAccount { person_id: PersonId(person) }).await?;
    answer(&app, &visitor, person, refused, "unblocked").await
}

pub(super) async fn remove_second_factor(
    State(app): State<App>,
    visitor: Visitor,
    Path(person): Path<Uuid>,
) -> Result<Response, Refused> {
    let person_id = PersonId(person);
    let tokens = tokens::strong(&app.pool, visitor.caller.institution(), person_id).await?;
    let (own_app, remover) = (app.clone(), visitor.clone());
    let refused = to_the_end(async move {
        let refused = run(&own_app, &remover, RemoveSecondFactor { person_id, tokens }).await?;
        if refused.is_none() {
            accounts::forget_second_factor(&own_app.log, remover.caller.institution(), person_id).await?;
        }
        Ok(refused)
    });
    answer(&app, &visitor, person, refused.await?, "second-factor-removed").await
}

async fn answer(
    app: &App,
    visitor: &Visitor,
    person: Uuid,
    refused: Option<String>,
    done: &str,
) -> Result<Response, Refused> {
    match refused {
        None => Ok(go_to(&format!("/people/{person}?done={done}"))),
        Some(text) => {
            let errors = vec![FieldError { field: "way-in", text }];
            refused_form(&view(app, visitor, person, Left { errors, ..Left::default() }).await?)
        }
    }
}
