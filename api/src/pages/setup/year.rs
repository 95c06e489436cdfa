//! A study year on its page: the calendar of the ministry's order taken at once, or days of one's own.

use axum::extract::State;
use axum::response::Response;
use dayek_domain::access::{Action, Object};
use dayek_domain::id::{PeriodId, PeriodSetId, StudyYearId};
use dayek_domain::study_year::{CALENDAR_2026_2027, Days, PeriodKind};
use dayek_projections::directory::{self, StudyYearRow};
use serde::Deserialize;
use uuid::Uuid;

use super::holidays::{HolidaysSent, calendar, holidays_of};
use super::lines::{Faults, day, lines, written};
use super::{ask, choices, chosen, fresh};
use crate::http::App;
use crate::http::problem::Refused;
use crate::pages::form::{Sent, go_to, page, refused_form};
use crate::pages::rights::run;
use crate::pages::views::{Choice, FieldError, PeriodLine, SetShown, SetupYear, YearForms, YearShown};
use crate::pages::visitor::Visitor;
use crate::pages::words::Words;
use crate::usecases::{All, DefinePeriod, DefinePeriodSet, DefineStudyYear};

const KINDS: [PeriodKind; 7] = [
    PeriodKind::Quarter,
    PeriodKind::HalfYear,
    PeriodKind::Trimester,
    PeriodKind::Semester,
    PeriodKind::Module,
    PeriodKind::Term,
    PeriodKind::GradingPeriod,
];

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::pages) struct YearSent {
    name: String,
    first: String,
    last: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::pages) struct SetSent {
    year: Uuid,
    name: String,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::pages) struct PeriodsSent {
    year: Uuid,
    set: String,
    kind: String,
    periods: String,
}

/// What a form left on the page.
#[derive(Default)]
pub(super) struct Left {
    pub(super) errors: Vec<FieldError>,
    pub(super) year: YearSent,
    pub(super) set: String,
    pub(super) periods: PeriodsSent,
    pub(super) holidays: HolidaysSent,
}

pub(in crate::pages) async fn get(State(app): State<App>, visitor: Visitor) -> Result<Response, Refused> {
    page(&view(&app, &visitor, Left::default()).await?)
}

/// Takes the whole calendar over: the year, its quarters, its holidays.
pub(in crate::pages) async fn take_calendar(
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response, Refused> {
    match run(&app, &visitor, calendar(&visitor)).await? {
        None => Ok(saved()),
        Some(text) => {
            let errors = vec![FieldError { field: "year_name", text }];
            refuse(&app, &visitor, Left { errors, ..Left::default() }).await
        }
    }
}

pub(in crate::pages) async fn define(
    State(app): State<App>,
    visitor: Visitor,
    Sent(sent): Sent<YearSent>,
) -> Result<Response, Refused> {
    let fault = match (day(&sent.first), day(&sent.last)) {
        (Some(first), Some(last)) => {
            let (study_year_id, name) = (fresh(&app)?, sent.name.trim().to_owned());
            let days = Days { first, last };
            let use_case = DefineStudyYear { study_year_id, name, days, periods: vec![] };
            match run(&app, &visitor, use_case).await? {
                None => return Ok(saved()),
                Some(text) => FieldError { field: "year_name", text },
            }
        }
        (None, _) => FieldError { field: "first_day", text: visitor.words.t("error-not-a-day") },
        (Some(_), None) => FieldError { field: "last_day", text: visitor.words.t("error-not-a-day") },
    };
    refuse(&app, &visitor, Left { errors: vec![fault], year: sent, ..Left::default() }).await
}

pub(in crate::pages) async fn define_set(
    State(app): State<App>,
    visitor: Visitor,
    Sent(sent): Sent<SetSent>,
) -> Result<Response, Refused> {
    let use_case = DefinePeriodSet {
        study_year_id: StudyYearId(sent.year),
        set_id: fresh(&app)?,
        name: sent.name.trim().to_owned(),
    };
    match run(&app, &visitor, use_case).await? {
        None => Ok(saved()),
        Some(text) => {
            let errors = vec![FieldError { field: "set_name", text }];
            refuse(&app, &visitor, Left { errors, set: sent.name, ..Left::default() }).await
        }
    }
}

/// Defines the periods of a set, all or none.
pub(in crate::pages) async fn define_periods(
    State(app): State<App>,
    visitor: Visitor,
    Sent(sent): Sent<PeriodsSent>,
) -> Result<Response, Refused> {
    let words = visitor.words;
    let mut faults = Faults::of(words, "periods");
    let set_id = chosen::<PeriodSetId>(&sent.set).unwrap_or_else(|_| {
        faults.errors.push(FieldError { field: "periods_set", text: words.t("error-choose") });
        None
    });
    let kind = sent.kind.parse::<PeriodKind>().unwrap_or_else(|_| {
        faults.errors.push(FieldError { field: "periods_kind", text: words.t("error-choose") });
        PeriodKind::Quarter
    });
    let read = lines(&sent.periods);
    faults.check(&read, 3);
    let mut periods = Vec::with_capacity(read.len());
    for line in &read {
        let Some(days) = line.days(1) else {
            faults.add(line.number, &words.t("error-line-days"));
            continue;
        };
        let (study_year_id, name) = (StudyYearId(sent.year), line.name().to_owned());
        let period_id: PeriodId = fresh(&app)?;
        periods.push(DefinePeriod { study_year_id, period_id, set_id, kind, name, days });
    }
    if faults.errors.is_empty() {
        match ask(&app, &visitor, All(periods)).await? {
            None => return Ok(saved()),
            Some(rule) => faults.add_rule(&rule, &read),
        }
    }
    let errors = faults.errors;
    refuse(&app, &visitor, Left { errors, periods: sent, ..Left::default() }).await
}

pub(super) fn saved() -> Response {
    go_to("/setup/year?done=saved")
}

/// The page with what was typed, and why it was not taken.
pub(super) async fn refuse(app: &App, visitor: &Visitor, left: Left) -> Result<Response, Refused> {
    refused_form(&view(app, visitor, left).await?)
}

async fn view(app: &App, visitor: &Visitor, left: Left) -> Result<SetupYear, Refused> {
    visitor.may(Action::EditStudyYear, &Object::Institution)?;
    let words = visitor.words;
    let years = directory::study_years(&app.pool, visitor.caller.institution().0).await?;
    let order = CALENDAR_2026_2027;
    let is_apart = |year: &StudyYearRow| {
        let days = Days { first: year.first_day, last: year.last_day };
        days.shared_with(order.year.days()).is_none()
    };
    let year = match years.iter().find(|year| Some(year.study_year_id) == visitor.year) {
        Some(year) => Some(shown(app, visitor, year, &left).await?),
        None => None,
    };
    Ok(SetupYear {
        frame: visitor.frame(app, words.t("setup-year")).await?,
        calendar: years.iter().all(is_apart).then(|| written(order.year.days())),
        first_grade: written(order.first_grade.span.days()),
        year,
        forms: YearForms {
            name: left.year.name,
            first: left.year.first,
            last: left.year.last,
            set: left.set,
            periods: left.periods.periods,
            holidays: left.holidays.holidays,
            public: left.holidays.public.is_some(),
        },
        errors: left.errors,
    })
}

/// What there is of the study year that is chosen.
async fn shown(app: &App, visitor: &Visitor, year: &StudyYearRow, left: &Left) -> Result<YearShown, Refused> {
    let (words, institution) = (visitor.words, visitor.caller.institution().0);
    let id = year.study_year_id;
    let mut periods = directory::periods(&app.pool, institution).await?;
    periods.retain(|period| period.study_year_id == id);
    let sets = directory::period_sets(&app.pool, institution, id).await?;
    let of_set = |set: Option<Uuid>| -> Vec<PeriodLine> {
        let rows = periods.iter().filter(|period| period.set_id == set);
        rows.map(|period| PeriodLine {
            name: period.name.clone(),
            kind: kind_word(words, &period.kind),
            days: written(Days { first: period.first_day, last: period.last_day }),
        })
        .collect()
    };
    let named = sets.iter().map(|set| (set.set_id, set.name.clone()));
    let mut tables: Vec<SetShown> = sets
        .iter()
        .map(|set| SetShown { name: set.name.clone(), periods: of_set(Some(set.set_id)) })
        .collect();
    let without = of_set(None);
    if !without.is_empty() {
        tables.push(SetShown { name: words.t("setup-set-none"), periods: without });
    }
    Ok(YearShown {
        id: id.to_string(),
        name: year.name.clone(),
        days: written(Days { first: year.first_day, last: year.last_day }),
        sets: tables,
        holidays: holidays_of(app, visitor, id, &sets).await?,
        period_sets: choices(named.clone(), &left.periods.set),
        period_kinds: kinds(words, &left.periods.kind),
        holiday_sets: choices(named, &left.holidays.set),
    })
}

fn kinds(words: &Words, sent: &str) -> Vec<Choice> {
    let choice = |kind: PeriodKind| {
        let code = kind.as_ref();
        Choice { value: code.to_owned(), label: kind_word(words, code), selected: code == sent }
    };
    KINDS.map(choice).into()
}

fn kind_word(words: &Words, code: &str) -> String {
    match code.parse::<PeriodKind>() {
        Ok(PeriodKind::Quarter) => words.t("setup-kind-quarter"),
        Ok(PeriodKind::HalfYear) => words.t("setup-kind-half-year"),
        Ok(PeriodKind::Trimester) => words.t("setup-kind-trimester"),
        Ok(PeriodKind::Semester) => words.t("setup-kind-semester"),
        Ok(PeriodKind::Module) => words.t("setup-kind-module"),
        Ok(PeriodKind::Term) => words.t("setup-kind-term"),
        Ok(PeriodKind::GradingPeriod) => words.t("setup-kind-grading-period"),
        Err(_) => code.to_owned(),
    }
}
