//! `PUT /study-years/{study_year_id}`: the name and the days of a study year are brought up to date.

use axum::extract::State;
use dayek_domain::id::StudyYearId;
use dayek_domain::study_year::StudyYear;

use super::define::StudyYearForm;
use crate::http::App;
use crate::http::caller::Caller;
use crate::http::command::{Command, Done};
use crate::http::extract::PathOf;
use crate::http::openapi::{CommandAnswers, CommandHeaders};
use crate::http::problem::Refused;
use crate::log::StreamKey;
use crate::usecases::Known;

/// Changes the name or the days of a study year.
#[utoipa::path(
    put,
    path = "/study-years/{study_year_id}",
    operation_id = "edit_study_year",
    tag = "directory",
    params(("study_year_id" = Uuid, Path, description = "The study year."), CommandHeaders),
    request_body = StudyYearForm,
    responses(CommandAnswers)
)]
pub(super) async fn put(
    State(app): State<App>,
    caller: Caller,
    PathOf(study_year_id): PathOf<StudyYearId>,
    Command { form, terms }: Command<StudyYearForm>,
) -> Result<Done, Refused> {
    let use_case = Known(form.use_case(study_year_id));
    terms.run(&app, caller, StreamKey::of::<StudyYear>(study_year_id), use_case).await
}
