//! `POST /people/{person_id}/roles`: an administrator grants a role.

use axum::extract::State;
use chrono::NaiveDate;
use dayek_domain::access::Role;
use dayek_domain::id::PersonId;
use dayek_domain::membership::{Membership, Order};
use serde::Deserialize;
use utoipa::ToSchema;

use super::held::role_codes;
use crate::http::App;
use crate::http::caller::Caller;
use crate::http::command::{Command, Done};
use crate::http::extract::PathOf;
use crate::http::openapi::{CommandAnswers, CommandHeaders};
use crate::http::problem::Refused;
use crate::log::StreamKey;
use crate::usecases::GrantRole;

/// A role to grant.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GrantRoleForm {
    #[schema(schema_with = role_codes)]
    role: Role,
    order: Option<OrderForm>,
    /// Sealed under the person it is about.
    reason: Option<String>,
}

/// The school's order behind it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct OrderForm {
    number: String,
    date: NaiveDate,
}

impl OrderForm {
    pub(in crate::http) fn order(self) -> Order {
        Order { number: self.number, date: self.date }
    }
}

/// Grants a role to a person or program.
#[utoipa::path(
    post,
    path = "/people/{person_id}/roles",
    operation_id = "grant_role",
    tag = "roles",
    params(("person_id" = Uuid, Path, description = "Who gets the role."), CommandHeaders),
    request_body = GrantRoleForm,
    responses(CommandAnswers)
)]
pub(super) async fn post(
    State(app): State<App>,
    caller: Caller,
    PathOf(person_id): PathOf<PersonId>,
    Command { form, terms }: Command<GrantRoleForm>,
) -> Result<Done, Refused> {
    let use_case = GrantRole {
        person_id,
        role: form.role,
        order: form.order.map(OrderForm::order),
        reason: form.reason,
    };
    terms.run(&app, caller, StreamKey::of::<Membership>(person_id), use_case).await
}
