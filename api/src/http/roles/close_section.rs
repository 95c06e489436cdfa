//! `POST /people/{person_id}/sections/{section}/closing`: an administrator closes a section to an editor.

use axum::extract::State;
use dayek_domain::access::{Role, Section};
use dayek_domain::id::PersonId;
use dayek_domain::membership::Membership;
use serde::Deserialize;
use utoipa::ToSchema;

use super::grant::OrderForm;
use super::held::role_codes;
use crate::http::App;
use crate::http::caller::Caller;
use crate::http::command::{Command, Done};
use crate::http::extract::PathOf;
use crate::http::openapi::{CommandAnswers, CommandHeaders};
use crate::http::problem::Refused;
use crate::log::StreamKey;
use crate::usecases::CloseSection;

/// Why a section is closed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CloseSectionForm {
    /// `editor`, or `org_editor` in a governing organisation.
    #[schema(schema_with = role_codes)]
    role: Role,
    order: Option<OrderForm>,
    /// Sealed under the person it is about.
    reason: Option<String>,
}

/// Closes a section to an editor.
#[utoipa::path(
    post,
    path = "/people/{person_id}/sections/{section}/closing",
    operation_id = "close_section",
    tag = "roles",
    params(
        ("person_id" = Uuid, Path, description = "The editor."),
        ("section" = String, Path, description = "The section, such as `timetable`."),
        CommandHeaders
    ),
    request_body = CloseSectionForm,
    responses(CommandAnswers)
)]
pub(super) async fn post(
    State(app): State<App>,
    caller: Caller,
    PathOf((person_id, section)): PathOf<(PersonId, Section)>,
    Command { form, terms }: Command<CloseSectionForm>,
) -> Result<Done, Refused> {
    let CloseSectionForm { role, order, reason } = form;
    let use_case = CloseSection { person_id, role, section, order: order.map(OrderForm::order), reason };
    terms.run(&app, caller, StreamKey::of::<Membership>(person_id), use_case).await
}
