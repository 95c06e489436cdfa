//! `POST /assessments/{assessment_id}/marks/{pupil_id}/withdrawal`: a teacher takes a mark back.

use axum::extract::State;
use dayek_domain::assessment::Assessment;
use dayek_domain::expected::Expected;
use dayek_domain::id::{AssessmentId, PersonId};
use dayek_domain::points::Points;
use serde::Deserialize;
use utoipa::ToSchema;

use super::change::day_or_today;
use crate::http::App;
use crate::http::caller::Caller;
use crate::http::command::{Command, Done};
use crate::http::extract::PathOf;
use crate::http::given::{self, MarkValue};
use crate::http::openapi::{CommandAnswers, CommandHeaders};
use crate::http::problem::Refused;
use crate::log::StreamKey;
use crate::usecases::{ChangeMarks, MarkChange};

/// Which mark is taken back, and why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct WithdrawMarkForm {
    /// 1 for the first mark in the cell, 2 for the second.
    #[serde(default = "given::first")]
    number: u8,
    /// The mark you saw; another one now is a conflict. Not sent: anything.
    #[serde(default, deserialize_with = "given::seen_mark")]
    #[schema(value_type = Option<MarkValue>)]
    expected: Expected<Points>,
    /// Sealed under the pupil.
    reason: Option<String>,
}

/// Takes a pupil's mark back.
#[utoipa::path(
    post,
    path = "/assessments/{assessment_id}/marks/{pupil_id}/withdrawal",
    operation_id = "withdraw_mark",
    tag = "marks",
    params(
        ("assessment_id" = Uuid, Path, description = "The column of marks."),
        ("pupil_id" = Uuid, Path, description = "The pupil."),
        CommandHeaders
    ),
    request_body = WithdrawMarkForm,
    responses(CommandAnswers)
)]
pub(super) async fn post(
    State(app): State<App>,
    caller: Caller,
    PathOf((assessment_id, pupil_id)): PathOf<(AssessmentId, PersonId)>,
    Command { form, terms }: Command<WithdrawMarkForm>,
) -> Result<Done, Refused> {
    let WithdrawMarkForm { number, expected, reason } = form;
    let on = day_or_today(&app, caller, None).await?;
    let change = MarkChange { pupil_id, number, value: None, expected, reason };
    let use_case = ChangeMarks { assessment_id, on, changes: vec![change] };
    terms.run(&app, caller, StreamKey::of::<Assessment>(assessment_id), use_case).await
}
