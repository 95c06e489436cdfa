//! What is known of a person, on their page; taking them off the lists and bringing them back.

use axum::extract::{Path, State};
use axum::response::Response;
use chrono::NaiveDate;
use dayek_domain::access::{Action, Object};
use dayek_domain::id::PersonId;
use dayek_domain::person::PersonDetails;
use dayek_projections::roster;
use serde::Deserialize;
use uuid::Uuid;

use super::form::{Sent, filled, go_to, refused_form};
use super::person::{Left, view};
use super::rights::run;
use super::views::{ArchivePanel, Fact, FieldError, Link};
use super::visitor::Visitor;
use crate::http::App;
use crate::http::problem::Refused;
use crate::lists::written;
use crate::usecases::{ArchivePerson, RestorePerson};

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct ArchiveSent {
    pub(super) on: String,
    pub(super) reason: String,
}

/// What the page of a person shows of their data.
pub(super) fn facts(visitor: &Visitor, object: &Object, details: PersonDetails) -> Vec<Fact> {
    let words = visitor.words;
    let iin = details.iin.as_ref().map(|iin| {
        if visitor.can(Action::EditPersonalData, object) { iin.as_str().to_owned() } else { iin.masked() }
    });
    let known = [
        ("birth-date", details.birth_date.map(written)),
        ("sex", details.sex.map(|sex| words.word("sex-", sex.as_ref()))),
        ("iin", iin),
        ("position", details.position),
        ("education", details.education),
        ("taught-in", details.taught_in.map(|language| words.word("taught-in-", language.as_ref()))),
        ("email", details.email),
        ("phone", details.phone),
        ("address", details.address),
    ];
    let facts = known.into_iter().filter_map(|(term, text)| Some((term, text?)));
    facts.map(|(term, text)| Fact { term: words.word("column-", term), text }).collect()
}

/// Where the data is put right, for whoever may.
pub(super) fn edit_link(visitor: &Visitor, object: &Object, person: Uuid) -> Option<Link> {
    let may = visitor.can(Action::EditPersonalData, object);
    may.then(|| Link { href: format!("/people/{person}/edit"), label: visitor.words.t("person-edit") })
}

/// The panel for whoever may take somebody off the lists or bring them back.
pub(super) async fn archive_panel(
    app: &App,
    visitor: &Visitor,
    person: Uuid,
    sent: &ArchiveSent,
) -> Result<Option<ArchivePanel>, Refused> {
    if !visitor.can(Action::EditPersonalData, &Object::Institution) {
        return Ok(None);
    }
    let archived = roster::archived(&app.pool, visitor.caller.institution().0).await?;
    let today = visitor.time.today().to_string();
    Ok(Some(ArchivePanel {
        since: archived.get(&person).copied().map(written),
        on: if sent.on.is_empty() { today } else { sent.on.clone() },
        reason: sent.reason.clone(),
    }))
}

pub(super) async fn archive(
    State(app): State<App>,
    visitor: Visitor,
    Path(person): Path<Uuid>,
    Sent(sent): Sent<ArchiveSent>,
) -> Result<Response, Refused> {
    let text = match sent.on.trim().parse::<NaiveDate>() {
        Ok(on) => {
            let reason = filled(sent.reason.clone());
            match run(&app, &visitor, ArchivePerson { person_id: PersonId(person), on, reason }).await? {
                None => return Ok(go_to(&format!("/people/{person}?done=archived"))),
                Some(text) => text,
            }
        }
        Err(_) => visitor.words.t("error-not-a-day"),
    };
    let errors = vec![FieldError { field: "archived_on", text }];
    let left = Left { errors, archive: sent, ..Left::default() };
    refused_form(&view(&app, &visitor, person, left).await?)
}

pub(super) async fn bring_back(
    State(app): State<App>,
    visitor: Visitor,
    Path(person): Path<Uuid>,
) -> Result<Response, Refused> {
    match run(&app, &visitor, RestorePerson { person_id: PersonId(person) }).await? {
        None => Ok(go_to(&format!("/people/{person}?done=returned"))),
        Some(text) => {
            let errors = vec![FieldError { field: "archived_on", text }];
            refused_form(&view(&app, &visitor, person, Left { errors, ..Left::default() }).await?)
        }
    }
}
