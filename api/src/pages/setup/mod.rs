//! Setting a school up: a list of steps for somebody who begins with nothing, and the page of each.

pub(super) mod bells;
pub(super) mod buildings;
pub(super) mod classes;
pub(super) mod groups;
pub(super) mod holidays;
mod lines;
pub(super) mod rooms;
mod steps;
pub(super) mod subjects;
pub(super) mod year;

use axum::extract::State;
use axum::response::Response;
use dayek_domain::access::{Action, Object};
use dayek_domain::id::InstitutionId;
use dayek_projections::directory;
use serde::Deserialize;
use uuid::Uuid;

use super::form::{Sent, go_to, page, refused_form};
use super::rights::run;
use super::views::{Choice, Fact, FieldError, Setup};
use super::visitor::Visitor;
use crate::entropy::new_id;
use crate::http::App;
use crate::http::problem::Refused;
use crate::log::{LogError, UseCase};
use crate::refusal::{Refusal, Rule};
use crate::usecases::PlaceUnder;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PlaceSent {
    parent: String,
}

/// Whether there is a step for the visitor to take.
pub(super) fn may_set_up(visitor: &Visitor) -> bool {
    [Action::EditStudyYear, Action::EditDirectory, Action::EditClasses]
        .into_iter()
        .any(|action| visitor.can(action, &Object::Institution))
}

pub(super) async fn get(State(app): State<App>, visitor: Visitor) -> Result<Response, Refused> {
    page(&view(&app, &visitor, None, vec![]).await?)
}

/// Says under which organisation the institution stands; an empty field: under none.
pub(super) async fn place(
    State(app): State<App>,
    visitor: Visitor,
    Sent(sent): Sent<PlaceSent>,
) -> Result<Response, Refused> {
    let text = sent.parent.trim();
    let parent_id = if text.is_empty() { Ok(None) } else { text.parse::<InstitutionId>().map(Some) };
    let fault = match parent_id {
        Ok(parent_id) => {
            let institution_id = visitor.caller.institution();
            run(&app, &visitor, PlaceUnder { institution_id, parent_id }).await?
        }
        Err(_) => Some(visitor.words.t("error-not-an-id")),
    };
    match fault {
        None => Ok(go_to("/setup?done=saved")),
        Some(text) => {
            let errors = vec![FieldError { field: "parent", text }];
            refused_form(&view(&app, &visitor, Some(sent.parent), errors).await?)
        }
    }
}

async fn view(
    app: &App,
    visitor: &Visitor,
    typed: Option<String>,
    errors: Vec<FieldError>,
) -> Result<Setup, Refused> {
    if !may_set_up(visitor) {
        visitor.may(Action::EditStudyYear, &Object::Institution)?;
    }
    let words = visitor.words;
    let institution = visitor.caller.institution();
    let name = directory::institution_of(&app.pool, institution.0).await?.map(|(name, _)| name);
    let kind = directory::kind_of(&app.pool, institution.0).await?;
    let fact = |term: String, text: String| Fact { term, text };
    let profile = vec![
        fact(words.t("setup-name"), name.unwrap_or_default()),
        fact(words.t("network-kind"), kind.map(|kind| words.word("kind-of-", &kind)).unwrap_or_default()),
        fact(words.t("setup-time-zone"), visitor.time.zone().to_owned()),
        fact(words.t("network-institution-id"), institution.to_string()),
    ];
    let parent = if visitor.can(Action::EditSettings, &Object::Institution) {
        let now = directory::parent_of(&app.pool, institution.0).await?;
        Some(typed.unwrap_or_else(|| now.map(|id| id.to_string()).unwrap_or_default()))
    } else {
        None
    };
    Ok(Setup {
        frame: visitor.frame(app, words.t("setup-title")).await?,
        steps: steps::steps(app, visitor).await?,
        profile,
        parent,
        errors,
    })
}

/// Carries it out; answers with the rule that forbids it, if one does.
async fn ask(app: &App, visitor: &Visitor, use_case: impl UseCase) -> Result<Option<Rule>, Refused> {
    match app.log.execute(visitor.caller.request(None, None), use_case).await {
        Ok(_) => Ok(None),
        Err(Refusal::Rule(rule)) => Ok(Some(rule)),
        Err(refusal) => Err(refusal.into()),
    }
}

/// A new id.
fn fresh<T: From<Uuid>>(app: &App) -> Result<T, Refused> {
    Ok(T::from(new_id(app.entropy.as_ref()).map_err(LogError::from)?))
}

/// What was chosen in a list; nothing is an empty text.
fn chosen<T: From<Uuid>>(text: &str) -> Result<Option<T>, uuid::Error> {
    if text.is_empty() { Ok(None) } else { text.parse::<Uuid>().map(|id| Some(T::from(id))) }
}

/// A list to choose from, with what was sent chosen.
fn choices(rows: impl IntoIterator<Item = (Uuid, String)>, sent: &str) -> Vec<Choice> {
    let choice = |(id, label): (Uuid, String)| {
        let value = id.to_string();
        Choice { selected: value == sent, value, label }
    };
    rows.into_iter().map(choice).collect()
}
