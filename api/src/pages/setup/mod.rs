//! Setting a school up: a list of steps for somebody who begins with nothing, and the page of each.

pub(super) mod bells;
pub(super) mod buildings;
pub(super) mod classes;
pub(super) mod groups;
pub(super) mod holidays;
pub(super) mod institution;
mod lines;
mod next_units;
pub(super) mod next_year;
pub(super) mod rooms;
mod steps;
pub(super) mod subjects;
pub(super) mod year;

use axum::extract::State;
use axum::response::Response;
use dayek_domain::access::{Action, Object};
use dayek_projections::directory;
use uuid::Uuid;

use super::form::page;
use super::views::{Choice, Fact, Setup};
use super::visitor::Visitor;
use crate::entropy::new_id;
use crate::http::App;
use crate::http::problem::Refused;
use crate::log::{LogError, UseCase};
use crate::refusal::{Refusal, Rule};

/// Whether there is a step for the visitor to take.
pub(super) fn may_set_up(visitor: &Visitor) -> bool {
    [Action::EditStudyYear, Action::EditDirectory, Action::EditClasses]
        .into_iter()
        .any(|action| visitor.can(action, &Object::Institution))
}

pub(super) async fn get(State(app): State<App>, visitor: Visitor) -> Result<Response, Refused> {
    if !may_set_up(&visitor) {
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
    page(&Setup {
        frame: visitor.frame(&app, words.t("setup-title")).await?,
        steps: steps::steps(&app, &visitor).await?,
        profile,
    })
}

/// Carries it out; answers with the rule that forbids it, if one does.
async fn ask(app: &App, visitor: &Visitor, use_case: impl UseCase) -> Result<Option<Rule>, Refused> {
    match app.log.execute(visitor.caller.request(None, None), use_case).await {
        Ok(receipt) => {
            visitor.await_shown(app, &receipt).await;
            Ok(None)
        }
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
