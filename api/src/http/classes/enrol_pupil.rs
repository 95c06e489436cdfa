//! `POST /classes/{class_id}/pupils`: a pupil comes into a class.

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
use crate::usecases::EnrolPupil;

/// Who comes, and when.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct EnrolPupilForm {
    #[schema(value_type = Uuid)]
    pupil_id: PersonId,
    /// The first day in the class.
    from: NaiveDate,
    order: Option<OrderForm>,
}

/// Enrols a pupil in a class.
#[utoipa::path(
    post,
    path = "/classes/{class_id}/pupils",
    operation_id = "enrol_pupil",
    tag = "directory",
    params(("class_id" = Uuid, Path, description = "The class."), CommandHeaders),
    request_body = EnrolPupilForm,
    responses(CommandAnswers)
)]
pub(super) async fn post(
    State(app): State<App>,
    caller: Caller,
    PathOf(class_id): PathOf<ClassId>,
    Command { form, terms }: Command<EnrolPupilForm>,
) -> Result<Done, Refused> {
    let EnrolPupilForm { pupil_id, from, order } = form;
    let use_case = EnrolPupil { class_id, pupil_id, from, order: order.map(OrderForm::order) };
    terms.run(&app, caller, StreamKey::of::<SchoolClass>(class_id), use_case).await
}
