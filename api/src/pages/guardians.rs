//! The guardians of a pupil, on the page of a person: who they are, whom to add, whom to take off.

use std::collections::HashMap;

use axum::extract::{Path, State};
use axum::response::Response;
use dayek_domain::access::{Action, Object};
use dayek_domain::id::PersonId;
use dayek_domain::person::Kinship;
use dayek_projections::directory::{self, MemberRow};
use serde::Deserialize;
use strum::IntoEnumIterator as _;
use uuid::Uuid;

use super::form::{Sent, filled, go_to, refused_form};
use super::people::{matches, name_order, named, names_of, roles, seen};
use super::person::{Left, view};
use super::rights::run;
use super::views::{Choice, FieldError, GuardianRow, Guardianship, Relative};
use super::visitor::Visitor;
use crate::http::App;
use crate::http::problem::Refused;
use crate::usecases::{LinkGuardian, UnlinkGuardian};

const MOST_FOUND: usize = 20;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct LinkSent {
    pub(super) guardian: String,
    pub(super) kinship: String,
    /// The name that was looked for.
    pub(super) q: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UnlinkSent {
    #[serde(default)]
    reason: String,
}

pub(super) async fn link(
    State(app): State<App>,
    visitor: Visitor,
    Path(person): Path<Uuid>,
    Sent(sent): Sent<LinkSent>,
) -> Result<Response, Refused> {
    let words = visitor.words;
    let fault = match (sent.guardian.parse::<Uuid>(), sent.kinship.parse::<Kinship>()) {
        (Ok(guardian), Ok(kinship)) => {
            let (pupil_id, guardian_id) = (PersonId(person), PersonId(guardian));
            match run(&app, &visitor, LinkGuardian { pupil_id, guardian_id, kinship }).await? {
                None => return Ok(saved(person)),
                Some(text) => FieldError { field: "guardian", text },
            }
        }
        (Err(_), _) => FieldError { field: "guardian", text: words.t("error-choose") },
        (Ok(_), Err(_)) => FieldError { field: "kinship", text: words.t("error-choose") },
    };
    refuse(&app, &visitor, person, Left { errors: vec![fault], link: sent, ..Left::default() }).await
}

pub(super) async fn unlink(
    State(app): State<App>,
    visitor: Visitor,
    Path((person, guardian)): Path<(Uuid, Uuid)>,
    Sent(sent): Sent<UnlinkSent>,
) -> Result<Response, Refused> {
    let (pupil_id, guardian_id) = (PersonId(person), PersonId(guardian));
    let reason = filled(sent.reason);
    match run(&app, &visitor, UnlinkGuardian { pupil_id, guardian_id, reason }).await? {
        None => Ok(saved(person)),
        Some(text) => {
            let errors = vec![FieldError { field: "guardian", text }];
            refuse(&app, &visitor, person, Left { errors, ..Left::default() }).await
        }
    }
}

fn saved(person: Uuid) -> Response {
    go_to(&format!("/people/{person}?done=saved"))
}

async fn refuse(app: &App, visitor: &Visitor, person: Uuid, left: Left) -> Result<Response, Refused> {
    refused_form(&view(app, visitor, person, left).await?)
}

/// The panel for whoever may change it; absent for people who are no pupils.
pub(super) async fn panel(
    app: &App,
    visitor: &Visitor,
    person: Uuid,
    guardians: &[(Uuid, String)],
    names: &HashMap<Uuid, String>,
    sent: &LinkSent,
) -> Result<Option<Guardianship>, Refused> {
    if !visitor.can(Action::EditPersonalData, &Object::Institution) {
        return Ok(None);
    }
    let members = directory::members(&app.pool, visitor.caller.institution().0, Some(&[person])).await?;
    if guardians.is_empty() && members.iter().all(|member| member.classes.is_empty()) {
        return Ok(None);
    }
    let words = visitor.words;
    let q = sent.q.trim();
    let linked: Vec<Uuid> = guardians.iter().map(|(guardian, _)| *guardian).collect();
    let found = found(app, visitor, person, &linked, q).await?;
    let more = found.len() > MOST_FOUND;
    Ok(Some(Guardianship {
        guardians: guardians
            .iter()
            .map(|(guardian, kinship)| GuardianRow {
                id: guardian.to_string(),
                href: format!("/people/{guardian}"),
                name: names.get(guardian).cloned().unwrap_or_else(|| words.t("somebody")),
                kinship: words.word("kinship-", kinship),
            })
            .collect(),
        q: q.to_owned(),
        found: found
            .into_iter()
            .take(MOST_FOUND)
            .map(|(name, member)| to_choose(visitor, name, &member, sent))
            .collect(),
        more,
        kinships: Kinship::iter()
            .map(|kinship| Choice {
                value: kinship.as_ref().to_owned(),
                label: words.word("kinship-", kinship.as_ref()),
                selected: sent.kinship == kinship.as_ref(),
            })
            .collect(),
    }))
}

/// The people of a name, as far as the visitor may see them, who could become guardians: neither pupils,
/// such as brothers and sisters, nor whoever is one already.
async fn found(
    app: &App,
    visitor: &Visitor,
    person: Uuid,
    linked: &[Uuid],
    q: &str,
) -> Result<Vec<(String, MemberRow)>, Refused> {
    if q.is_empty() {
        return Ok(vec![]);
    }
    let Some(members) = seen(app, visitor).await? else { return Ok(vec![]) };
    let mut people = named(app, visitor, members).await?;
    people.retain(|(name, member)| {
        member.program_name.is_none()
            && member.classes.is_empty()
            && member.person_id != person
            && !linked.contains(&member.person_id)
            && matches(name, q)
    });
    Ok(people)
}

/// Somebody to choose; those of one name are told apart by what they are.
fn to_choose(visitor: &Visitor, name: String, member: &MemberRow, sent: &LinkSent) -> Choice {
    let value = member.person_id.to_string();
    let roles = roles(visitor, member);
    let label = if roles.is_empty() { name } else { format!("{name} ({})", roles.join(", ")) };
    Choice { selected: sent.guardian == value, value, label }
}

/// The children of a guardian, as far as the visitor may see anything of them.
pub(super) async fn children(app: &App, visitor: &Visitor, guardian: Uuid) -> Result<Vec<Relative>, Refused> {
    let institution = visitor.caller.institution();
    let ties = directory::ties(&app.pool, institution.0, guardian).await?;
    let mut ids: Vec<Uuid> = ties.children.iter().map(|(child, _)| *child).collect();
    ids.dedup();
    let names = names_of(app, institution, &ids).await?;
    let mut children = Vec::with_capacity(ids.len());
    for child in ids {
        // Somebody has few children.
        let about = visitor.caller.person_as_object(app, PersonId(child)).await?;
        let href = if visitor.can(Action::ViewPersonalData, &about) {
            Some(format!("/people/{child}"))
        } else if visitor.can(Action::ViewDiary, &about) {
            Some(format!("/pupils/{child}"))
        } else {
            continue;
        };
        let name = names.get(&child).cloned().unwrap_or_else(|| visitor.words.t("somebody"));
        children.push(Relative { href, name, kinship: visitor.words.t("guardian-child") });
    }
    children.sort_by_cached_key(|child| (name_order(&child.name), child.href.clone()));
    Ok(children)
}
