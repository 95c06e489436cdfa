//! `GET /periods`: the reporting periods of every study year.

use axum::extract::State;
use chrono::NaiveDate;
use dayek_domain::access::{Action, Object};
use dayek_projections::directory::{self, PeriodRow};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::App;
use crate::http::caller::Caller;
use crate::http::consistency::{Shown, Wanted};
use crate::http::openapi::{ReadHeaders, ReadRefusals};
use crate::http::problem::Refused;

/// The reporting periods of an institution.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PeriodList {
    items: Vec<PeriodItem>,
}

/// A reporting period, first and last day included.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PeriodItem {
    period_id: Uuid,
    study_year_id: Uuid,
    /// The set it belongs to; null: none.
    set_id: Option<Uuid>,
    /// Such as `quarter` or `semester`.
    kind: String,
    name: String,
    first_day: NaiveDate,
    last_day: NaiveDate,
    /// A closed period takes no marks.
    closed: bool,
}

/// Lists the reporting periods of every study year.
#[utoipa::path(
    get,
    path = "/periods",
    operation_id = "list_periods",
    tag = "directory",
    params(ReadHeaders),
    responses((status = 200, description = "The reporting periods.", body = PeriodList), ReadRefusals)
)]
pub(super) async fn get(
    State(app): State<App>,
    caller: Caller,
    wanted: Wanted,
) -> Result<Shown<PeriodList>, Refused> {
    caller.may(&app, Action::ViewSchoolPages, &Object::Institution).await?;
    let applied = wanted.wait(&app, caller, &["directory"]).await?;
    let rows = directory::periods(&app.pool, caller.institution().0).await?;
    Ok(applied.shows(PeriodList { items: rows.into_iter().map(item).collect() }))
}

fn item(row: PeriodRow) -> PeriodItem {
    let PeriodRow { period_id, study_year_id, kind, name, first_day, last_day, closed, set_id } = row;
    PeriodItem { period_id, study_year_id, set_id, kind, name, first_day, last_day, closed }
}
