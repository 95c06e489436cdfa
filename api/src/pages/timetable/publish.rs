//! Publishing all classes of a period, a few in each request, so that it can be left and taken up again.

use std::collections::HashMap;

use axum::extract::{Query, State};
use axum::response::Response;
use dayek_projections::directory::{self, PeriodRow};
use dayek_projections::timetable;
use serde::Deserialize;
use uuid::Uuid;

use super::ahead::first_day;
use super::day;
use super::edit::may_edit;
use super::plan::plan_path;
use super::told::run;
use super::units::{State as Stage, Unit, units};
use crate::http::App;
use crate::http::problem::Refused;
use crate::pages::choices::choice;
use crate::pages::form::{Sent, go_to, page, refused_form};
use crate::pages::statistics::chosen;
use crate::pages::views::{FieldError, Progress, PublishRow, RefusedClass, TimetablePublish};
use crate::pages::visitor::Visitor;
use crate::pages::words::Words;
use crate::refusal::Refusal;
use crate::usecases::PublishTimetables;

/// So many classes are published in one request.
const AT_ONCE: usize = 3;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::pages) struct PublishQuery {
    period: Option<String>,
    done: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::pages) struct PublishSent {
    period: String,
    from: String,
    /// The classes that were tried in the requests before.
    tried: Vec<Uuid>,
    /// Of these, what was refused: the class, a space, and why.
    refused: Vec<String>,
}

pub(in crate::pages) async fn get(
    State(app): State<App>,
    visitor: Visitor,
    Query(query): Query<PublishQuery>,
) -> Result<Response, Refused> {
    may_edit(&visitor)?;
    let asked = chosen("period", query.period.as_deref())?;
    let periods = periods(&app, &visitor, asked).await?;
    let today = visitor.time.today();
    let period = if let Some(asked) = asked {
        Some(find(&periods, asked)?)
    } else {
        let now = periods.iter().find(|row| row.first_day <= today && today <= row.last_day);
        now.or_else(|| periods.first())
    };
    let units = match period {
        Some(period) => units(&app, &visitor, period).await?,
        None => vec![],
    };
    let sent = PublishSent {
        from: period.map(|row| first_day(row.first_day, row.last_day, today).to_string()).unwrap_or_default(),
        ..PublishSent::default()
    };
    page(&view(&app, &visitor, &periods, period, &units, sent, vec![]).await?)
}

/// Publishes the next few classes. What has been done needs no memory: it is published.
pub(in crate::pages) async fn post(
    State(app): State<App>,
    visitor: Visitor,
    Sent(mut sent): Sent<PublishSent>,
) -> Result<Response, Refused> {
    may_edit(&visitor)?;
    let asked: Uuid = sent.period.trim().parse().map_err(|_| Refusal::NotFound)?;
    let periods = periods(&app, &visitor, Some(asked)).await?;
    let period = find(&periods, asked)?;
    let Some(from) = day(&sent.from) else {
        let units = units(&app, &visitor, period).await?;
        let errors = vec![FieldError { field: "from", text: visitor.words.t("error-not-a-day") }];
        return refused_form(&view(&app, &visitor, &periods, Some(period), &units, sent, errors).await?);
    };
    let waiting = |units: &[Unit], tried: &[Uuid]| {
        let waiting = units.iter().filter(|unit| unit.is_pending() && !tried.contains(&unit.class_id));
        waiting.map(|unit| unit.class_id).collect::<Vec<_>>()
    };
    let before = units(&app, &visitor, period).await?;
    let next = waiting(&before, &sent.tried);
    for class in next.into_iter().take(AT_ONCE) {
        let Some(unit) = before.iter().find(|unit| unit.class_id == class) else { continue };
        let use_case = PublishTimetables { timetable_ids: unit.timetable_ids.clone(), from };
        if let Some(told) = run(&app, &visitor, use_case).await? {
            sent.refused.push(format!("{class} {}", told.text()));
        }
        sent.tried.push(class);
    }
    let mut after = units(&app, &visitor, period).await?;
    let left: Vec<_> = after.iter().filter(|unit| unit.is_pending()).collect();
    // Classes that exchange hours refuse one another one by one, and not together.
    if waiting(&after, &sent.tried).is_empty() && left.len() > 1 && !sent.refused.is_empty() {
        let timetable_ids = left.iter().flat_map(|unit| unit.timetable_ids.clone()).collect();
        if run(&app, &visitor, PublishTimetables { timetable_ids, from }).await?.is_none() {
            sent.refused.clear();
            after = units(&app, &visitor, period).await?;
        }
    }
    if waiting(&after, &sent.tried).is_empty() && sent.refused.is_empty() {
        return Ok(go_to(&format!("/timetable/publish?period={asked}&done=published")));
    }
    page(&view(&app, &visitor, &periods, Some(period), &after, sent, vec![]).await?)
}

/// The periods of the study year that is shown, and the one that is asked for.
async fn periods(app: &App, visitor: &Visitor, asked: Option<Uuid>) -> Result<Vec<PeriodRow>, Refused> {
    let mut periods = directory::periods(&app.pool, visitor.caller.institution().0).await?;
    periods.retain(|row| visitor.is_in_year(row.study_year_id) || Some(row.period_id) == asked);
    Ok(periods)
}

fn find(periods: &[PeriodRow], period: Uuid) -> Result<&PeriodRow, Refused> {
    periods.iter().find(|row| row.period_id == period).ok_or_else(|| Refusal::NotFound.into())
}

async fn view(
    app: &App,
    visitor: &Visitor,
    periods: &[PeriodRow],
    period: Option<&PeriodRow>,
    units: &[Unit],
    sent: PublishSent,
    errors: Vec<FieldError>,
) -> Result<TimetablePublish, Refused> {
    let words = visitor.words;
    let id = period.map(|row| row.period_id);
    let counts = match id {
        Some(id) => timetable::lesson_counts(&app.pool, visitor.caller.institution().0, id).await?,
        None => HashMap::new(),
    };
    let href = |class: Uuid| id.map(|id| plan_path(class, id)).unwrap_or_default();
    let rows = units.iter().map(|unit| {
        let (state, badge) = told(words, unit.state);
        let lessons: i64 = unit.class_ids.iter().filter_map(|class| counts.get(class)).sum();
        let (href, class) = (href(unit.class_id), unit.name.clone());
        PublishRow { href, class, state, badge, lessons: lessons.to_string() }
    });
    let rows = rows.collect();
    let pending: Vec<&Unit> = units.iter().filter(|unit| unit.is_pending()).collect();
    let refused = sent.refused.iter().filter_map(|kept| {
        let (class, why) = kept.split_once(' ')?;
        let unit = units.iter().find(|unit| unit.class_id.to_string() == class)?;
        Some(RefusedClass { href: href(unit.class_id), class: unit.name.clone(), why: why.to_owned() })
    });
    let refused = refused.collect();
    let left = pending.iter().filter(|unit| !sent.tried.contains(&unit.class_id)).count();
    let progress = (!sent.tried.is_empty()).then(|| {
        let (done, total) = (sent.tried.len(), sent.tried.len() + left);
        let values = [("done", done.to_string()), ("total", total.to_string())];
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        Progress {
            done,
            total,
            text: words.ta("timetable-publish-progress", &values),
            goes_on: left > 0,
            tried: sent.tried.iter().map(Uuid::to_string).collect(),
            kept: sent.refused.clone(),
        }
    });
    Ok(TimetablePublish {
        frame: visitor.frame(app, words.t("timetable-publish-title")).await?,
        periods: periods.iter().map(|row| choice(row.period_id, &row.name, id)).collect(),
        period: id.map(|id| id.to_string()).unwrap_or_default(),
        from: sent.from,
        rows,
        pending: i64::try_from(pending.len()).unwrap_or(i64::MAX),
        progress,
        refused,
        errors,
    })
}

/// The state in words, and the class of its badge.
fn told(words: &Words, state: Stage) -> (String, &'static str) {
    match state {
        Stage::Empty => (words.t("timetable-state-empty"), "none"),
        Stage::Draft => (words.t("timetable-state-draft"), "delete"),
        Stage::Changed => (words.t("timetable-state-changed"), "update"),
        Stage::Published => (words.t("timetable-state-published"), "create"),
    }
}
