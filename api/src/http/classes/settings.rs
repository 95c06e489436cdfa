//! `PUT /classes/{class_id}/settings`: the periods, the bells and the marks of a class.

use axum::extract::State;
use dayek_domain::id::{BellScheduleId, ClassId, PeriodSetId};
use dayek_domain::school_class::{JournalKind, SchoolClass};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::http::App;
use crate::http::caller::Caller;
use crate::http::command::{Command, Done};
use crate::http::extract::PathOf;
use crate::http::given;
use crate::http::openapi::{CommandAnswers, CommandHeaders};
use crate::http::problem::Refused;
use crate::log::StreamKey;
use crate::usecases::{Follows, SetClass};

/// What a class is set to.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ClassSettingsForm {
    /// The set of reporting periods it follows; null: the periods without a set.
    #[serde(deserialize_with = "given::present")]
    #[schema(required, value_type = Option<Uuid>)]
    period_set_id: Option<PeriodSetId>,
    /// The bells by which it has lessons; null leaves them as they are.
    #[schema(value_type = Option<Uuid>)]
    bell_schedule_id: Option<BellScheduleId>,
    /// `points` or `criteria`, once a year; null leaves it as it is.
    #[schema(value_type = Option<String>, example = "points")]
    journal_kind: Option<JournalKind>,
}

/// Sets which periods, bells and marks a class has.
#[utoipa::path(
    put,
    path = "/classes/{class_id}/settings",
    operation_id = "set_class",
    tag = "directory",
    params(("class_id" = Uuid, Path, description = "The class."), CommandHeaders),
    request_body = ClassSettingsForm,
    responses(CommandAnswers)
)]
pub(super) async fn put(
    State(app): State<App>,
    caller: Caller,
    PathOf(class_id): PathOf<ClassId>,
    Command { form, terms }: Command<ClassSettingsForm>,
) -> Result<Done, Refused> {
    let ClassSettingsForm { period_set_id, bell_schedule_id, journal_kind } = form;
    let follows = Some(Follows::from(period_set_id));
    let use_case = SetClass { class_id, follows, bell_schedule_id, journal_kind };
    terms.run(&app, caller, StreamKey::of::<SchoolClass>(class_id), use_case).await
}
