//! `GET /reports/pupils`, `.xlsx` and `.csv`: R2, the list of pupils.

use axum::extract::State;
use axum::response::Response;
use chrono::NaiveDate;
use dayek_domain::access::{Action, Object};
use dayek_domain::person::{Sex, TaughtIn};
use dayek_projections::roster::PupilFilter;
use serde::{Deserialize, Serialize};
use utoipa::openapi::Object as Schema;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::words::words;
use crate::http::App;
use crate::http::caller::Caller;
use crate::http::consistency::{Applied, Shown, Wanted};
use crate::http::extract::QueryOf;
use crate::http::given;
use crate::http::openapi::{ReadHeaders, ReadRefusals};
use crate::http::problem::Refused;
use crate::http::school_time::SchoolTime;
use crate::http::sheet_file::{Form, file};
use crate::lists::{self, PupilEntry, Sheet};

const READ: [&str; 2] = ["directory", "roster"];

/// What the list is narrowed to.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct PupilsQuery {
    /// Pupils of this study year.
    study_year_id: Option<Uuid>,
    /// Pupils of this class or group.
    class_id: Option<Uuid>,
    /// Those who have left instead of those who are there.
    #[serde(default)]
    left: bool,
    /// Of a file: `kk`, `ru` or `en`.
    language: Option<String>,
}

/// The pupils, class by class.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PupilsList {
    items: Vec<PupilShown>,
}

/// A pupil's last stay in a class.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PupilShown {
    pupil_id: Uuid,
    /// Null once it has been erased.
    name: Option<String>,
    class_id: Uuid,
    class_name: String,
    #[schema(schema_with = sex_codes)]
    sex: Option<Sex>,
    birth_date: Option<NaiveDate>,
    /// Only its last digits for those who may not put the data right.
    #[schema(example = "******0010")]
    iin: Option<String>,
    #[schema(schema_with = language_codes)]
    taught_in: Option<TaughtIn>,
    from: Option<NaiveDate>,
    /// The order by which they came.
    came_by: Option<String>,
    to: Option<NaiveDate>,
    /// The order by which they left.
    left_by: Option<String>,
    guardians: Vec<GuardianShown>,
    phone: Option<String>,
    address: Option<String>,
    /// How far they have come on the way in; null: not invited.
    account: Option<String>,
}

/// A guardian with what they are to the pupil.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct GuardianShown {
    name: String,
    kinship: String,
    phone: Option<String>,
}

fn sex_codes() -> Schema {
    given::codes::<Sex>()
}

fn language_codes() -> Schema {
    given::codes::<TaughtIn>()
}

/// Lists pupils with their data, their guardians, and by which orders they came and left.
#[utoipa::path(
    get,
    path = "/reports/pupils",
    operation_id = "report_pupils",
    tag = "reports",
    params(PupilsQuery, ReadHeaders),
    responses((status = 200, description = "The pupils.", body = PupilsList), ReadRefusals)
)]
pub(super) async fn get(
    State(app): State<App>,
    caller: Caller,
    QueryOf(query): QueryOf<PupilsQuery>,
    wanted: Wanted,
) -> Result<Shown<PupilsList>, Refused> {
    let (applied, entries) = entries(&app, caller, &query, wanted).await?;
    Ok(applied.shows(PupilsList { items: entries.into_iter().map(PupilShown::of).collect() }))
}

/// The same list as an XLSX file.
#[utoipa::path(
    get,
    path = "/reports/pupils.xlsx",
    operation_id = "report_pupils_xlsx",
    tag = "reports",
    params(PupilsQuery, ReadHeaders),
    responses((status = 200, description = "The file."), ReadRefusals)
)]
pub(super) async fn get_xlsx(
    State(app): State<App>,
    caller: Caller,
    QueryOf(query): QueryOf<PupilsQuery>,
    wanted: Wanted,
) -> Result<Response, Refused> {
    as_file(&app, caller, &query, wanted, Form::Xlsx).await
}

/// The same list as a CSV file.
#[utoipa::path(
    get,
    path = "/reports/pupils.csv",
    operation_id = "report_pupils_csv",
    tag = "reports",
    params(PupilsQuery, ReadHeaders),
    responses((status = 200, description = "The file."), ReadRefusals)
)]
pub(super) async fn get_csv(
    State(app): State<App>,
    caller: Caller,
    QueryOf(query): QueryOf<PupilsQuery>,
    wanted: Wanted,
) -> Result<Response, Refused> {
    as_file(&app, caller, &query, wanted, Form::Csv).await
}

async fn entries(
    app: &App,
    caller: Caller,
    query: &PupilsQuery,
    wanted: Wanted,
) -> Result<(Applied, Vec<PupilEntry>), Refused> {
    caller.may(app, Action::ReportPupilList, &Object::Institution).await?;
    let applied = wanted.wait(app, caller, &READ).await?;
    let institution = caller.institution();
    let filter = PupilFilter {
        study_year_id: query.study_year_id,
        class_id: query.class_id,
        active: !query.left,
        today: SchoolTime::of(app, institution).await?.today(),
    };
    let standing = caller.standing(app).await?;
    Ok((applied, lists::pupils(app, institution, &standing, &filter).await?))
}

async fn as_file(
    app: &App,
    caller: Caller,
    query: &PupilsQuery,
    wanted: Wanted,
    form: Form,
) -> Result<Response, Refused> {
    let (applied, entries) = entries(app, caller, query, wanted).await?;
    let words = words(query.language.as_deref())?;
    file(applied, &Sheet::of_pupils(&entries, words), "pupils", form)
}

impl PupilShown {
    fn of(entry: PupilEntry) -> Self {
        let guardians = entry.guardians.into_iter().map(|guardian| GuardianShown {
            name: guardian.name,
            kinship: guardian.kinship,
            phone: guardian.phone,
        });
        Self {
            pupil_id: entry.pupil_id,
            name: entry.name,
            class_id: entry.class_id,
            class_name: entry.class,
            sex: entry.sex,
            birth_date: entry.birth_date,
            iin: entry.iin,
            taught_in: entry.taught_in,
            from: entry.from,
            came_by: entry.came,
            to: entry.to,
            left_by: entry.left,
            guardians: guardians.collect(),
            phone: entry.phone,
            address: entry.address,
            account: entry.account,
        }
    }
}
