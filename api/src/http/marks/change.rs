//! `POST /assessments/{assessment_id}/marks`: a teacher gives, changes or withdraws marks, one or a
//! whole column, all or nothing.

use axum::extract::State;
use chrono::NaiveDate;
use dayek_domain::assessment::Assessment;
use dayek_domain::expected::Expected;
use dayek_domain::id::{AssessmentId, PersonId};
use dayek_domain::points::Points;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::http::App;
use crate::http::caller::Caller;
use crate::http::command::{Command, Done};
use crate::http::extract::PathOf;
use crate::http::given::{self, MarkValue};
use crate::http::openapi::{CommandAnswers, CommandHeaders};
use crate::http::problem::Refused;
use crate::http::school_time::SchoolTime;
use crate::log::StreamKey;
use crate::usecases::{ChangeMarks, MarkChange};

/// Marks of one column.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangeMarksForm {
    /// The school's day of the marks; today when it is not sent.
    on: Option<NaiveDate>,
    marks: Vec<MarkForm>,
}

/// One mark.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MarkForm {
    #[schema(value_type = Uuid)]
    pupil_id: PersonId,
    /// 1 for the first mark in the cell, 2 for the second.
    #[serde(default = "given::first")]
    number: u8,
    /// Null withdraws the mark.
    #[serde(deserialize_with = "given::present")]
    #[schema(required)]
    value: Option<MarkValue>,
    /// The mark you saw, null for an empty cell; another one now is a conflict. Not sent: anything.
    #[serde(default, deserialize_with = "given::seen_mark")]
    #[schema(value_type = Option<MarkValue>)]
    expected: Expected<Points>,
    /// Sealed under the pupil.
    reason: Option<String>,
}

impl MarkForm {
    fn change(self) -> MarkChange {
        let Self { pupil_id, number, value, expected, reason } = self;
        let value = value.map(|MarkValue(points)| points);
        MarkChange { pupil_id, number, value, expected, reason }
    }
}

/// Gives, changes or withdraws marks of one column, all or nothing.
#[utoipa::path(
    post,
    path = "/assessments/{assessment_id}/marks",
    operation_id = "change_marks",
    tag = "marks",
    params(("assessment_id" = Uuid, Path, description = "The column of marks."), CommandHeaders),
    request_body = ChangeMarksForm,
    responses(CommandAnswers)
)]
pub(super) async fn post(
    State(app): State<App>,
    caller: Caller,
    PathOf(assessment_id): PathOf<AssessmentId>,
    Command { form, terms }: Command<ChangeMarksForm>,
) -> Result<Done, Refused> {
    let on = day_or_today(&app, caller, form.on).await?;
    let changes = form.marks.into_iter().map(MarkForm::change).collect();
    let use_case = ChangeMarks { assessment_id, on, changes };
    terms.run(&app, caller, StreamKey::of::<Assessment>(assessment_id), use_case).await
}

/// The school's day of a mark.
pub(super) async fn day_or_today(
    app: &App,
    caller: Caller,
    day: Option<NaiveDate>,
) -> Result<NaiveDate, Refused> {
    match day {
        Some(day) => Ok(day),
        None => Ok(SchoolTime::of(app, caller.institution()).await?.today()),
    }
}
