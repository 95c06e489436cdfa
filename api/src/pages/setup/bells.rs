//! The bells of a study year on their page: a lesson a line, and the days that ring otherwise.

use axum::extract::{Query, State};
use axum::response::Response;
use dayek_domain::access::{Action, Object};
use dayek_domain::id::{BellScheduleId, StudyYearId};
use dayek_domain::study_year::{Bell, BellSchedule};
use dayek_projections::directory::{self, BellRow, BellScheduleRow};
use serde::Deserialize;
use uuid::Uuid;

use super::lines::{Faults, bell, day, lines};
use super::{ask, choices, chosen, fresh};
use crate::http::App;
use crate::http::problem::Refused;
use crate::pages::form::{Sent, go_to, page, refused_form};
use crate::pages::rights::run;
use crate::pages::views::{
    BellLine, BellsForm, DayBellsForm, DayBellsLine, FieldError, ScheduleShown, SetupBells,
};
use crate::pages::visitor::Visitor;
use crate::refusal::Rule;
use crate::usecases::{SetBells, SetDayBells};

#[derive(Default, Deserialize)]
#[serde(default)]
pub(in crate::pages) struct BellsQuery {
    /// The schedule to change.
    schedule: Option<Uuid>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::pages) struct BellsSent {
    year: Uuid,
    /// Nothing, when it is new.
    schedule: String,
    name: String,
    first: String,
    bells: String,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::pages) struct DaySent {
    year: Uuid,
    date: String,
    schedule: String,
    to: String,
}

/// What a form left on the page.
#[derive(Default)]
struct Left {
    errors: Vec<FieldError>,
    bells: Option<BellsSent>,
    day: DaySent,
}

pub(in crate::pages) async fn get(
    State(app): State<App>,
    visitor: Visitor,
    Query(query): Query<BellsQuery>,
) -> Result<Response, Refused> {
    page(&view(&app, &visitor, query.schedule, Left::default()).await?)
}

pub(in crate::pages) async fn set(
    State(app): State<App>,
    visitor: Visitor,
    Sent(sent): Sent<BellsSent>,
) -> Result<Response, Refused> {
    let words = visitor.words;
    let mut faults = Faults::of(words, "bells");
    let bell_schedule_id = match chosen::<BellScheduleId>(&sent.schedule) {
        Ok(Some(known)) => known,
        Ok(None) => fresh(&app)?,
        Err(_) => {
            faults.errors.push(FieldError { field: "bells", text: words.t("error-choose") });
            BellScheduleId::default()
        }
    };
    let first = sent.first.trim().parse::<u8>().unwrap_or_else(|_| {
        faults.errors.push(FieldError { field: "first", text: words.t("error-not-a-number") });
        1
    });
    let read = lines(&sent.bells);
    faults.check(&read, 1);
    let mut bells = Vec::with_capacity(read.len());
    for (line, number) in read.iter().zip(first..=u8::MAX) {
        match bell(line.name()) {
            Some((begins, ends)) => bells.push(Bell { number, begins, ends }),
            None => faults.add(line.number, &words.t("error-line-time")),
        }
    }
    if faults.errors.is_empty() {
        let schedule = BellSchedule { name: sent.name.trim().to_owned(), bells };
        let use_case = SetBells { study_year_id: StudyYearId(sent.year), bell_schedule_id, schedule };
        match ask(&app, &visitor, use_case).await? {
            None => return Ok(saved()),
            // The rule names the lesson; the writer looks for a line.
            Some(rule) => match place_of(&rule, first).and_then(|place| read.get(place)) {
                Some(line) => faults.add(line.number, &words.rule(&rule)),
                None => faults.errors.push(FieldError { field: "bells_name", text: words.rule(&rule) }),
            },
        }
    }
    let left = Left { errors: faults.errors, bells: Some(sent), ..Left::default() };
    refused_form(&view(&app, &visitor, None, left).await?)
}

fn place_of(rule: &Rule, first: u8) -> Option<usize> {
    let number: u8 = rule.values.get("number")?.parse().ok()?;
    number.checked_sub(first).map(usize::from)
}

/// Has a schedule ring like another on one day, or as usual again.
pub(in crate::pages) async fn set_day(
    State(app): State<App>,
    visitor: Visitor,
    Sent(sent): Sent<DaySent>,
) -> Result<Response, Refused> {
    let choose = || visitor.words.t("error-choose");
    let parsed = (day(&sent.date), sent.schedule.parse::<BellScheduleId>(), chosen(&sent.to));
    let fault = match parsed {
        (Some(date), Ok(bell_schedule_id), Ok(to)) => {
            let study_year_id = StudyYearId(sent.year);
            let use_case = SetDayBells { study_year_id, date, bell_schedule_id, to };
            match run(&app, &visitor, use_case).await? {
                None => return Ok(saved()),
                Some(text) => FieldError { field: "date", text },
            }
        }
        (None, _, _) => FieldError { field: "date", text: visitor.words.t("error-not-a-day") },
        (Some(_), Err(_), _) => FieldError { field: "schedule", text: choose() },
        (Some(_), Ok(_), Err(_)) => FieldError { field: "to", text: choose() },
    };
    let left = Left { errors: vec![fault], day: sent, ..Left::default() };
    refused_form(&view(&app, &visitor, None, left).await?)
}

fn saved() -> Response {
    go_to("/setup/bells?done=saved")
}

async fn view(
    app: &App,
    visitor: &Visitor,
    schedule: Option<Uuid>,
    left: Left,
) -> Result<SetupBells, Refused> {
    visitor.may(Action::EditBells, &Object::Institution)?;
    let institution = visitor.caller.institution().0;
    let (schedules, days) = match visitor.year {
        Some(year) => (
            directory::bell_schedules(&app.pool, institution, year).await?,
            directory::day_bells(&app.pool, institution, year).await?,
        ),
        None => (vec![], vec![]),
    };
    let name = |id: Uuid| {
        let found = schedules.iter().find(|schedule| schedule.bell_schedule_id == id);
        found.map(|schedule| schedule.name.clone()).unwrap_or_default()
    };
    let day = |row: &directory::DayBellsRow| DayBellsLine {
        date: row.date.format("%d.%m.%Y").to_string(),
        schedule: name(row.bell_schedule_id),
        like: name(row.rings_like_id),
    };
    let named = schedules.iter().map(|row| (row.bell_schedule_id, row.name.clone()));
    let to_change = schedules.iter().find(|row| Some(row.bell_schedule_id) == schedule);
    Ok(SetupBells {
        frame: visitor.frame(app, visitor.words.t("setup-bells")).await?,
        year: visitor.year.map(|year| year.to_string()),
        form: left.bells.map_or_else(|| to_change.map_or_else(blank, filled), sent_again),
        day: DayBellsForm {
            schedules: choices(named.clone(), &left.day.schedule),
            likes: choices(named, &left.day.to),
            date: left.day.date,
        },
        days: days.iter().map(day).collect(),
        schedules: schedules.iter().map(shown).collect(),
        errors: left.errors,
    })
}

fn shown(row: &BellScheduleRow) -> ScheduleShown {
    let line = |bell: &BellRow| BellLine {
        number: bell.number.to_string(),
        begins: bell.begins.format("%H:%M").to_string(),
        ends: bell.ends.format("%H:%M").to_string(),
    };
    ScheduleShown {
        id: row.bell_schedule_id.to_string(),
        name: row.name.clone(),
        bells: row.bells.iter().map(line).collect(),
    }
}

fn blank() -> BellsForm {
    BellsForm { schedule: String::new(), name: String::new(), first: "1".to_owned(), bells: String::new() }
}

/// The form with a schedule that is there already.
fn filled(row: &BellScheduleRow) -> BellsForm {
    let line = |bell: &BellRow| format!("{}-{}", bell.begins.format("%H:%M"), bell.ends.format("%H:%M"));
    let lines: Vec<String> = row.bells.iter().map(line).collect();
    BellsForm {
        schedule: row.bell_schedule_id.to_string(),
        name: row.name.clone(),
        first: row.bells.first().map(|bell| bell.number.to_string()).unwrap_or_default(),
        bells: lines.join("\n"),
    }
}

fn sent_again(sent: BellsSent) -> BellsForm {
    let BellsSent { schedule, name, first, bells, .. } = sent;
    BellsForm { schedule, name, first, bells }
}
