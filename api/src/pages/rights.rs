//! Forms on the page of a person: granting and revoking roles, opening and closing sections, restoring
//! access.

use axum::extract::{Path, State};
use axum::response::Response;
use dayek_domain::access::{Level, Object, Role, Section};
use dayek_domain::id::PersonId;
use dayek_domain::membership::Order;
use serde::Deserialize;
use uuid::Uuid;

use super::entry::broken;
use super::form::{Sent, day, filled, go_to, page, refused_form};
use super::person::{GrantSent, Left, OpenSent, view};
use super::views::FieldError;
use super::visitor::Visitor;
use crate::accounts;
use crate::http::App;
use crate::http::problem::Refused;
use crate::log::UseCase;
use crate::refusal::Refusal;
use crate::usecases::{CloseSection, GrantRole, OpenSection, RestoreAccess, RevokeRole};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RevokeSent {
    #[serde(default)]
    reason: String,
    leaves_none: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CloseSent {
    role: String,
    #[serde(default)]
    reason: String,
}

pub(super) async fn grant(
    State(app): State<App>,
    visitor: Visitor,
    Path(person): Path<Uuid>,
    Sent(sent): Sent<GrantSent>,
) -> Result<Response, Refused> {
    let words = visitor.words;
    let Ok(order) = order(&sent.order_number, &sent.order_date) else {
        let errors = vec![FieldError { field: "order_date", text: words.t("error-order") }];
        return refuse(&app, &visitor, person, Left { errors, grant: sent, ..Left::default() }).await;
    };
    let Ok(role) = sent.role.parse::<Role>() else {
        let errors = vec![FieldError { field: "role", text: words.t("error-choose") }];
        return refuse(&app, &visitor, person, Left { errors, grant: sent, ..Left::default() }).await;
    };
    let reason = filled(sent.reason.clone());
    let use_case = GrantRole { person_id: PersonId(person), role, order, reason };
    match run(&app, &visitor, use_case).await? {
        None => Ok(go_to(&format!("/people/{person}?done=granted"))),
        Some(text) => {
            let errors = vec![FieldError { field: "role", text }];
            refuse(&app, &visitor, person, Left { errors, grant: sent, ..Left::default() }).await
        }
    }
}

pub(super) async fn revoke(
    State(app): State<App>,
    visitor: Visitor,
    Path((person, role)): Path<(Uuid, String)>,
    Sent(sent): Sent<RevokeSent>,
) -> Result<Response, Refused> {
    let role = role.parse::<Role>().map_err(|_| Refusal::NotFound)?;
    let use_case = RevokeRole {
        reason: filled(sent.reason),
        leaves_none: sent.leaves_none.is_some(),
        ..RevokeRole::of(PersonId(person), role)
    };
    match run(&app, &visitor, use_case).await? {
        None => Ok(go_to(&format!("/people/{person}?done=revoked"))),
        Some(text) => {
            let errors = vec![FieldError { field: "role", text }];
            refuse(&app, &visitor, person, Left { errors, ..Left::default() }).await
        }
    }
}

pub(super) async fn open_section(
    State(app): State<App>,
    visitor: Visitor,
    Path(person): Path<Uuid>,
    Sent(sent): Sent<OpenSent>,
) -> Result<Response, Refused> {
    let words = visitor.words;
    let parsed = (sent.role.parse::<Role>(), sent.section.parse::<Section>(), sent.level.parse::<Level>());
    let order = order(&sent.order_number, &sent.order_date);
    let ((Ok(role), Ok(section), Ok(level)), Ok(order)) = (parsed, order) else {
        let errors = vec![FieldError { field: "section", text: words.t("error-choose") }];
        return refuse(&app, &visitor, person, Left { errors, open: sent, ..Left::default() }).await;
    };
    let use_case = OpenSection { person_id: PersonId(person), role, section, level, order };
    match run(&app, &visitor, use_case).await? {
        None => Ok(go_to(&format!("/people/{person}?done=opened"))),
        Some(text) => {
            let errors = vec![FieldError { field: "section", text }];
            refuse(&app, &visitor, person, Left { errors, open: sent, ..Left::default() }).await
        }
    }
}

pub(super) async fn close_section(
    State(app): State<App>,
    visitor: Visitor,
    Path((person, section)): Path<(Uuid, String)>,
    Sent(sent): Sent<CloseSent>,
) -> Result<Response, Refused> {
    let section = section.parse::<Section>().map_err(|_| Refusal::NotFound)?;
    let role = sent.role.parse::<Role>().map_err(|_| Refusal::NotFound)?;
    let reason = filled(sent.reason);
    let use_case = CloseSection { person_id: PersonId(person), role, section, order: None, reason };
    match run(&app, &visitor, use_case).await? {
        None => Ok(go_to(&format!("/people/{person}?done=closed"))),
        Some(text) => {
            let errors = vec![FieldError { field: "section", text }];
            refuse(&app, &visitor, person, Left { errors, ..Left::default() }).await
        }
    }
}

/// A new code for somebody who cannot get in any more, shown once.
pub(super) async fn restore(
    State(app): State<App>,
    visitor: Visitor,
    Path(person): Path<Uuid>,
) -> Result<Response, Refused> {
    let institution = visitor.caller.institution();
    let invited = accounts::invite(PersonId(person), app.entropy.as_ref()).map_err(broken)?;
    let classes = match visitor.caller.person_as_object(&app, PersonId(person)).await? {
        Object::Person { classes, .. } => classes,
        Object::Institution
        | Object::OtherInstitution { .. }
        | Object::Class(_)
        | Object::Journal { .. }
        | Object::Lesson { .. } => {
            vec![]
        }
    };
    match run(&app, &visitor, RestoreAccess { invited, classes }).await? {
        None => {
            accounts::remember_codes(&app.pool, &app.secrets, institution, &[invited])
                .await
                .map_err(broken)?;
            let restored = Some(accounts::code_of(&app.secrets, institution, invited.invitation_id));
            page(&view(&app, &visitor, person, Left { restored, ..Left::default() }).await?)
        }
        Some(text) => {
            let errors = vec![FieldError { field: "role", text }];
            refuse(&app, &visitor, person, Left { errors, ..Left::default() }).await
        }
    }
}

/// Carries it out; a rule of the school that forbids it is told on the page, and so is a text that cannot be
/// kept.
pub(super) async fn run(
    app: &App,
    visitor: &Visitor,
    use_case: impl UseCase,
) -> Result<Option<String>, Refused> {
    match app.log.execute(visitor.caller.request(None, None), use_case).await {
        Ok(receipt) => {
            visitor.await_shown(app, &receipt).await;
            Ok(None)
        }
        Err(Refusal::Rule(rule)) => Ok(Some(visitor.words.rule(&rule))),
        Err(Refusal::Input { .. }) => Ok(Some(visitor.words.t("error-text"))),
        Err(refusal) => Err(refusal.into()),
    }
}

async fn refuse(app: &App, visitor: &Visitor, person: Uuid, left: Left) -> Result<Response, Refused> {
    refused_form(&view(app, visitor, person, left).await?)
}

/// Number and date together, or neither.
pub(super) fn order(number: &str, date: &str) -> Result<Option<Order>, ()> {
    let number = number.trim();
    match (number.is_empty(), date.trim().is_empty()) {
        (true, true) => Ok(None),
        (false, false) => {
            let date = day(date).ok_or(())?;
            Ok(Some(Order { number: number.to_owned(), date }))
        }
        (true, false) | (false, true) => Err(()),
    }
}
