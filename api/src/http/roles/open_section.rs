//! `PUT /people/{person_id}/sections/{section}`: an administrator opens a section to an editor.

use axum::extract::State;
use dayek_domain::access::{Level, Role, Section};
use dayek_domain::id::PersonId;
use dayek_domain::membership::Membership;
use serde::Deserialize;
use utoipa::ToSchema;

use super::grant::OrderForm;
use super::held::{level_codes, role_codes};
use crate::http::App;
use crate::http::caller::Caller;
use crate::http::command::{Command, Done};
use crate::http::extract::PathOf;
use crate::http::openapi::{CommandAnswers, CommandHeaders};
use crate::http::problem::Refused;
use crate::log::StreamKey;
use crate::usecases::OpenSection;

/// How wide a section is opened.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OpenSectionForm {
    /// `editor`, or `org_editor` in a governing organisation.
    #[schema(schema_with = role_codes)]
    role: Role,
    #[schema(schema_with = level_codes)]
    level: Level,
    order: Option<OrderForm>,
}

/// Opens a section to an editor, for viewing or for editing.
#[utoipa::path(
    put,
    path = "/people/{person_id}/sections/{section}",
    operation_id = "open_section",
    tag = "roles",
    params(
        ("person_id" = Uuid, Path, description = "The editor."),
        ("section" = String, Path, description = "The section, such as `timetable`."),
        CommandHeaders
    ),
    request_body = OpenSectionForm,
    responses(CommandAnswers)
)]
pub(super) async fn put(
    State(app): State<App>,
    caller: Caller,
    PathOf((person_id, section)): PathOf<(PersonId, Section)>,
    Command { form, terms }: Command<OpenSectionForm>,
) -> Result<Done, Refused> {
    let OpenSectionForm { role, level, order } = form;
    let use_case = OpenSection { person_id, role, section, level, order: order.map(OrderForm::order) };
    terms.run(&app, caller, StreamKey::of::<Membership>(person_id), use_case).await
}
