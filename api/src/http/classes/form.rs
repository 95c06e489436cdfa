//! `POST /classes`: a class or a group is formed.

use axum::extract::State;
use dayek_domain::id::{ClassId, StudyYearId};
use dayek_domain::school_class::{ClassKind, Part, SchoolClass};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::http::App;
use crate::http::caller::Caller;
use crate::http::command::{Command, Done};
use crate::http::openapi::{CommandAnswers, CommandHeaders};
use crate::http::problem::Refused;
use crate::log::StreamKey;
use crate::usecases::FormClass;

/// A class or a group of one study year.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FormClassForm {
    #[schema(value_type = Uuid)]
    study_year_id: StudyYearId,
    /// `class` or `group`.
    #[schema(value_type = String, example = "class")]
    kind: ClassKind,
    name: String,
    /// Of what a group consists.
    #[serde(default)]
    parts: Vec<PartForm>,
}

/// A class, or one part of a division of it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PartForm {
    #[schema(value_type = Uuid)]
    class_id: ClassId,
    /// By what the class is divided; null: the class is meant whole.
    #[schema(example = "ағылшын тілі")]
    division: Option<String>,
    /// Which part of that division; null together with it.
    #[schema(example = "1")]
    part: Option<String>,
}

impl PartForm {
    pub(super) fn part(self) -> Part {
        Part { class_id: self.class_id, division: self.division, part: self.part }
    }
}

/// Forms a class or a group.
#[utoipa::path(
    post,
    path = "/classes",
    operation_id = "form_class",
    tag = "directory",
    params(CommandHeaders),
    request_body = FormClassForm,
    responses(CommandAnswers)
)]
pub(super) async fn post(
    State(app): State<App>,
    caller: Caller,
    Command { form, terms }: Command<FormClassForm>,
) -> Result<Done, Refused> {
    let id = terms.new_id(&app)?;
    let FormClassForm { study_year_id, kind, name, parts } = form;
    let parts = parts.into_iter().map(PartForm::part).collect();
    let use_case = FormClass { class_id: ClassId(id), study_year_id, kind, name, parts };
    Ok(terms.run(&app, caller, StreamKey::of::<SchoolClass>(id), use_case).await?.added(id))
}
