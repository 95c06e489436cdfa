//! `POST /classes/{class_id}/pupils/{pupil_id}/transfer`: a pupil goes to another class.

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
use crate::usecases::TransferPupil;

/// Where a pupil goes, and when.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TransferPupilForm {
    #[schema(value_type = Uuid)]
    to_class_id: ClassId,
    /// The first day in the other class; the day before is the last in this one.
    on: NaiveDate,
    order: Option<OrderForm>,
}

/// Ends a pupil's stay in this class and begins one in another, both or neither.
#[utoipa::path(
    post,
    path = "/classes/{class_id}/pupils/{pupil_id}/transfer",
    operation_id = "transfer_pupil",
    tag = "directory",
    params(
        ("class_id" = Uuid, Path, description = "The class."),
        ("pupil_id" = Uuid, Path, description = "The pupil."),
        CommandHeaders
    ),
    request_body = TransferPupilForm,
    responses(CommandAnswers)
)]
pub(super) async fn post(
    State(app): State<App>,
    caller: Caller,
    PathOf((from_class, pupil_id)): PathOf<(ClassId, PersonId)>,
    Command { form, terms }: Command<TransferPupilForm>,
) -> Result<Done, Refused> {
    let TransferPupilForm { to_class_id: to_class, on, order } = form;
    let order = order.map(OrderForm::order);
    let use_case = TransferPupil { pupil_id, from_class, to_class, on, order };
    terms.run(&app, caller, StreamKey::of::<SchoolClass>(from_class), use_case).await
}
