//! `GET /bell-schedules`: the bell schedules of a study year, and the days that ring otherwise.

use axum::extract::State;
use chrono::{NaiveDate, NaiveTime};
use dayek_domain::access::{Action, Object};
use dayek_projections::directory::{self, BellRow, BellScheduleRow, DayBellsRow};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::http::App;
use crate::http::caller::Caller;
use crate::http::consistency::{Shown, Wanted};
use crate::http::extract::QueryOf;
use crate::http::openapi::{ReadHeaders, ReadRefusals};
use crate::http::problem::Refused;

/// Whose bells.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct BellsQuery {
    /// The study year.
    study_year: Uuid,
}

/// The bell schedules of a study year.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BellScheduleList {
    items: Vec<BellScheduleItem>,
    /// The days on which a schedule rings like another.
    days: Vec<DayBellsItem>,
}

/// When the lessons of a day begin and end.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BellScheduleItem {
    bell_schedule_id: Uuid,
    name: String,
    bells: Vec<BellItem>,
}

/// The clock times of one lesson number.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BellItem {
    number: i16,
    #[schema(example = "08:00")]
    begins: String,
    #[schema(example = "08:45")]
    ends: String,
}

/// A day on which a schedule rings like another.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DayBellsItem {
    bell_schedule_id: Uuid,
    date: NaiveDate,
    rings_like_id: Uuid,
}

/// Lists the bell schedules of a study year.
#[utoipa::path(
    get,
    path = "/bell-schedules",
    operation_id = "list_bell_schedules",
    tag = "directory",
    params(BellsQuery, ReadHeaders),
    responses((status = 200, description = "The bell schedules.", body = BellScheduleList), ReadRefusals)
)]
pub(super) async fn get(
    State(app): State<App>,
    caller: Caller,
    QueryOf(query): QueryOf<BellsQuery>,
    wanted: Wanted,
) -> Result<Shown<BellScheduleList>, Refused> {
    caller.may(&app, Action::ViewSchoolPages, &Object::Institution).await?;
    let applied = wanted.wait(&app, caller, &["directory"]).await?;
    let institution = caller.institution().0;
    let schedules = directory::bell_schedules(&app.pool, institution, query.study_year).await?;
    let days = directory::day_bells(&app.pool, institution, query.study_year).await?;
    Ok(applied.shows(BellScheduleList {
        items: schedules.into_iter().map(item).collect(),
        days: days.into_iter().map(day).collect(),
    }))
}

fn item(row: BellScheduleRow) -> BellScheduleItem {
    let BellScheduleRow { bell_schedule_id, name, bells } = row;
    let clock = |time: NaiveTime| time.format("%H:%M").to_string();
    let bell =
        |BellRow { number, begins, ends }| BellItem { number, begins: clock(begins), ends: clock(ends) };
    BellScheduleItem { bell_schedule_id, name, bells: bells.into_iter().map(bell).collect() }
}

fn day(row: DayBellsRow) -> DayBellsItem {
    let DayBellsRow { bell_schedule_id, date, rings_like_id } = row;
    DayBellsItem { bell_schedule_id, date, rings_like_id }
}
