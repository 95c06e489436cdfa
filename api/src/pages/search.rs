//! The search: people whose pages the reader may open, and classes.

use axum::extract::{Query, State};
use axum::response::Response;
use dayek_domain::access::{Action, Object};
use dayek_domain::id::{ClassId, PersonId};
use dayek_projections::directory::{self, MemberRow};
use serde::Deserialize;

use super::classes::{class_label, class_order};
use super::form::page;
use super::people::{matches, named, roles};
use super::views::{Found, Link, Search};
use super::visitor::Visitor;
use crate::http::App;
use crate::http::network::below::NETWORK;
use crate::http::problem::Refused;

const MOST_FOUND: usize = 50;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SearchQuery {
    q: Option<String>,
}

pub(super) async fn get(
    State(app): State<App>,
    visitor: Visitor,
    Query(query): Query<SearchQuery>,
) -> Result<Response, Refused> {
    let q = query.q.unwrap_or_default().trim().to_owned();
    let (mut found, mut classes) = (Vec::new(), Vec::new());
    if !q.is_empty() {
        found = people(&app, &visitor, &q).await?;
        let scope = visitor.standing.scope(Action::ViewClassPages);
        if scope.institution || !scope.classes.is_empty() {
            let only = (!scope.institution).then_some(scope.classes.as_slice());
            let institution = visitor.caller.institution();
            let mut rows = directory::classes(&app.pool, institution.0, only).await?;
            rows.sort_by_cached_key(class_order);
            let found = rows.iter().filter(|row| is_called(&row.name, &q)).take(MOST_FOUND);
            classes.extend(found.map(|row| Link {
                href: format!("/classes/{}", row.class_id),
                label: class_label(row, &rows),
            }));
        }
    }
    let frame = visitor.frame(&app, visitor.words.t1("search-found", "q", &q)).await?;
    page(&Search { frame, q, people: found, classes })
}

/// People of that name, each with the page of theirs that is open to the visitor. Whoever has none is not
/// found, and their name is not opened.
async fn people(app: &App, visitor: &Visitor, q: &str) -> Result<Vec<Found>, Refused> {
    let mut members = directory::members(&app.pool, visitor.caller.institution().0, None).await?;
    members.retain(|member| page_of(visitor, member).is_some());
    let people = named(app, visitor, members).await?;
    let found = people.into_iter().filter(|(name, _)| matches(name, q)).filter_map(|(name, member)| {
        let href = page_of(visitor, &member)?;
        Some(Found { href, name, roles: roles(visitor, &member) })
    });
    Ok(found.take(MOST_FOUND).collect())
}

/// The page of a person, the marks of a pupil, or the class in whose list a pupil stands.
fn page_of(visitor: &Visitor, member: &MemberRow) -> Option<String> {
    let person = member.person_id;
    let classes: Vec<ClassId> = member.classes.iter().copied().map(ClassId).collect();
    let about = Object::Person { person_id: PersonId(person), classes };
    if visitor.can(Action::ViewPersonalData, &about) {
        return Some(format!("/people/{person}"));
    }
    if !member.classes.is_empty() && visitor.can(Action::ViewDiary, &about) {
        return Some(format!("/pupils/{person}"));
    }
    if visitor.can(Action::ViewRoles, &about) {
        return Some(format!("/people/{person}"));
    }
    let is_listed = |action, class| visitor.can(action, &Object::Class(ClassId(class)));
    let lists = [Action::ViewClassPages, Action::ViewClassPupils];
    let class =
        member.classes.iter().find(|class| lists.into_iter().all(|action| is_listed(action, **class)));
    class.map(|class| format!("/classes/{class}"))
}

/// Whether a class is looked for. Quotation marks and spaces are written by some and left out by others:
/// `7 «А»` is also found as `7а`.
fn is_called(name: &str, q: &str) -> bool {
    let q = bare(q);
    !q.is_empty() && bare(name).contains(&q)
}

fn bare(text: &str) -> String {
    text.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whom and what the search finds for the visitor.
pub(super) fn hint(visitor: &Visitor) -> String {
    let sees = |action| visitor.standing.scope(action).institution;
    if visitor.can(Action::ViewNetworkSummary, &NETWORK) {
        visitor.words.t("search-hint-staff")
    } else if sees(Action::ViewPersonalData) || sees(Action::ViewRoles) {
        visitor.words.t("search-hint")
    } else {
        visitor.words.t("search-hint-pupils")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_is_found_however_its_name_is_written() {
        for q in ["7а", "7А", "7 а", "7 «А»", "7«а»", " 7 А "] {
            assert!(is_called("7 «А»", q) && is_called("7А", q), "{q}");
        }
        assert!(!is_called("7 «Ә»", "7а"));
        assert!(!is_called("7А", "«»"));
    }
}
