//! `POST /subjects`: a subject is added.

use axum::extract::State;
use dayek_domain::id::SubjectId;
use dayek_domain::subject::Subject;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::http::App;
use crate::http::caller::Caller;
use crate::http::command::{Command, Done};
use crate::http::openapi::{CommandAnswers, CommandHeaders};
use crate::http::problem::Refused;
use crate::log::StreamKey;
use crate::usecases::AddSubject;

/// A subject.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SubjectForm {
    name: String,
    code: Option<String>,
}

impl SubjectForm {
    pub(super) fn use_case(self, subject_id: SubjectId) -> AddSubject {
        AddSubject { subject_id, name: self.name, code: self.code }
    }
}

/// Adds a subject.
#[utoipa::path(
    post,
    path = "/subjects",
    operation_id = "add_subject",
    tag = "directory",
    params(CommandHeaders),
    request_body = SubjectForm,
    responses(CommandAnswers)
)]
pub(super) async fn post(
    State(app): State<App>,
    caller: Caller,
    Command { form, terms }: Command<SubjectForm>,
) -> Result<Done, Refused> {
    let id = terms.new_id(&app)?;
    let use_case = form.use_case(SubjectId(id));
    Ok(terms.run(&app, caller, StreamKey::of::<Subject>(id), use_case).await?.added(id))
}
