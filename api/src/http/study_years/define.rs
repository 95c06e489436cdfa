//! `POST /study-years`: a study year is defined.

use axum::extract::State;
use chrono::NaiveDate;
use dayek_domain::id::StudyYearId;
use dayek_domain::study_year::{Days, StudyYear};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::http::App;
use crate::http::caller::Caller;
use crate::http::command::{Command, Done};
use crate::http::openapi::{CommandAnswers, CommandHeaders};
use crate::http::problem::Refused;
use crate::log::StreamKey;
use crate::usecases::DefineStudyYear;

/// A study year, first and last day included.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct StudyYearForm {
    #[schema(example = "2026–2027")]
    name: String,
    first_day: NaiveDate,
    last_day: NaiveDate,
}

impl StudyYearForm {
    pub(super) fn use_case(self, study_year_id: StudyYearId) -> DefineStudyYear {
        let days = Days { first: self.first_day, last: self.last_day };
        DefineStudyYear { study_year_id, name: self.name, days, periods: vec![] }
    }
}

/// Defines a study year.
#[utoipa::path(
    post,
    path = "/study-years",
    operation_id = "define_study_year",
    tag = "directory",
    params(CommandHeaders),
    request_body = StudyYearForm,
    responses(CommandAnswers)
)]
pub(super) async fn post(
    State(app): State<App>,
    caller: Caller,
    Command { form, terms }: Command<StudyYearForm>,
) -> Result<Done, Refused> {
    let id = terms.new_id(&app)?;
    let use_case = form.use_case(StudyYearId(id));
    Ok(terms.run(&app, caller, StreamKey::of::<StudyYear>(id), use_case).await?.added(id))
}
