//! `PUT /classes/{class_id}/leader`: somebody leads a class, or nobody does.

use axum::extract::State;
use dayek_domain::id::{ClassId, PersonId};
use dayek_domain::school_class::SchoolClass;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::http::App;
use crate::http::caller::Caller;
use crate::http::command::{Command, Done};
use crate::http::extract::PathOf;
use crate::http::given;
use crate::http::openapi::{CommandAnswers, CommandHeaders};
use crate::http::problem::Refused;
use crate::http::roles::OrderForm;
use crate::log::StreamKey;
use crate::usecases::{Duty, StaffClass};

/// Who is given a duty in a class.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DutyForm {
    /// An employee; null gives the duty to nobody.
    #[serde(deserialize_with = "given::present")]
    #[schema(required, value_type = Option<Uuid>)]
    person_id: Option<PersonId>,
    order: Option<OrderForm>,
}

impl DutyForm {
    pub(super) fn use_case(self, class_id: ClassId, duty: Duty) -> StaffClass {
        StaffClass { class_id, duty, person_id: self.person_id, order: self.order.map(OrderForm::order) }
    }
}

/// Appoints the leader of a class, or dismisses them.
#[utoipa::path(
    put,
    path = "/classes/{class_id}/leader",
    operation_id = "appoint_leader",
    tag = "directory",
    params(("class_id" = Uuid, Path, description = "The class."), CommandHeaders),
    request_body = DutyForm,
    responses(CommandAnswers)
)]
pub(super) async fn put(
    State(app): State<App>,
    caller: Caller,
    PathOf(class_id): PathOf<ClassId>,
    Command { form, terms }: Command<DutyForm>,
) -> Result<Done, Refused> {
    let use_case = form.use_case(class_id, Duty::ClassLeader);
    terms.run(&app, caller, StreamKey::of::<SchoolClass>(class_id), use_case).await
}
