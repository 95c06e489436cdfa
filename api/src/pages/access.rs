//! Why may somebody do something? The rule, the event that gave the right, the line of the seed.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use chrono::NaiveDateTime;
use dayek_domain::access::{Action, Decision, Grant, Ground, Object, Reach, Scope, Standing};
use dayek_domain::id::{ClassId, PersonId, SubjectId};
use dayek_projections::directory;
use serde::Deserialize;
use strum::IntoEnumIterator as _;
use uuid::Uuid;

use super::choices::choice;
use super::form::{page, refused_form};
use super::grants::{GivenBy, grant_in_words};
use super::journals::id;
use super::views::{Answer, Choice, FieldError, Link, SeedLine, WhyMay};
use super::visitor::Visitor;
use crate::calendar;
use crate::http::App;
use crate::http::people::{Opener, sealed};
use crate::http::problem::Refused;
use crate::refusal::Refusal;
use crate::standing;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AccessQuery {
    action: Option<String>,
    class: Option<String>,
    subject: Option<String>,
    about: Option<String>,
    at: Option<String>,
}

pub(super) async fn get(
    State(app): State<App>,
    visitor: Visitor,
    Path(person): Path<Uuid>,
    Query(query): Query<AccessQuery>,
) -> Result<Response, Refused> {
    let (words, institution) = (visitor.words, visitor.caller.institution());
    let whose = visitor.caller.person_as_object(&app, PersonId(person)).await?;
    visitor.may(Action::ViewRoles, &whose)?;
    let known = directory::people(&app.pool, institution.0, &[person]).await?;
    let names = Opener::of(&app, institution, &sealed(&known)).await?.names(&known)?;
    let Some(name) = names.get(&person) else { return Err(Refusal::NotFound.into()) };
    let time = visitor.time;
    let action = query.action.as_deref().and_then(|code| code.parse::<Action>().ok());
    let (class, subject, about) =
        (id(query.class.as_deref()), id(query.subject.as_deref()), id(query.about.as_deref()));
    let typed = query.at.as_deref().filter(|at| !at.is_empty());
    let at = typed.map(|at| NaiveDateTime::parse_from_str(at, "%Y-%m-%dT%H:%M"));
    let mut errors = Vec::new();
    let moment = match at {
        None => None,
        Some(Ok(at)) if calendar::is_in_reach(&at) => Some(time.moment(at)),
        Some(Ok(_) | Err(_)) => {
            errors.push(FieldError { field: "at", text: words.t("error-not-a-day") });
            None
        }
    };
    let answer = match action.filter(|_| errors.is_empty()) {
        None => None,
        Some(action) => {
            let object = match (class.map(ClassId), subject.map(SubjectId), about) {
                (Some(class_id), Some(subject_id), _) => Object::Journal { class_id, subject_id },
                (Some(class_id), None, _) => Object::Class(class_id),
                (None, _, Some(about)) => visitor.caller.person_as_object(&app, PersonId(about)).await?,
                (None, _, None) => Object::Institution,
            };
            let now = moment.unwrap_or_else(crate::clock::now);
            let day = time.day_of(now);
            let asked = standing::Asked { institution, person: PersonId(person), two_factors: true, day };
            let held = match moment {
                None => standing::now(&app.log, asked).await,
                Some(moment) => standing::at(&app.log, asked, moment).await,
            };
            let held = held.map_err(Refusal::from)?;
            Some(answer(&app, &visitor, &held, action, &object).await?)
        }
    };
    let mut classes = directory::classes(&app.pool, institution.0, None).await?;
    classes.retain(|row| visitor.can(Action::ViewClassPages, &Object::Class(ClassId(row.class_id))));
    let subjects = directory::subjects(&app.pool, institution.0).await?;
    let actions = Action::iter().map(|one| Choice {
        value: one.as_ref().to_owned(),
        label: words.word("action-", one.as_ref()),
        selected: action == Some(one),
    });
    let view = WhyMay {
        frame: visitor.frame(&app, words.t("why-may-title")).await?,
        person: Link { href: format!("/people/{person}"), label: name.clone() },
        actions: actions.collect(),
        classes: classes.iter().map(|row| choice(row.class_id, &row.name, class)).collect(),
        subjects: subjects.iter().map(|row| choice(row.subject_id, &row.name, subject)).collect(),
        about: about.map(|about| Choice {
            value: about.to_string(),
            label: about.to_string(),
            selected: true,
        }),
        at: query.at.unwrap_or_default(),
        errors,
        answer,
    };
    if view.errors.is_empty() { page(&view) } else { refused_form(&view) }
}

/// What has to be named for the answer to be yes, when the question named too little.
fn missing(held: &Standing, action: Action, object: &Object) -> Option<&'static str> {
    let Scope { journals, classes, people, .. } = held.scope(action);
    match object {
        Object::Institution if !journals.is_empty() => Some("why-not-without-journal"),
        Object::Institution if !classes.is_empty() => Some("why-not-without-class"),
        Object::Institution if !people.is_empty() => Some("why-not-without-person"),
        Object::Class(class) if journals.iter().any(|(of, _)| *of == class.0) => {
            Some("why-not-without-subject")
        }
        Object::Institution
        | Object::OtherInstitution { .. }
        | Object::Class(_)
        | Object::Journal { .. }
        | Object::Lesson { .. }
        | Object::Person { .. } => None,
    }
}

async fn answer(
    app: &App,
    visitor: &Visitor,
    held: &Standing,
    action: Action,
    object: &Object,
) -> Result<Answer, Refused> {
    let words = visitor.words;
    let decision = held.decide(action, object);
    let Decision::Allowed(ground) = decision else {
        let missing = missing(held, action, object);
        let seen_only = decision == Decision::Forbidden;
        let flat = if seen_only { "why-not-seen-only" } else { "why-not-unseen" };
        return Ok(Answer {
            allowed: false,
            verdict: if missing.is_some() { words.t("verdict-depends") } else { words.t("verdict-no") },
            reason: Some(words.t(missing.unwrap_or(flat))),
            role: None,
            reach: None,
            grant: None,
            fact: None,
            seed: vec![],
        });
    };
    let Ground { role, reach, seed_lines, grant, .. } = ground;
    let subject = match object {
        Object::Journal { subject_id, .. } if reach == Reach::Taught => Some(subject_id.0),
        Object::Institution
        | Object::OtherInstitution { .. }
        | Object::Class(_)
        | Object::Journal { .. }
        | Object::Lesson { .. }
        | Object::Person { .. } => None,
    };
    let Grant { stream, id, sequence } = grant;
    let given = GivenBy { stream, id, sequence, role: Some(role), subject };
    Ok(Answer {
        allowed: true,
        verdict: words.t("verdict-yes"),
        reason: None,
        role: Some(visitor.role(role)),
        reach: Some(words.word("reach-", reach.as_ref())),
        grant: Some(grant_in_words(app, visitor, given).await?),
        fact: None,
        seed: seed_lines.iter().map(|line| SeedLine { line: line.to_string(), text: None }).collect(),
    })
}
