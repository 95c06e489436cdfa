//! `GET /reports/substitutions.csv` and `.xlsx`: the lessons of the report as a file, in the reader's
//! language.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use dayek_projections::timetable::LessonRow;
use uuid::Uuid;

use super::report::{LessonChange, Report, SubstitutionsQuery, regular, report, substitutes};
use crate::http::App;
use crate::http::caller::Caller;
use crate::http::consistency::Wanted;
use crate::http::extract::QueryOf;
use crate::http::openapi::{ReadHeaders, ReadRefusals};
use crate::http::problem::Refused;
use crate::http::school_time::SchoolTime;
use crate::http::sheet_file::{Form, file};
use crate::http::timetables::names::Names;
use crate::lists::{Sheet, written};
use crate::pages::{SubstitutionWords, substitution_words};

/// Shows cancelled and substituted lessons as a CSV file.
#[utoipa::path(
    get,
    path = "/reports/substitutions.csv",
    operation_id = "report_substitutions_csv",
    tag = "reports",
    params(SubstitutionsQuery, ReadHeaders),
    responses((status = 200, description = "The file.", content_type = "text/csv", body = String), ReadRefusals)
)]
pub(super) async fn get_csv(
    State(app): State<App>,
    caller: Caller,
    QueryOf(query): QueryOf<SubstitutionsQuery>,
    wanted: Wanted,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    as_file(&app, caller, query, wanted, &headers, Form::Csv).await
}

/// Shows cancelled and substituted lessons as an XLSX file.
#[utoipa::path(
    get,
    path = "/reports/substitutions.xlsx",
    operation_id = "report_substitutions_xlsx",
    tag = "reports",
    params(SubstitutionsQuery, ReadHeaders),
    responses(
        (
            status = 200,
            description = "The file.",
            content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            body = Vec<u8>
        ),
        ReadRefusals
    )
)]
pub(super) async fn get_xlsx(
    State(app): State<App>,
    caller: Caller,
    QueryOf(query): QueryOf<SubstitutionsQuery>,
    wanted: Wanted,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    as_file(&app, caller, query, wanted, &headers, Form::Xlsx).await
}

async fn as_file(
    app: &App,
    caller: Caller,
    query: SubstitutionsQuery,
    wanted: Wanted,
    headers: &HeaderMap,
    form: Form,
) -> Result<Response, Refused> {
    let applied = wanted.wait(app, caller, &["timetable", "directory"]).await?;
    let sheet = sheet(app, caller, query, headers).await?;
    let SubstitutionsQuery { from, to, .. } = query;
    file(applied, &sheet, &format!("substitutions-{from}-{to}"), form)
}

async fn sheet(
    app: &App,
    caller: Caller,
    query: SubstitutionsQuery,
    headers: &HeaderMap,
) -> Result<Sheet, Refused> {
    let Report { rows, names, .. } = report(app, caller, query).await?;
    let words = substitution_words(headers);
    let time = SchoolTime::of(app, caller.institution()).await?;
    let rows = rows.iter().map(|row| cells(row, &names, &words, time)).collect();
    let SubstitutionWords { title, header, .. } = words;
    Ok(Sheet { title, header, rows })
}

/// In the order of the header.
fn cells(row: &LessonRow, names: &Names, words: &SubstitutionWords, time: SchoolTime) -> Vec<String> {
    let people = |ids: &[Uuid]| -> String {
        let names = ids.iter().map(|id| names.person(*id).unwrap_or_default());
        names.collect::<Vec<_>>().join(", ")
    };
    let kind = match LessonChange::of(row) {
        LessonChange::Cancelled => &words.cancelled,
        LessonChange::Substituted => &words.substituted,
    };
    vec![
        written(row.date),
        row.number.to_string(),
        names.class(row.class_id).unwrap_or_default(),
        names.subject(row.subject_id).unwrap_or_default(),
        people(regular(row)),
        kind.clone(),
        people(substitutes(row)),
        row.reason.clone().unwrap_or_default(),
        row.changed_by.and_then(|person| names.person(person)).unwrap_or_default(),
        row.changed_at.map(|moment| time.written(moment)).unwrap_or_default(),
    ]
}
