//! `GET /study-years`: every study year with its sets of periods, its periods and its holidays.

use axum::extract::State;
use chrono::NaiveDate;
use dayek_domain::access::{Action, Object};
use dayek_projections::directory::{self, HolidayRow, PeriodRow, PeriodSetRow, StudyYearRow};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::App;
use crate::http::caller::Caller;
use crate::http::consistency::{Shown, Wanted};
use crate::http::openapi::{ReadHeaders, ReadRefusals};
use crate::http::problem::Refused;

/// The study years of an institution, the latest first.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StudyYearList {
    items: Vec<StudyYearItem>,
}

/// A study year, first and last day included.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StudyYearItem {
    study_year_id: Uuid,
    name: String,
    first_day: NaiveDate,
    last_day: NaiveDate,
    period_sets: Vec<PeriodSetItem>,
    periods: Vec<PeriodOfYear>,
    holidays: Vec<HolidayItem>,
}

/// A set of reporting periods.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PeriodSetItem {
    set_id: Uuid,
    name: String,
}

/// A reporting period, first and last day included.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PeriodOfYear {
    period_id: Uuid,
    /// Null when it belongs to no set.
    set_id: Option<Uuid>,
    /// Such as `quarter` or `semester`.
    kind: String,
    name: String,
    first_day: NaiveDate,
    last_day: NaiveDate,
    /// A closed period takes no marks.
    closed: bool,
}

/// Days without lessons, first and last included.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct HolidayItem {
    holiday_id: Uuid,
    name: String,
    first_day: NaiveDate,
    last_day: NaiveDate,
    /// Whether it is one of the country and not of the school.
    public: bool,
    /// The set whose holiday it is; null: the whole school's.
    set_id: Option<Uuid>,
}

/// Lists the study years, with their periods and holidays.
#[utoipa::path(
    get,
    path = "/study-years",
    operation_id = "list_study_years",
    tag = "directory",
    params(ReadHeaders),
    responses((status = 200, description = "The study years.", body = StudyYearList), ReadRefusals)
)]
pub(super) async fn get(
    State(app): State<App>,
    caller: Caller,
    wanted: Wanted,
) -> Result<Shown<StudyYearList>, Refused> {
    caller.may(&app, Action::ViewSchoolPages, &Object::Institution).await?;
    let applied = wanted.wait(&app, caller, &["directory"]).await?;
    let institution = caller.institution().0;
    let periods = directory::periods(&app.pool, institution).await?;
    let mut items = Vec::new();
    for year in directory::study_years(&app.pool, institution).await? {
        let sets = directory::period_sets(&app.pool, institution, year.study_year_id).await?;
        let holidays = directory::holidays(&app.pool, institution, year.study_year_id).await?;
        items.push(item(year, sets, &periods, holidays));
    }
    Ok(applied.shows(StudyYearList { items }))
}

fn item(
    year: StudyYearRow,
    sets: Vec<PeriodSetRow>,
    periods: &[PeriodRow],
    holidays: Vec<HolidayRow>,
) -> StudyYearItem {
    let StudyYearRow { study_year_id, name, first_day, last_day } = year;
    let of_year = periods.iter().filter(|period| period.study_year_id == study_year_id);
    let set = |PeriodSetRow { set_id, name }| PeriodSetItem { set_id, name };
    StudyYearItem {
        study_year_id,
        name,
        first_day,
        last_day,
        period_sets: sets.into_iter().map(set).collect(),
        periods: of_year.map(period).collect(),
        holidays: holidays.into_iter().map(holiday).collect(),
    }
}

fn period(row: &PeriodRow) -> PeriodOfYear {
    PeriodOfYear {
        period_id: row.period_id,
        set_id: row.set_id,
        kind: row.kind.clone(),
        name: row.name.clone(),
        first_day: row.first_day,
        last_day: row.last_day,
        closed: row.closed,
    }
}

fn holiday(row: HolidayRow) -> HolidayItem {
    let HolidayRow { holiday_id, name, first_day, last_day, public, set_id } = row;
    HolidayItem { holiday_id, name, first_day, last_day, public, set_id }
}
