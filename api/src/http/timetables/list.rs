//! `GET /timetables`: the weekly timetables, each of one class or group and one reporting period.

use axum::extract::State;
use chrono::{DateTime, NaiveDate, Utc};
use dayek_domain::access::{Action, Object};
use dayek_projections::timetable::{self, PlanRow};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::names;
use crate::http::App;
use crate::http::caller::Caller;
use crate::http::consistency::{Shown, Wanted};
use crate::http::extract::QueryOf;
use crate::http::openapi::{ReadHeaders, ReadRefusals};
use crate::http::problem::Refused;

/// What the list is narrowed to.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct TimetablesQuery {
    /// Timetables of this reporting period.
    period_id: Option<Uuid>,
}

/// The weekly timetables.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TimetableList {
    items: Vec<TimetableItem>,
}

/// A weekly timetable, without its lessons.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TimetableItem {
    timetable_id: Uuid,
    name: String,
    class_id: Uuid,
    class_name: Option<String>,
    study_year_id: Uuid,
    period_id: Uuid,
    bell_schedule_id: Uuid,
    /// How many lessons a week has.
    slots: i64,
    /// The first and last day it was published for; null while it is a draft.
    published_from: Option<NaiveDate>,
    published_to: Option<NaiveDate>,
    published_at: Option<DateTime<Utc>>,
    /// Whether it has been planned otherwise since it was published.
    changed_since: bool,
}

/// Lists the weekly timetables.
#[utoipa::path(
    get,
    path = "/timetables",
    operation_id = "list_timetables",
    tag = "timetable",
    params(TimetablesQuery, ReadHeaders),
    responses((status = 200, description = "The timetables.", body = TimetableList), ReadRefusals)
)]
pub(super) async fn get(
    State(app): State<App>,
    caller: Caller,
    QueryOf(query): QueryOf<TimetablesQuery>,
    wanted: Wanted,
) -> Result<Shown<TimetableList>, Refused> {
    caller.may(&app, Action::ViewTimetable, &Object::Institution).await?;
    let applied = wanted.wait(&app, caller, &["timetable", "directory"]).await?;
    let institution = caller.institution();
    let rows = timetable::plans(&app.pool, institution.0, query.period_id).await?;
    let classes = rows.iter().map(|row| row.class_id).collect();
    let names = names::Wanted { classes, ..names::Wanted::default() }.names(&app, institution).await?;
    let items = rows.into_iter().map(|row| {
        let class_name = names.class(row.class_id);
        item(row, class_name)
    });
    Ok(applied.shows(TimetableList { items: items.collect() }))
}

fn item(row: PlanRow, class_name: Option<String>) -> TimetableItem {
    TimetableItem {
        timetable_id: row.timetable_id,
        name: row.name,
        class_id: row.class_id,
        class_name,
        study_year_id: row.study_year_id,
        period_id: row.period_id,
        bell_schedule_id: row.bell_schedule_id,
        slots: row.slots,
        published_from: row.from_day,
        published_to: row.to_day,
        published_at: row.published_at,
        changed_since: row.changed_since,
    }
}
