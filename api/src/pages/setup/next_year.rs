//! A school goes on to the next study year, a few classes in each request, so that it can be left and
//! taken up again.

use axum::extract::State;
use axum::response::Response;
use dayek_domain::access::{Action, Object};
use dayek_domain::id::{ClassId, StudyYearId};
use dayek_projections::directory::{self, StudyYearRow};
use serde::Deserialize;
use uuid::Uuid;

use super::ask;
use super::next_units::{Unit, steps, units};
use crate::http::App;
use crate::http::problem::Refused;
use crate::pages::form::{Sent, day, go_to, page, refused_form};
use crate::pages::rights::order;
use crate::pages::views::{
    FieldError, NextClassRow, NextYearForm, NextYearPage, NextYears, Progress, RefusedClass,
};
use crate::pages::visitor::Visitor;
use crate::refusal::{Refusal, Rule};
use crate::usecases::{CheckPromotion, NextYear, PromoteClass};

/// So many classes go on in one request.
const AT_ONCE: usize = 3;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::pages) struct NextYearSent {
    pub(super) from: Uuid,
    pub(super) to: Uuid,
    pub(super) on: String,
    pub(super) order_number: String,
    pub(super) order_date: String,
    pub(super) staff: Option<String>,
    pub(super) groups: Option<String>,
    /// The classes that are shown, and the new name of each at the same place.
    pub(super) class: Vec<Uuid>,
    pub(super) name: Vec<String>,
    pub(super) leaves: Vec<Uuid>,
    /// Classes and groups that were tried in the requests before.
    pub(super) tried: Vec<Uuid>,
    /// Of these, what was refused: the class, a space, and why.
    pub(super) refused: Vec<String>,
}

pub(in crate::pages) async fn get(State(app): State<App>, visitor: Visitor) -> Result<Response, Refused> {
    visitor.may(Action::EditClasses, &Object::Institution)?;
    let years = directory::study_years(&app.pool, visitor.caller.institution().0).await?;
    let Some((from, to)) = span(&years, visitor.year) else {
        return page(&view(&app, &visitor, None, NextYearSent::default(), 0, vec![]).await?);
    };
    let sent = NextYearSent {
        from: from.study_year_id,
        to: to.study_year_id,
        on: to.first_day.to_string(),
        staff: Some(String::new()),
        groups: Some(String::new()),
        ..NextYearSent::default()
    };
    page(&view(&app, &visitor, Some((from, to)), sent, 0, vec![]).await?)
}

/// Checks the whole of it, and takes the next few classes on. What has been done needs no memory: the
/// class of the new year is there.
pub(in crate::pages) async fn post(
    State(app): State<App>,
    visitor: Visitor,
    Sent(mut sent): Sent<NextYearSent>,
) -> Result<Response, Refused> {
    visitor.may(Action::EditClasses, &Object::Institution)?;
    let words = visitor.words;
    let years = directory::study_years(&app.pool, visitor.caller.institution().0).await?;
    let find = |id| years.iter().find(|year| year.study_year_id == id).ok_or(Refusal::NotFound);
    let span = Some((find(sent.from)?, find(sent.to)?));
    let (on, order) = match (day(&sent.on), order(&sent.order_number, &sent.order_date)) {
        (Some(on), Ok(order)) => (on, order),
        (None, _) => {
            let errors = vec![FieldError { field: "on", text: words.t("error-not-a-day") }];
            return refused_form(&view(&app, &visitor, span, sent, 0, errors).await?);
        }
        (Some(_), Err(())) => {
            let errors = vec![FieldError { field: "order_date", text: words.t("error-order") }];
            return refused_form(&view(&app, &visitor, span, sent, 0, errors).await?);
        }
    };
    let (from_year, to_year) = (StudyYearId(sent.from), StudyYearId(sent.to));
    let next = NextYear { from_year, to_year, on, order, with_staff: sent.staff.is_some() };
    let known = units(&app, &visitor, &next).await?;
    let mut steps = steps(&known, &next, &sent);
    if sent.tried.is_empty() {
        let classes = steps.iter().map(|step| (step.class_id, step.onward.clone())).collect();
        if let Some(rule) = ask(&app, &visitor, CheckPromotion { next, classes }).await? {
            let text = told(&visitor, &known, &rule);
            let errors = vec![FieldError { field: "next_classes", text }];
            return refused_form(&view(&app, &visitor, span, sent, 0, errors).await?);
        }
    }
    steps.retain(|step| !sent.tried.contains(&step.class_id.0));
    let left = steps.len().saturating_sub(AT_ONCE);
    for step in steps.into_iter().take(AT_ONCE) {
        let PromoteClass { class_id: ClassId(class), .. } = step;
        if let Some(rule) = ask(&app, &visitor, step).await? {
            sent.refused.push(format!("{class} {}", words.rule(&rule)));
        }
        sent.tried.push(class);
    }
    if left == 0 && sent.refused.is_empty() {
        return Ok(go_to("/setup/next-year?done=promoted"));
    }
    page(&view(&app, &visitor, span, sent, left, vec![]).await?)
}

/// The rule with the class it is about.
fn told(visitor: &Visitor, units: &[Unit], rule: &Rule) -> String {
    let text = visitor.words.rule(rule);
    let class = rule.values.get("class_id");
    match units.iter().find(|unit| Some(&unit.class_id.to_string()) == class) {
        Some(unit) => format!("{}: {text}", unit.name),
        None => text,
    }
}

/// The study year that is shown and the one after it; if none comes after, the one before and this.
fn span(years: &[StudyYearRow], shown: Option<Uuid>) -> Option<(&StudyYearRow, &StudyYearRow)> {
    let after = |year: &StudyYearRow| {
        let last = year.last_day;
        years.iter().filter(|later| later.first_day > last).min_by_key(|later| later.first_day)
    };
    let shown = years.iter().find(|year| Some(year.study_year_id) == shown)?;
    if let Some(next) = after(shown) {
        return Some((shown, next));
    }
    let before = years.iter().filter(|earlier| earlier.last_day < shown.first_day);
    Some((before.max_by_key(|earlier| earlier.last_day)?, shown))
}

async fn view(
    app: &App,
    visitor: &Visitor,
    span: Option<(&StudyYearRow, &StudyYearRow)>,
    sent: NextYearSent,
    left: usize,
    errors: Vec<FieldError>,
) -> Result<NextYearPage, Refused> {
    let words = visitor.words;
    let known = match span {
        Some((from, to)) => {
            let (from_year, to_year) = (StudyYearId(from.study_year_id), StudyYearId(to.study_year_id));
            let next = NextYear { from_year, to_year, on: to.first_day, order: None, with_staff: false };
            units(app, visitor, &next).await?
        }
        None => vec![],
    };
    let rows = known.iter().filter(|unit| !unit.is_group).map(|unit| {
        let (to, leaves) = unit.proposed(&sent);
        NextClassRow {
            id: unit.class_id.to_string(),
            name: unit.name.clone(),
            pupils: unit.pupils.to_string(),
            done: unit.done(),
            to,
            leaves,
        }
    });
    let rows = rows.collect();
    let refused = sent.refused.iter().filter_map(|kept| {
        let (class, why) = kept.split_once(' ')?;
        let unit = known.iter().find(|unit| unit.class_id.to_string() == class)?;
        Some(RefusedClass {
            href: format!("/classes/{class}"),
            class: unit.name.clone(),
            why: why.to_owned(),
        })
    });
    let refused = refused.collect();
    let progress = (!sent.tried.is_empty()).then(|| {
        let (done, total) = (sent.tried.len(), sent.tried.len() + left);
        let values = [("done", done.to_string()), ("total", total.to_string())];
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        Progress {
            done,
            total,
            text: words.ta("next-year-progress", &values),
            goes_on: left > 0,
            tried: sent.tried.iter().map(Uuid::to_string).collect(),
            kept: sent.refused.clone(),
        }
    });
    let pending = known.iter().filter(|unit| unit.is_pending()).count();
    Ok(NextYearPage {
        frame: visitor.frame(app, words.t("next-year")).await?,
        years: span.map(|(from, to)| NextYears {
            from: from.study_year_id.to_string(),
            to: to.study_year_id.to_string(),
            text: words.ta("next-year-text", &[("from", from.name.as_str()), ("to", to.name.as_str())]),
        }),
        rows,
        pending: i64::try_from(pending).unwrap_or(i64::MAX),
        kept: kept(&sent),
        form: NextYearForm {
            on: sent.on,
            order_number: sent.order_number,
            order_date: sent.order_date,
            staff: sent.staff.is_some(),
            groups: sent.groups.is_some(),
        },
        progress,
        refused,
        errors,
    })
}

/// The fields of the form as it was sent, without what was tried.
fn kept(sent: &NextYearSent) -> Vec<(&'static str, String)> {
    let mut kept = vec![
        ("from", sent.from.to_string()),
        ("to", sent.to.to_string()),
        ("on", sent.on.clone()),
        ("order_number", sent.order_number.clone()),
        ("order_date", sent.order_date.clone()),
    ];
    kept.extend(sent.staff.as_ref().map(|_| ("staff", "yes".to_owned())));
    kept.extend(sent.groups.as_ref().map(|_| ("groups", "yes".to_owned())));
    kept.extend(sent.class.iter().map(|class| ("class", class.to_string())));
    kept.extend(sent.name.iter().map(|name| ("name", name.clone())));
    kept.extend(sent.leaves.iter().map(|class| ("leaves", class.to_string())));
    kept
}
