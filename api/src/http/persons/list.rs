//! `GET /people`: everybody whose data the reader may see.

use axum::extract::State;
use chrono::NaiveDate;
use dayek_domain::access::{Action, Role};
use dayek_projections::directory::{self, MemberRow};
use dayek_projections::roster;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::cursor;
use crate::http::App;
use crate::http::caller::Caller;
use crate::http::consistency::{Shown, Wanted};
use crate::http::extract::QueryOf;
use crate::http::openapi::{ReadHeaders, ReadRefusals};
use crate::http::people::{Opener, PersonName};
use crate::http::problem::Refused;
use crate::refusal::Refusal;

const MOST: usize = 200;
const USUAL: usize = 50;

/// What the list is narrowed to.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct PeopleQuery {
    /// Such as `pupil`, `parent`, `employee` or `teacher`.
    role: Option<String>,
    /// Pupils of this class.
    class_id: Option<Uuid>,
    /// Those who are of the institution no more instead of everybody else.
    #[serde(default)]
    archived: bool,
    /// How many; 50 when it is not sent.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<usize>,
    /// The `next` of the part before.
    cursor: Option<String>,
}

/// A part of the people, in the order of their ids.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PeopleList {
    items: Vec<PersonItem>,
    /// The cursor of the next part; null at the end.
    next: Option<String>,
}

/// A person or a program.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PersonItem {
    person_id: Uuid,
    #[serde(flatten)]
    name: PersonName,
    /// The name of a program; null for people.
    program_name: Option<String>,
    /// Granted roles, and those that follow.
    roles: Vec<String>,
    /// The classes they are a pupil of.
    classes: Vec<Uuid>,
    /// Since when they are of the institution no more.
    archived_on: Option<NaiveDate>,
}

/// Lists people.
#[utoipa::path(
    get,
    path = "/people",
    operation_id = "list_people",
    tag = "people",
    params(PeopleQuery, ReadHeaders),
    responses((status = 200, description = "The people.", body = PeopleList), ReadRefusals)
)]
pub(super) async fn get(
    State(app): State<App>,
    caller: Caller,
    QueryOf(query): QueryOf<PeopleQuery>,
    wanted: Wanted,
) -> Result<Shown<PeopleList>, Refused> {
    let scope = caller.scope(&app, Action::ViewPersonalData).await?;
    let role = match query.role.as_deref() {
        None => None,
        Some(code) => {
            Some(code.parse::<Role>().map_err(|_| Refusal::input("role", "is not a role there is"))?)
        }
    };
    let limit = match query.limit {
        None => USUAL,
        Some(limit) if (1..=MOST).contains(&limit) => limit,
        Some(_) => return Err(Refusal::input("limit", format!("lies between 1 and {MOST}")).into()),
    };
    let after = query.cursor.as_deref().map(cursor::parse).transpose()?;
    let applied = wanted.wait(&app, caller, &["directory", "roster"]).await?;
    let institution = caller.institution();
    let archived = roster::archived(&app.pool, institution.0).await?;
    let mut members = directory::members(&app.pool, institution.0, None).await?;
    members.retain(|member| {
        let seen = scope.institution
            || scope.people.contains(&member.person_id)
            || member.classes.iter().any(|class| scope.classes.contains(class));
        seen && archived.contains_key(&member.person_id) == query.archived
            && role.is_none_or(|role| member.roles.iter().any(|held| held == role.as_ref()))
            && query.class_id.is_none_or(|class| member.classes.contains(&class))
            && after.is_none_or(|after| member.person_id > after)
    });
    let has_next = members.len() > limit;
    members.truncate(limit);
    let next = members.last().filter(|_| has_next).map(|last| cursor::after(last.person_id));
    let sealed: Vec<&str> = members.iter().filter_map(|member| member.details.as_deref()).collect();
    let opener = Opener::of(&app, institution, &sealed).await?;
    let mut items = Vec::with_capacity(members.len());
    for member in &members {
        let archived_on = archived.get(&member.person_id).copied();
        items.push(PersonItem::of(member, opener.name(member.details.as_deref())?, archived_on));
    }
    Ok(applied.shows(PeopleList { items, next }))
}

impl PersonItem {
    fn of(member: &MemberRow, name: PersonName, archived_on: Option<NaiveDate>) -> Self {
        Self {
            person_id: member.person_id,
            name,
            program_name: member.program_name.clone(),
            roles: member.roles.clone(),
            classes: member.classes.clone(),
            archived_on,
        }
    }
}
