//! `GET /change-history`: newest first. A teacher sees the journals they teach, a class
//! leader also those of the own class, and nothing else.

use axum::extract::State;
use chrono::NaiveDate;
use dayek_domain::access::{Action, Scope};
use dayek_projections::change_history::{self, Filter, Kind, Within};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::cursor;
use super::item::HistoryItem;
use super::words::Words;
use crate::calendar;
use crate::http::App;
use crate::http::caller::Caller;
use crate::http::consistency::{Shown, Wanted};
use crate::http::extract::QueryOf;
use crate::http::openapi::{ReadHeaders, ReadRefusals};
use crate::http::problem::Refused;
use crate::http::school_time::SchoolTime;
use crate::refusal::Refusal;

const MOST: i64 = 200;
const USUAL: i64 = 50;

/// What the history is narrowed to.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct HistoryQuery {
    /// Changes of this class.
    class_id: Option<Uuid>,
    /// Changes of this subject.
    subject_id: Option<Uuid>,
    /// Changes of this reporting period.
    period_id: Option<Uuid>,
    /// Changes about this person.
    pupil_id: Option<Uuid>,
    /// Changes by this person or program.
    author_id: Option<Uuid>,
    /// Such as `mark`, `attendance`, `schedule` or `role`.
    kind: Option<String>,
    /// `create`, `update` or `delete`.
    action: Option<String>,
    /// Recorded on this day of the school or later.
    from: Option<NaiveDate>,
    /// Recorded on this day of the school or earlier.
    to: Option<NaiveDate>,
    /// How many; 50 when it is not sent.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
    /// The `next` of the part before.
    cursor: Option<String>,
}

/// A part of the change history, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct HistoryList {
    items: Vec<HistoryItem>,
    /// The cursor of the next part; null at the end.
    next: Option<String>,
}

/// Lists who changed what, when, from which value to which, and why.
#[utoipa::path(
    get,
    path = "/change-history",
    operation_id = "list_change_history",
    tag = "reports",
    params(HistoryQuery, ReadHeaders),
    responses((status = 200, description = "The changes.", body = HistoryList), ReadRefusals)
)]
pub(super) async fn get(
    State(app): State<App>,
    caller: Caller,
    QueryOf(query): QueryOf<HistoryQuery>,
    wanted: Wanted,
) -> Result<Shown<HistoryList>, Refused> {
    // Whose classes are whose stands in the directory, so it has to be as far as the asker.
    wanted.wait(&app, caller, &["directory"]).await?;
    let scope = caller.scope(&app, Action::ReportChangeHistory).await?;
    let limit = query.limit()?;
    let applied = wanted.wait(&app, caller, &["change_history", "directory"]).await?;
    let institution = caller.institution();
    let time = SchoolTime::of(&app, institution).await?;
    let filter = query.filter(scope, time)?;

    // One more than asked for tells whether there is a next part.
    let mut rows = change_history::list(&app.pool, institution.0, &filter, limit + 1).await?;
    let has_next = i64::try_from(rows.len()).is_ok_and(|found| found > limit);
    if has_next {
        rows.pop();
    }
    let next = rows.last().filter(|_| has_next).map(|last| cursor::after(last.position));
    let words = Words::of(&app, institution, &rows).await?;
    let mut items = Vec::with_capacity(rows.len());
    for row in rows {
        items.push(HistoryItem::of(row, &words, time)?);
    }
    Ok(applied.shows(HistoryList { items, next }))
}

impl HistoryQuery {
    fn limit(&self) -> Result<i64, Refusal> {
        match self.limit {
            None => Ok(USUAL),
            Some(limit) if (1..=MOST).contains(&limit) => Ok(limit),
            Some(_) => Err(Refusal::input("limit", format!("lies between 1 and {MOST}"))),
        }
    }

    fn filter(&self, scope: Scope, time: SchoolTime) -> Result<Filter, Refusal> {
        let Scope { institution, journals, classes, .. } = scope;
        let before = match &self.cursor {
            Some(text) => Some(cursor::parse(text)?),
            None => None,
        };
        let day =
            |field: &str, day: Option<NaiveDate>| day.map(|day| calendar::within(field, day)).transpose();
        let (from, to) = (day("from", self.from)?, day("to", self.to)?);
        Ok(Filter {
            class_id: self.class_id,
            subject_id: self.subject_id,
            period_id: self.period_id,
            person_id: self.pupil_id,
            author_id: self.author_id,
            stream_id: None,
            kind: known("kind", self.kind.as_deref(), &Kind::ALL.map(Kind::code))?,
            action: known("action", self.action.as_deref(), &["create", "update", "delete"])?,
            from: from.map(|day| time.begin_of(day)),
            // The day itself belongs to the answer, so it ends where the next one begins.
            to: to.and_then(|day| day.succ_opt()).map(|day| time.begin_of(day)),
            within: (!institution).then_some(Within { journals, classes }),
            before,
        })
    }
}

/// The code as the report knows it.
fn known(field: &str, sent: Option<&str>, codes: &[&'static str]) -> Result<Option<&'static str>, Refusal> {
    let Some(sent) = sent else { return Ok(None) };
    match codes.iter().copied().find(|code| *code == sent) {
        Some(code) => Ok(Some(code)),
        None => Err(Refusal::input(field, format!("is one of {}", codes.join(", ")))),
    }
}
