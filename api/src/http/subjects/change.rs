//! `PUT /subjects/{subject_id}`: the name and the code of a subject are brought up to date.

use axum::extract::State;
use dayek_domain::id::SubjectId;
use dayek_domain::subject::Subject;

use super::add::SubjectForm;
use crate::http::App;
use crate::http::caller::Caller;
use crate::http::command::{Command, Done};
use crate::http::extract::PathOf;
use crate::http::openapi::{CommandAnswers, CommandHeaders};
use crate::http::problem::Refused;
use crate::log::StreamKey;
use crate::usecases::Known;

/// Changes the name or the code of a subject.
#[utoipa::path(
    put,
    path = "/subjects/{subject_id}",
    operation_id = "edit_subject",
    tag = "directory",
    params(("subject_id" = Uuid, Path, description = "The subject."), CommandHeaders),
    request_body = SubjectForm,
    responses(CommandAnswers)
)]
pub(super) async fn put(
    State(app): State<App>,
    caller: Caller,
    PathOf(subject_id): PathOf<SubjectId>,
    Command { form, terms }: Command<SubjectForm>,
) -> Result<Done, Refused> {
    let use_case = Known(form.use_case(subject_id));
    terms.run(&app, caller, StreamKey::of::<Subject>(subject_id), use_case).await
}
