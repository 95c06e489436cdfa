//! `GET /network`: the institutions below a governing organisation, in numbers.

use axum::extract::State;
use dayek_domain::access::{Action, Decision};
use dayek_projections::directory::{self, FurtherRow, SubordinateRow, SummaryRow};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::below::{NETWORK, below, further};
use crate::http::App;
use crate::http::caller::Caller;
use crate::http::consistency::{Shown, Wanted};
use crate::http::openapi::{ReadHeaders, ReadRefusals};
use crate::http::problem::Refused;
use crate::http::school_time::SchoolTime;

/// The institutions below.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct NetworkList {
    items: Vec<NetworkItem>,
    /// Admitted here, and not, or not any more, placed under this organisation by themselves: nothing of
    /// them is shown.
    unconfirmed: Vec<Uuid>,
}

/// An institution below, in numbers. They are as new as its own read models.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct NetworkItem {
    institution_id: Uuid,
    name: String,
    /// `general`, `vocational`, `preschool`, `additional` or `governing`.
    #[schema(example = "general")]
    kind: String,
    /// Classes of the study year of today, else of the latest one.
    classes: i64,
    /// Whoever is in a class now.
    pupils: i64,
    staff: i64,
    /// Marks in these classes; null for those who may not view the statistics of the network.
    marks: Option<i64>,
    /// What it has below itself; null unless it is an organisation with institutions of its own.
    below: Option<NetworkBelow>,
}

/// What stands below an institution that is an organisation itself, by the word of both sides.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct NetworkBelow {
    institutions: i64,
    /// Whoever is in a class of them now.
    pupils: i64,
}

/// Lists the institutions below, with classes, pupils, staff and marks of each.
#[utoipa::path(
    get,
    path = "/network",
    operation_id = "show_network",
    tag = "network",
    params(ReadHeaders),
    responses((status = 200, description = "The institutions below.", body = NetworkList), ReadRefusals)
)]
pub(super) async fn get(
    State(app): State<App>,
    caller: Caller,
    wanted: Wanted,
) -> Result<Shown<NetworkList>, Refused> {
    caller.may(&app, Action::ViewNetworkSummary, &NETWORK).await?;
    let applied = wanted.wait(&app, caller, &["directory"]).await?;
    let standing = caller.standing(&app).await?;
    let sees_marks = matches!(standing.decide(Action::ViewNetworkStatistics, &NETWORK), Decision::Allowed(_));
    let organisation = caller.institution();
    let today = SchoolTime::of(&app, organisation).await?.today();
    let rows = below(&app.pool, organisation, today).await?;
    let further = further(&app.pool, &rows).await?;
    let with_further = |(row, summary): (SubordinateRow, SummaryRow)| {
        let below = further.get(&row.institution_id);
        item(row, &summary, below, sees_marks)
    };
    let items = rows.into_iter().map(with_further).collect();
    let unconfirmed = directory::unconfirmed(&app.pool, organisation.0).await?;
    Ok(applied.shows(NetworkList { items, unconfirmed }))
}

fn item(
    row: SubordinateRow,
    summary: &SummaryRow,
    below: Option<&FurtherRow>,
    sees_marks: bool,
) -> NetworkItem {
    NetworkItem {
        institution_id: row.institution_id,
        name: row.name,
        kind: row.kind,
        classes: summary.classes,
        pupils: summary.pupils,
        staff: summary.staff,
        marks: sees_marks.then_some(summary.marks),
        below: below.map(|row| NetworkBelow { institutions: row.institutions, pupils: row.pupils }),
    }
}
