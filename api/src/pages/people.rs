//! Everybody of the school, or of the classes somebody answers for.

use std::collections::{HashMap, HashSet};

use axum::extract::{Query, State};
use axum::response::Response;
use dayek_domain::access::{Action, Object, Role};
use dayek_domain::id::InstitutionId;
use dayek_projections::directory::{self, MemberRow, PersonRow};
use dayek_projections::roster;
use serde::Deserialize;
use strum::IntoEnumIterator as _;
use uuid::Uuid;

use super::choices::choice;
use super::classes::{class_label, class_order};
use super::form::page;
use super::statistics::chosen;
use super::views::{Choice, Link, People, PersonRow as PersonLine};
use super::visitor::Visitor;
use crate::http::App;
use crate::http::people::{Opener, sealed};
use crate::http::problem::Refused;
use crate::refusal::Refusal;

const MOST: usize = 100;
/// The letters of Kazakh, Russian among them, in their order.
const LETTERS: &str = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PageQuery {
    q: Option<String>,
    class: Option<String>,
    role: Option<String>,
    /// `yes`: those who are of the institution no more.
    archived: Option<String>,
    /// After a form; the frame tells it.
    #[serde(rename = "done")]
    _done: Option<String>,
    /// The last person of the page before; an id, so that no name stands in an address.
    after: Option<String>,
}

/// How people come into the institution, and the list of the test, as far as they are the visitor's.
fn ways_in(visitor: &Visitor) -> Vec<Link> {
    let ways = [
        (Action::AddPeople, "/people/new", visitor.words.t("person-new")),
        (Action::ImportData, "/people/import", visitor.words.t("import-title")),
        (Action::PrintInvitations, "/invitations", visitor.words.t("invitations-title")),
        (Action::FormUntList, "/people/unt", visitor.words.t("unt")),
    ];
    let open = ways.into_iter().filter(|(action, ..)| visitor.can(*action, &Object::Institution));
    open.map(|(_, href, label)| Link { href: href.to_owned(), label }).collect()
}

pub(super) async fn get(
    State(app): State<App>,
    visitor: Visitor,
    Query(query): Query<PageQuery>,
) -> Result<Response, Refused> {
    let archived = query.archived.as_deref() == Some("yes");
    let Some(members) = seen_of(&app, &visitor, archived).await? else {
        return Err(Refusal::NotFound.into());
    };
    let institution = visitor.caller.institution();
    let q = query.q.unwrap_or_default().trim().to_owned();
    let class = chosen("class", query.class.as_deref())?;
    let role = query.role.filter(|role| !role.is_empty());
    let after = chosen("after", query.after.as_deref())?;
    let mut people = named(&app, &visitor, members).await?;
    let classes: HashSet<Uuid> = people.iter().flat_map(|(_, member)| &member.classes).copied().collect();
    let classes: Vec<Uuid> = classes.into_iter().collect();
    let mut classes = directory::classes(&app.pool, institution.0, Some(&classes)).await?;
    classes.sort_by_cached_key(class_order);
    let class_names: HashMap<Uuid, String> =
        classes.iter().map(|row| (row.class_id, class_label(row, &classes))).collect();

    people.retain(|(name, member)| {
        matches(name, &q)
            && class.is_none_or(|class| member.classes.contains(&class))
            && role.as_ref().is_none_or(|role| member.roles.contains(role))
    });
    if let Some(after) = after
        && let Some(place) = people.iter().position(|(_, member)| member.person_id == after)
    {
        people.drain(..=place);
    }
    let more = people.len() > MOST;
    people.truncate(MOST);
    let next = match people.last().filter(|_| more) {
        Some((_, last)) => {
            let class = class.map(|class| class.to_string()).unwrap_or_default();
            let after = last.person_id.to_string();
            let pairs = [
                ("q", q.as_str()),
                ("class", class.as_str()),
                ("role", role.as_deref().unwrap_or_default()),
                ("archived", if archived { "yes" } else { "" }),
                ("after", after.as_str()),
            ];
            let text = serde_html_form::to_string(pairs.as_slice());
            Some(format!("/people?{}", text.map_err(|error| Refused::internal(error.to_string()))?))
        }
        None => None,
    };
    let rows = people.into_iter().map(|(name, member)| {
        let own: Vec<&str> =
            member.classes.iter().filter_map(|id| class_names.get(id)).map(String::as_str).collect();
        PersonLine {
            href: format!("/people/{}", member.person_id),
            name,
            class: (!own.is_empty()).then(|| own.join("; ")),
            roles: roles(&visitor, &member),
        }
    });
    let rows = rows.collect();
    page(&People {
        frame: visitor.frame(&app, visitor.words.t("people-title")).await?,
        q,
        classes: classes.iter().map(|row| choice(row.class_id, class_label(row, &classes), class)).collect(),
        roles: role_choices(&visitor, role.as_deref()),
        archived,
        links: ways_in(&visitor),
        rows,
        next,
    })
}

/// What can be looked for among people.
fn role_choices(visitor: &Visitor, chosen: Option<&str>) -> Vec<Choice> {
    let choices = Role::iter().map(|role| Choice {
        value: role.as_ref().to_owned(),
        label: visitor.role(role),
        selected: chosen == Some(role.as_ref()),
    });
    choices.collect()
}

/// The people whose data the visitor may see: everybody, or the pupils of some classes. `None`: nobody
/// but themselves. Whoever is of the institution no more is not among them.
pub(super) async fn seen(app: &App, visitor: &Visitor) -> Result<Option<Vec<MemberRow>>, Refused> {
    seen_of(app, visitor, false).await
}

/// The same among those who are of the institution no more.
async fn seen_of(app: &App, visitor: &Visitor, archived: bool) -> Result<Option<Vec<MemberRow>>, Refused> {
    let scope = visitor.standing.scope(Action::ViewPersonalData);
    if !scope.institution && scope.classes.is_empty() {
        return Ok(None);
    }
    let institution = visitor.caller.institution();
    let off_the_lists = roster::archived(&app.pool, institution.0).await?;
    let mut members = directory::members(&app.pool, institution.0, None).await?;
    members.retain(|member| off_the_lists.contains_key(&member.person_id) == archived);
    if !scope.institution {
        members.retain(|member| member.classes.iter().any(|class| scope.classes.contains(class)));
    }
    Ok(Some(members))
}

/// People with their names, by name; whoever has been erased comes last.
pub(super) async fn named(
    app: &App,
    visitor: &Visitor,
    members: Vec<MemberRow>,
) -> Result<Vec<(String, MemberRow)>, Refused> {
    let mut names = opened(app, visitor.caller.institution(), &members).await?;
    let mut people: Vec<(Option<String>, MemberRow)> =
        members.into_iter().map(|member| (names.remove(&member.person_id), member)).collect();
    people.sort_by_cached_key(|(name, member)| {
        (name.is_none(), name.as_deref().map(name_order), member.person_id)
    });
    let nameless = || visitor.words.t("somebody");
    Ok(people.into_iter().map(|(name, member)| (name.unwrap_or_else(nameless), member)).collect())
}

/// What members are called, opened at once.
pub(super) async fn opened(
    app: &App,
    institution: InstitutionId,
    members: &[MemberRow],
) -> Result<HashMap<Uuid, String>, Refused> {
    let people = members.iter().map(|member| PersonRow {
        person_id: member.person_id,
        details: member.details.clone(),
        program_name: member.program_name.clone(),
    });
    let people: Vec<PersonRow> = people.collect();
    Ok(Opener::of(app, institution, &sealed(&people)).await?.names(&people)?)
}

/// What these people are called, read and opened at once.
pub(super) async fn names_of(
    app: &App,
    institution: InstitutionId,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, String>, Refused> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let people = directory::people(&app.pool, institution.0, ids).await?;
    Ok(Opener::of(app, institution, &sealed(&people)).await?.names(&people)?)
}

/// What somebody is, in words.
pub(super) fn roles(visitor: &Visitor, member: &MemberRow) -> Vec<String> {
    let roles = member.roles.iter().filter_map(|role| role.parse::<Role>().ok());
    roles.map(|role| visitor.role(role)).collect()
}

/// Whether a name is looked for, whatever the case of its letters and the order of its parts.
pub(super) fn matches(name: &str, q: &str) -> bool {
    let (name, q) = (name.to_lowercase(), q.to_lowercase());
    q.split_whitespace().all(|part| name.contains(part))
}

/// The place of a name among others: by the letters of Kazakh, whatever their case.
pub(crate) fn name_order(name: &str) -> Vec<u32> {
    let place = |letter: char| {
        LETTERS.chars().zip(0x400_u32..).find_map(|(other, place)| (other == letter).then_some(place))
    };
    name.chars()
        .flat_map(char::to_lowercase)
        .map(|letter| place(letter).unwrap_or(u32::from(letter)))
        .collect()
}
