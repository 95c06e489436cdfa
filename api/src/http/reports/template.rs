//! `GET /imports/people.xlsx`: the table to fill in with people.

use axum::extract::State;
use axum::response::Response;
use dayek_domain::access::{Action, Object};
use serde::Deserialize;
use utoipa::IntoParams;

use super::words::words;
use crate::http::App;
use crate::http::caller::Caller;
use crate::http::consistency::Wanted;
use crate::http::extract::QueryOf;
use crate::http::openapi::{ReadHeaders, ReadRefusals};
use crate::http::problem::Refused;
use crate::http::sheet_file::{Form, file};
use crate::people_import;

/// In which words.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct TemplateQuery {
    /// `kk`, `ru` or `en`.
    language: Option<String>,
}

/// Gives out the empty table with which people are brought in.
#[utoipa::path(
    get,
    path = "/imports/people.xlsx",
    operation_id = "people_template",
    tag = "people",
    params(TemplateQuery, ReadHeaders),
    responses((status = 200, description = "The file."), ReadRefusals)
)]
pub(super) async fn get(
    State(app): State<App>,
    caller: Caller,
    QueryOf(query): QueryOf<TemplateQuery>,
    wanted: Wanted,
) -> Result<Response, Refused> {
    caller.may(&app, Action::ImportData, &Object::Institution).await?;
    let applied = wanted.wait(&app, caller, &[]).await?;
    let words = words(query.language.as_deref())?;
    file(applied, &people_import::template(words), "people", Form::Xlsx)
}
