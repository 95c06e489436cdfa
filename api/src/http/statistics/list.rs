//! `GET /statistics`: how many marks there are, their average and distribution.

use std::collections::HashMap;

use axum::extract::State;
use dayek_domain::access::{Action, Object};
use dayek_domain::id::InstitutionId;
use dayek_projections::directory;
use dayek_projections::statistics::{self, Dimension, Filter, Group};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::http::App;
use crate::http::caller::Caller;
use crate::http::consistency::{Shown, Wanted};
use crate::http::decimal::exact;
use crate::http::extract::QueryOf;
use crate::http::openapi::{ReadHeaders, ReadRefusals};
use crate::http::people::{self, Opener};
use crate::http::problem::Refused;

/// What the marks are grouped by, and narrowed to.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct StatisticsQuery {
    /// What the marks are grouped by.
    #[param(inline)]
    by: GroupedBy,
    /// Marks of this class.
    class_id: Option<Uuid>,
    /// Marks of this subject.
    subject_id: Option<Uuid>,
    /// Marks of this pupil.
    pupil_id: Option<Uuid>,
    /// Marks of this reporting period.
    period_id: Option<Uuid>,
}

/// What marks can be grouped by.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum GroupedBy {
    Class,
    Subject,
    Pupil,
    Period,
}

impl GroupedBy {
    /// The report of the seed that shows marks so.
    const fn report(self) -> Action {
        match self {
            Self::Class => Action::ReportMarksClasses,
            Self::Subject => Action::ReportMarksSubjects,
            Self::Pupil => Action::ReportAveragePupils,
            Self::Period => Action::ReportMarksSchool,
        }
    }

    const fn dimension(self) -> Dimension {
        match self {
            Self::Class => Dimension::Class,
            Self::Subject => Dimension::Subject,
            Self::Pupil => Dimension::Pupil,
            Self::Period => Dimension::Period,
        }
    }
}

/// The groups, each scale on its own: marks out of 5 and marks out of 100 are never averaged together.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StatisticsList {
    items: Vec<StatisticsItem>,
}

/// The marks of one group on one scale.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StatisticsItem {
    /// The class, subject, pupil or reporting period.
    id: Uuid,
    /// What it is called, a pupil by full name; null when it is not known or has been erased.
    #[schema(example = "7А")]
    name: Option<String>,
    #[schema(example = "1")]
    least: String,
    #[schema(example = "5")]
    most: String,
    /// How many marks.
    count: i64,
    #[schema(example = "1234.5")]
    sum: String,
    /// The arithmetic mean, four decimal places.
    #[schema(example = "4.1667")]
    average: Option<String>,
    /// How often each value was given, ascending.
    distribution: Vec<ValueCount>,
}

/// How often one value was given.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ValueCount {
    #[schema(example = "5")]
    value: String,
    count: i64,
}

/// Shows counts, averages and distributions of marks by class, subject, pupil or reporting period.
#[utoipa::path(
    get,
    path = "/statistics",
    operation_id = "show_statistics",
    tag = "reports",
    params(StatisticsQuery, ReadHeaders),
    responses((status = 200, description = "The groups.", body = StatisticsList), ReadRefusals)
)]
pub(super) async fn get(
    State(app): State<App>,
    caller: Caller,
    QueryOf(query): QueryOf<StatisticsQuery>,
    wanted: Wanted,
) -> Result<Shown<StatisticsList>, Refused> {
    caller.may(&app, query.by.report(), &Object::Institution).await?;
    let applied = wanted.wait(&app, caller, &["statistics", "directory"]).await?;
    let StatisticsQuery { by, class_id, subject_id, pupil_id, period_id } = query;
    let filter = Filter { class_id, class_ids: None, subject_id, pupil_id, period_id };
    let institution = caller.institution();
    let groups = statistics::groups(&app.pool, institution.0, by.dimension(), &filter).await?;
    // A group stands there once for each of its scales, next to itself.
    let mut ids: Vec<Uuid> = groups.iter().map(|group| group.id).collect();
    ids.dedup();
    let names = names(&app, institution, by, &ids).await?;
    let items = groups.into_iter().map(|group| item(group, &names));
    Ok(applied.shows(StatisticsList { items: items.collect() }))
}

async fn names(
    app: &App,
    institution: InstitutionId,
    by: GroupedBy,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, String>, Refused> {
    Ok(match by {
        GroupedBy::Class => directory::class_names(&app.pool, institution.0, ids).await?,
        GroupedBy::Subject => directory::subject_names(&app.pool, institution.0, ids).await?,
        GroupedBy::Period => directory::period_names(&app.pool, institution.0, ids).await?,
        GroupedBy::Pupil => {
            let pupils = directory::people(&app.pool, institution.0, ids).await?;
            Opener::of(app, institution, &people::sealed(&pupils)).await?.names(&pupils)?
        }
    })
}

fn item(group: Group, names: &HashMap<Uuid, String>) -> StatisticsItem {
    let average = group.average().map(|mean| format!("{mean:.4}"));
    let counted = group.values.iter().zip(&group.counts);
    let distribution = counted.map(|(value, count)| ValueCount { value: exact(*value), count: *count });
    StatisticsItem {
        id: group.id,
        name: names.get(&group.id).cloned(),
        least: exact(group.least),
        most: exact(group.most),
        count: group.count,
        sum: exact(group.sum),
        average,
        distribution: distribution.collect(),
    }
}
