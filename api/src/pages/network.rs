//! A governing organisation and the institutions below it, in numbers.

use axum::extract::{Path, State};
use axum::response::Response;
use dayek_domain::access::{Action, Object};
use dayek_domain::id::InstitutionId;
use dayek_projections::directory::{self, FurtherRow, SubordinateRow, SummaryRow};
use serde::Deserialize;
use uuid::Uuid;

use super::form::{Sent, go_to, page, refused_form};
use super::home::is_staff;
use super::people::{name_order, named, roles};
use super::rights::run;
use super::views::{
    Admission, FieldError, Figure, HomeNetwork, Network, NetworkRow, NetworkTotal, OrgMember,
};
use super::visitor::Visitor;
use super::words::Words;
use crate::http::App;
use crate::http::network::below::{NETWORK, below, further};
use crate::http::problem::Refused;
use crate::log::UseCase;
use crate::usecases::{AdmitSubordinate, ReleaseSubordinate};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AdmitSent {
    institution: String,
}

pub(super) async fn get(State(app): State<App>, visitor: Visitor) -> Result<Response, Refused> {
    visitor.may(Action::ViewNetworkSummary, &NETWORK)?;
    page(&view(&app, &visitor, String::new(), vec![]).await?)
}

pub(super) async fn admit(
    State(app): State<App>,
    visitor: Visitor,
    Sent(sent): Sent<AdmitSent>,
) -> Result<Response, Refused> {
    visitor.may(Action::ViewNetworkSummary, &NETWORK)?;
    visitor.may(Action::EditSettings, &Object::Institution)?;
    let Ok(institution_id) = sent.institution.trim().parse::<InstitutionId>() else {
        let text = visitor.words.t("error-not-an-id");
        return refuse(&app, &visitor, sent.institution, text).await;
    };
    let organisation_id = visitor.caller.institution();
    let use_case = AdmitSubordinate { organisation_id, institution_id };
    change(&app, &visitor, use_case, sent.institution).await
}

pub(super) async fn release(
    State(app): State<App>,
    visitor: Visitor,
    Path(institution): Path<Uuid>,
) -> Result<Response, Refused> {
    visitor.may(Action::ViewNetworkSummary, &NETWORK)?;
    let organisation_id = visitor.caller.institution();
    let use_case = ReleaseSubordinate { organisation_id, institution_id: InstitutionId(institution) };
    change(&app, &visitor, use_case, String::new()).await
}

async fn change(
    app: &App,
    visitor: &Visitor,
    use_case: impl UseCase,
    typed: String,
) -> Result<Response, Refused> {
    match run(app, visitor, use_case).await? {
        None => Ok(go_to("/network?done=saved")),
        Some(text) => refuse(app, visitor, typed, text).await,
    }
}

async fn refuse(app: &App, visitor: &Visitor, typed: String, text: String) -> Result<Response, Refused> {
    let errors = vec![FieldError { field: "institution", text }];
    refused_form(&view(app, visitor, typed, errors).await?)
}

async fn view(
    app: &App,
    visitor: &Visitor,
    institution: String,
    errors: Vec<FieldError>,
) -> Result<Network, Refused> {
    let organisation = visitor.caller.institution();
    let mut below = below(&app.pool, organisation, visitor.time.today()).await?;
    below.sort_by_cached_key(|(row, _)| (name_order(&row.name), row.institution_id));
    let further = further(&app.pool, &below).await?;
    let sees_marks = visitor.can(Action::ViewNetworkStatistics, &NETWORK);
    let largest = below.iter().map(|(_, summary)| summary.pupils).max().unwrap_or_default().max(1);
    let admission = if visitor.can(Action::EditSettings, &Object::Institution) {
        let unconfirmed = directory::unconfirmed(&app.pool, organisation.0).await?;
        let unconfirmed = unconfirmed.iter().map(Uuid::to_string).collect();
        Some(Admission { own_id: organisation.to_string(), institution, unconfirmed })
    } else {
        None
    };
    let sum = |of: fn(&SummaryRow) -> i64| below.iter().map(|(_, summary)| of(summary)).sum::<i64>();
    let total = NetworkTotal {
        classes: sum(|summary| summary.classes).to_string(),
        pupils: sum(|summary| summary.pupils).to_string(),
        staff: sum(|summary| summary.staff).to_string(),
        marks: sees_marks.then(|| sum(|summary| summary.marks).to_string()),
    };
    let row = |(row, summary): &(SubordinateRow, SummaryRow)| NetworkRow {
        id: row.institution_id.to_string(),
        name: row.name.clone(),
        further: further.get(&row.institution_id).map(|further| told_further(visitor.words, further)),
        kind: visitor.words.word("kind-of-", &row.kind),
        classes: summary.classes.to_string(),
        pupils: summary.pupils.to_string(),
        bar: summary.pupils * 100 / largest,
        staff: summary.staff.to_string(),
        marks: sees_marks.then(|| summary.marks.to_string()),
    };
    Ok(Network {
        frame: visitor.frame(app, visitor.words.t("network-title")).await?,
        rows: below.iter().map(row).collect(),
        total,
        admission,
        errors,
    })
}

fn told_further(words: &Words, row: &FurtherRow) -> String {
    let (institutions, pupils) = (row.institutions.to_string(), row.pupils.to_string());
    words.ta("network-further", &[("institutions", &institutions), ("pupils", &pupils)])
}

/// What a member of a governing organisation sees first: its network, and who else belongs to it.
pub(super) async fn on_home(app: &App, visitor: &Visitor) -> Result<Option<HomeNetwork>, Refused> {
    if !visitor.can(Action::ViewNetworkSummary, &NETWORK) {
        return Ok(None);
    }
    let words = visitor.words;
    let below = below(&app.pool, visitor.caller.institution(), visitor.time.today()).await?;
    let pupils: i64 = below.iter().map(|(_, summary)| summary.pupils).sum();
    let staff: i64 = below.iter().map(|(_, summary)| summary.staff).sum();
    let figure = |label, value: String| Figure { label, value };
    let figures = vec![
        figure(words.t("network-institutions"), below.len().to_string()),
        figure(words.t("pupils"), pupils.to_string()),
        figure(words.t("home-staff"), staff.to_string()),
    ];
    let sees_people = visitor.standing.scope(Action::ViewPersonalData).institution;
    let members = members(app, visitor, sees_people).await?;
    Ok(Some(HomeNetwork { figures, members, sees_people }))
}

/// Whoever works in the organisation, by name.
async fn members(app: &App, visitor: &Visitor, sees_people: bool) -> Result<Vec<OrgMember>, Refused> {
    if !visitor.can(Action::ViewOrgMembers, &Object::Institution) {
        return Ok(vec![]);
    }
    let mut members = directory::members(&app.pool, visitor.caller.institution().0, None).await?;
    members.retain(|member| member.program_name.is_none() && is_staff(member));
    let named = named(app, visitor, members).await?;
    let member = |(name, member): (String, directory::MemberRow)| OrgMember {
        href: sees_people.then(|| format!("/people/{}", member.person_id)),
        name,
        roles: roles(visitor, &member),
    };
    Ok(named.into_iter().map(member).collect())
}
