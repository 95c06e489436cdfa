//! `POST /people/{person_id}/roles/{role}/revocation`: an administrator takes a role back.

use axum::extract::State;
use dayek_domain::access::Role;
use dayek_domain::id::PersonId;
use dayek_domain::membership::Membership;
use serde::Deserialize;
use utoipa::ToSchema;

use super::grant::OrderForm;
use crate::http::App;
use crate::http::caller::Caller;
use crate::http::command::{Command, Done};
use crate::http::extract::PathOf;
use crate::http::openapi::{CommandAnswers, CommandHeaders};
use crate::http::problem::Refused;
use crate::log::StreamKey;
use crate::usecases::RevokeRole;

/// Why a role is taken back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RevokeRoleForm {
    order: Option<OrderForm>,
    /// Sealed under the person it is about.
    reason: Option<String>,
    /// Says that you know: after this nobody is administrator any more.
    #[serde(default)]
    leaves_none: bool,
}

/// Takes a role back from a person or program.
#[utoipa::path(
    post,
    path = "/people/{person_id}/roles/{role}/revocation",
    operation_id = "revoke_role",
    tag = "roles",
    params(
        ("person_id" = Uuid, Path, description = "Who loses the role."),
        ("role" = String, Path, description = "The role, such as `teacher`."),
        CommandHeaders
    ),
    request_body = RevokeRoleForm,
    responses(CommandAnswers)
)]
pub(super) async fn post(
    State(app): State<App>,
    caller: Caller,
    PathOf((person_id, role)): PathOf<(PersonId, Role)>,
    Command { form, terms }: Command<RevokeRoleForm>,
) -> Result<Done, Refused> {
    let order = form.order.map(OrderForm::order);
    let use_case = RevokeRole { person_id, role, order, reason: form.reason, leaves_none: form.leaves_none };
    terms.run(&app, caller, StreamKey::of::<Membership>(person_id), use_case).await
}
