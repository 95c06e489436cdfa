//! `POST /classes/{class_id}/pupils/{pupil_id}/withdrawal`: a pupil leaves a class.

use axum::extract::State;
use chrono::NaiveDate;
use dayek_domain::id::{ClassId, PersonId};
use dayek_domain::school_class::SchoolClass;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::http::App;
use crate::http::caller::Caller;
use crate::http::command::{Command, Done};
use crate::http::extract::PathOf;
use crate::http::openapi::{CommandAnswers, CommandHeaders};
use crate::http::problem::Refused;
use crate::http::roles::OrderForm;
use crate::log::StreamKey;
use crate::usecases::WithdrawPupil;

/// When a pupil leaves, and why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct WithdrawPupilForm {
    /// The last day in the class.
    on: NaiveDate,
    /// Sealed under the pupil.
    reason: Option<String>,
    order: Option<OrderForm>,
}

/// Ends a pupil's stay in a class.
#[utoipa::path(
    post,
    path = "/classes/{class_id}/pupils/{pupil_id}/withdrawal",
    operation_id = "withdraw_pupil",
    tag = "directory",
    params(
        ("class_id" = Uuid, Path, description = "The class."),
        ("pupil_id" = Uuid, Path, description = "The pupil."),
        CommandHeaders
    ),
    request_body = WithdrawPupilForm,
    responses(CommandAnswers)
)]
pub(super) async fn post(
    State(app): State<App>,
    caller: Caller,
    PathOf((class_id, pupil_id)): PathOf<(ClassId, PersonId)>,
    Command { form, terms }: Command<WithdrawPupilForm>,
) -> Result<Done, Refused> {
    let WithdrawPupilForm { on, reason, order } = form;
    let use_case = WithdrawPupil { class_id, pupil_id, on, reason, order: order.map(OrderForm::order) };
    terms.run(&app, caller, StreamKey::of::<SchoolClass>(class_id), use_case).await
}
