//! `GET /reports/staff`, `.xlsx` and `.csv`: R3, the list of staff.

use axum::extract::State;
use axum::response::Response;
use dayek_domain::access::{Action, Object, Role};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::words::words;
use crate::http::App;
use crate::http::caller::Caller;
use crate::http::consistency::{Applied, Shown, Wanted};
use crate::http::extract::QueryOf;
use crate::http::openapi::{ReadHeaders, ReadRefusals};
use crate::http::problem::Refused;
use crate::http::sheet_file::{Form, file};
use crate::lists::{self, Sheet, StaffEntry, StaffFilter};
use crate::refusal::Refusal;

/// What the list is narrowed to.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct StaffQuery {
    /// What is taught and led in this study year.
    study_year_id: Option<Uuid>,
    /// Holders of this role, such as `director` or `teacher`.
    role: Option<String>,
    /// Teachers of this subject.
    subject_id: Option<Uuid>,
    /// Of a file: `kk`, `ru` or `en`.
    language: Option<String>,
}

/// The staff, by name.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StaffList {
    items: Vec<StaffShown>,
}

/// Somebody who works in the institution.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StaffShown {
    person_id: Uuid,
    /// Null once it has been erased.
    name: Option<String>,
    position: Option<String>,
    subjects: Vec<String>,
    /// The classes they lead.
    leads: Vec<String>,
    education: Option<String>,
    /// Only its last digits for those who may not put the data right.
    #[schema(example = "******0010")]
    iin: Option<String>,
    phone: Option<String>,
    email: Option<String>,
    roles: Vec<String>,
    /// How far they have come on the way in; null: not invited.
    account: Option<String>,
}

/// Lists the staff with what they teach and lead.
#[utoipa::path(
    get,
    path = "/reports/staff",
    operation_id = "report_staff",
    tag = "reports",
    params(StaffQuery, ReadHeaders),
    responses((status = 200, description = "The staff.", body = StaffList), ReadRefusals)
)]
pub(super) async fn get(
    State(app): State<App>,
    caller: Caller,
    QueryOf(query): QueryOf<StaffQuery>,
    wanted: Wanted,
) -> Result<Shown<StaffList>, Refused> {
    let (applied, entries) = entries(&app, caller, &query, wanted).await?;
    Ok(applied.shows(StaffList { items: entries.into_iter().map(StaffShown::of).collect() }))
}

/// The same list as an XLSX file.
#[utoipa::path(
    get,
    path = "/reports/staff.xlsx",
    operation_id = "report_staff_xlsx",
    tag = "reports",
    params(StaffQuery, ReadHeaders),
    responses((status = 200, description = "The file."), ReadRefusals)
)]
pub(super) async fn get_xlsx(
    State(app): State<App>,
    caller: Caller,
    QueryOf(query): QueryOf<StaffQuery>,
    wanted: Wanted,
) -> Result<Response, Refused> {
    as_file(&app, caller, &query, wanted, Form::Xlsx).await
}

/// The same list as a CSV file.
#[utoipa::path(
    get,
    path = "/reports/staff.csv",
    operation_id = "report_staff_csv",
    tag = "reports",
    params(StaffQuery, ReadHeaders),
    responses((status = 200, description = "The file."), ReadRefusals)
)]
pub(super) async fn get_csv(
    State(app): State<App>,
    caller: Caller,
    QueryOf(query): QueryOf<StaffQuery>,
    wanted: Wanted,
) -> Result<Response, Refused> {
    as_file(&app, caller, &query, wanted, Form::Csv).await
}

async fn entries(
    app: &App,
    caller: Caller,
    query: &StaffQuery,
    wanted: Wanted,
) -> Result<(Applied, Vec<StaffEntry>), Refused> {
    caller.may(app, Action::ReportStaffList, &Object::Institution).await?;
    let role = match query.role.as_deref() {
        None => None,
        Some(code) => {
            Some(code.parse::<Role>().map_err(|_| Refusal::input("role", "is not a role there is"))?)
        }
    };
    let applied = wanted.wait(app, caller, &["directory"]).await?;
    let filter = StaffFilter { study_year_id: query.study_year_id, role, subject_id: query.subject_id };
    let standing = caller.standing(app).await?;
    Ok((applied, lists::staff(app, caller.institution(), &standing, &filter).await?))
}

async fn as_file(
    app: &App,
    caller: Caller,
    query: &StaffQuery,
    wanted: Wanted,
    form: Form,
) -> Result<Response, Refused> {
    let (applied, entries) = entries(app, caller, query, wanted).await?;
    let words = words(query.language.as_deref())?;
    file(applied, &Sheet::of_staff(&entries, words), "staff", form)
}

impl StaffShown {
    fn of(entry: StaffEntry) -> Self {
        Self {
            person_id: entry.person_id,
            name: entry.name,
            position: entry.position,
            subjects: entry.subjects,
            leads: entry.leads,
            education: entry.education,
            iin: entry.iin,
            phone: entry.phone,
            email: entry.email,
            roles: entry.roles.iter().map(|role| role.as_ref().to_owned()).collect(),
            account: entry.account,
        }
    }
}
