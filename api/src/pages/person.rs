//! One person: what they hold, what was opened to them, and how it came about.

use std::collections::HashMap;

use axum::extract::{Path, Query, State};
use axum::response::Response;
use cqrs_es::Aggregate as _;
use dayek_domain::access::{Action, Hold, Level, Object, Over, Role, Section};
use dayek_domain::id::PersonId;
use dayek_domain::institution::InstitutionKind;
use dayek_domain::membership::Membership;
use dayek_projections::change_history::{self, Filter};
use dayek_projections::directory;
use serde::Deserialize;
use strum::IntoEnumIterator as _;
use uuid::Uuid;

use super::entrance::access_panel;
use super::form::page;
use super::guardians::{LinkSent, children, panel};
use super::history::{change_of, child_of, in_words, shown, without_sign};
use super::person_data::{ArchiveSent, archive_panel, edit_link, facts};
use super::views::{
    Choice, FieldError, GrantForm, Link, Person, Relative, RightChange, RoleRow, SectionForm, SectionRow,
};
use super::visitor::Visitor;
use crate::http::App;
use crate::http::change_history::item::HistoryItem;
use crate::http::change_history::words::Words as Named;
use crate::http::people::{Opener, sealed};
use crate::http::problem::Refused;
use crate::refusal::Refusal;
use crate::standing;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct GrantSent {
    pub(super) role: String,
    pub(super) order_number: String,
    pub(super) order_date: String,
    pub(super) reason: String,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct OpenSent {
    pub(super) role: String,
    pub(super) section: String,
    pub(super) level: String,
    pub(super) order_number: String,
    pub(super) order_date: String,
}

#[derive(Deserialize)]
pub(super) struct PageQuery {
    /// The name of a guardian that is looked for.
    guardian: Option<String>,
}

/// How a role or a section came to be held.
struct Given {
    order: Option<String>,
    since: String,
    by: String,
}

/// What a form left on the page.
#[derive(Default)]
pub(super) struct Left {
    pub(super) errors: Vec<FieldError>,
    pub(super) grant: GrantSent,
    pub(super) open: OpenSent,
    pub(super) link: LinkSent,
    pub(super) archive: ArchiveSent,
    pub(super) restored: Option<String>,
}

pub(super) async fn get(
    State(app): State<App>,
    visitor: Visitor,
    Path(person): Path<Uuid>,
    Query(query): Query<PageQuery>,
) -> Result<Response, Refused> {
    let link = LinkSent { q: query.guardian.unwrap_or_default(), ..LinkSent::default() };
    page(&view(&app, &visitor, person, Left { link, ..Left::default() }).await?)
}

pub(super) async fn view(app: &App, visitor: &Visitor, person: Uuid, left: Left) -> Result<Person, Refused> {
    let (words, institution) = (visitor.words, visitor.caller.institution());
    let object = visitor.caller.person_as_object(app, PersonId(person)).await?;
    let sees_data = visitor.can(Action::ViewPersonalData, &object);
    let sees_roles = visitor.can(Action::ViewRoles, &object);
    if !sees_data && !sees_roles {
        return Err(Refusal::NotFound.into());
    }
    let may_grant = visitor.can(Action::GrantRoles, &Object::Institution);
    let kind = directory::kind_of(&app.pool, institution.0).await?;
    let kind = kind.and_then(|kind| kind.parse::<InstitutionKind>().ok());
    let time = visitor.time;
    let guardians = directory::guardians_of(&app.pool, institution.0, person).await?;
    let mut ids: Vec<Uuid> = guardians.iter().map(|(guardian, _)| *guardian).collect();
    ids.push(person);
    let known = directory::people(&app.pool, institution.0, &ids).await?;
    let opener = Opener::of(app, institution, &sealed(&known)).await?;
    let names = opener.names(&known)?;
    let Some(row) = known.iter().find(|row| row.person_id == person) else {
        return Err(Refusal::NotFound.into());
    };
    let details = row.details.as_deref().map(|sealed| opener.details(sealed)).transpose()?.flatten();
    let details = details.filter(|_| sees_data);
    let facts = details.map(|details| facts(visitor, &object, details)).unwrap_or_default();
    let day = time.today();
    let asked = standing::Asked { institution, person: PersonId(person), two_factors: true, day };
    let held = standing::now(&app.log, asked).await.map_err(Refusal::from)?;
    let filter = Filter { person_id: Some(person), ..Filter::default() };
    let rows = change_history::list(&app.pool, institution.0, &filter, 200).await?;
    let rights = ["role", "section", "class_staff", "teacher", "guardian", "account"];
    let rows: Vec<_> = rows.into_iter().filter(|row| rights.contains(&row.kind.as_str())).collect();
    let named = Named::of(app, institution, &rows).await?;
    let mut past = Vec::new();
    // The newest first, so the first that gives a role or a section is the one that counts.
    let mut given: HashMap<String, Given> = HashMap::new();
    for row in rows.into_iter().filter(|_| sees_roles) {
        let item = HistoryItem::of(row, &named, time)?;
        let code = item.new.as_ref().map(shown).filter(|_| item.kind == "role" || item.kind == "section");
        let since = time.day_of(item.recorded_at).format("%d.%m.%Y").to_string();
        let change = right_change(visitor, &named, item, &|moment| time.written(moment));
        if let Some(code) = code {
            let (order, by) = (change.order.clone(), change.by.clone());
            given.entry(code).or_insert(Given { order, since, by });
        }
        past.push(change);
    }
    let classes = directory::classes(&app.pool, institution.0, None).await?;
    let subjects = directory::subjects(&app.pool, institution.0).await?;
    let place = |hold: &Hold| place_of(hold, &classes, &subjects);
    // A base category that comes with another role is not taken back by itself.
    let implied = |hold: &Hold| {
        let comes_with = |other: &Hold| other.role != hold.role && other.grant == hold.grant;
        hold.role.base() == Some(hold.role) && held.holds().iter().any(comes_with)
    };
    let twice = |hold: &Hold| {
        implied(hold) && held.holds().iter().any(|other| other.role == hold.role && other.grant != hold.grant)
    };
    let roles = held.holds().iter().filter(|hold| !matches!(hold.over, Over::Section { .. }) && !twice(hold));
    let roles: Vec<RoleRow> = roles
        .filter(|_| sees_roles)
        .map(|hold| {
            let granted = hold.over == Over::Institution && hold.role.is_granted() && !implied(hold);
            let given = given.get(hold.role.as_ref()).filter(|_| granted);
            RoleRow {
                role: hold.role.as_ref().to_owned(),
                word: visitor.role(hold.role),
                over: place(hold),
                order: given.and_then(|given| given.order.clone()),
                since: given.map(|given| given.since.clone()),
                by: given.map(|given| given.by.clone()).or_else(|| follows(visitor, hold, granted)),
                revocable: may_grant && granted,
                leaves_none: hold.role.needs_second_factor(),
            }
        })
        .collect();
    let opened =
        |section: &Section, level: &Level| given.get(&format!("{} {}", section.as_ref(), level.as_ref()));
    let sections = held.holds().iter().filter(|_| sees_roles).filter_map(|hold| match &hold.over {
        Over::Section { section, level } => Some(SectionRow {
            section: section.as_ref().to_owned(),
            role: hold.role.as_ref().to_owned(),
            word: words.word("section-", section.as_ref()),
            role_word: visitor.role(hold.role),
            level: words.word("level-", level.as_ref()),
            order: opened(section, level).and_then(|given| given.order.clone()),
            since: opened(section, level).map(|given| given.since.clone()),
            closable: may_grant,
        }),
        Over::Institution
        | Over::Class(_)
        | Over::Journal { .. }
        | Over::Lesson { .. }
        | Over::Child { .. } => None,
    });
    let name = names.get(&person).cloned().unwrap_or_else(|| words.t("erased"));
    let mut links = Vec::new();
    if sees_roles {
        links.push(Link { href: format!("/people/{person}/access"), label: words.t("why-may-title") });
    }
    if held.has(Role::Pupil) && visitor.can(Action::ViewDiary, &object) {
        links.push(Link { href: format!("/pupils/{person}"), label: words.t("person-marks") });
    }
    links.extend(edit_link(visitor, &object, person).filter(|_| row.details.is_some()));
    let archive = match row.details {
        Some(_) => archive_panel(app, visitor, person, &left.archive).await?,
        None => None,
    };
    let access = if sees_data || may_grant {
        Some(access_panel(app, visitor, PersonId(person), may_grant).await?)
    } else {
        None
    };
    let guardianship = panel(app, visitor, person, &guardians, &names, &left.link).await?;
    let children = if sees_data { children(app, visitor, person).await? } else { vec![] };
    let holds_role = held.holds().iter().any(|hold| hold.grant.stream == Membership::TYPE);
    let editor: Vec<Role> = Role::iter().filter(|role| role.has_sections() && held.has(*role)).collect();
    Ok(Person {
        frame: visitor.frame(app, name.clone()).await?,
        id: person.to_string(),
        name,
        facts,
        relatives: guardians
            .into_iter()
            .filter(|_| sees_data)
            .map(|(guardian, kinship)| Relative {
                href: visitor.way_to(guardian, vec![]),
                name: names.get(&guardian).cloned().unwrap_or_default(),
                kinship: words.word("kinship-", &kinship),
            })
            .chain(children)
            .collect(),
        links,
        sees_roles,
        roles,
        grant: may_grant.then(|| grant_form(visitor, kind, &left.grant)),
        sections: sections.collect(),
        opening: (may_grant && !editor.is_empty()).then(|| section_form(visitor, &editor, &left.open)),
        guardianship,
        may_restore: visitor.can(Action::RestoreAccess, &object) && (may_grant || !holds_role),
        archive,
        access,
        restored: left.restored,
        errors: left.errors,
        past,
    })
}

/// What a role follows from that nobody gave by hand.
fn follows(visitor: &Visitor, hold: &Hold, granted: bool) -> Option<String> {
    let words = visitor.words;
    match hold.over {
        Over::Class(_) | Over::Journal { .. } | Over::Lesson { .. } => Some(words.t("person-by-class")),
        Over::Child { .. } => Some(words.t("person-by-child")),
        Over::Institution => (!granted).then(|| words.t("person-by-role")),
        Over::Section { .. } => None,
    }
}

fn place_of(
    hold: &Hold,
    classes: &[directory::ClassRow],
    subjects: &[directory::SubjectRow],
) -> Option<String> {
    let class = |id: Uuid| classes.iter().find(|row| row.class_id == id).map(|row| row.name.clone());
    match &hold.over {
        Over::Institution | Over::Section { .. } | Over::Child { .. } => None,
        Over::Class(class_id) => class(class_id.0),
        Over::Journal { class_id, subject_id } | Over::Lesson { class_id, subject_id, .. } => {
            let subject = subjects.iter().find(|row| row.subject_id == subject_id.0);
            Some(format!(
                "{} · {}",
                class(class_id.0).unwrap_or_default(),
                subject.map(|row| row.name.as_str()).unwrap_or_default()
            ))
        }
    }
}

/// Only roles that an institution of this kind has are offered.
fn grant_form(visitor: &Visitor, kind: Option<InstitutionKind>, sent: &GrantSent) -> GrantForm {
    let offered = |role: &Role| role.is_granted() && kind.is_none_or(|kind| role.exists_in(kind));
    let roles = Role::iter().filter(offered).map(|role| Choice {
        value: role.as_ref().to_owned(),
        label: visitor.role(role),
        selected: sent.role == role.as_ref(),
    });
    GrantForm {
        roles: roles.collect(),
        order_number: sent.order_number.clone(),
        order_date: sent.order_date.clone(),
        reason: sent.reason.clone(),
    }
}

fn section_form(visitor: &Visitor, editor: &[Role], sent: &OpenSent) -> SectionForm {
    let words = visitor.words;
    let opens = |section: &Section| editor.iter().any(|role| section.opens_to(*role));
    let choice = |value: &str, label: String, chosen: &str| Choice {
        value: value.to_owned(),
        label,
        selected: value == chosen,
    };
    SectionForm {
        roles: editor.iter().map(|role| choice(role.as_ref(), visitor.role(*role), &sent.role)).collect(),
        sections: Section::iter()
            .filter(opens)
            .map(|section| choice(section.as_ref(), words.word("section-", section.as_ref()), &sent.section))
            .collect(),
        levels: Level::iter()
            .map(|level| choice(level.as_ref(), words.word("level-", level.as_ref()), &sent.level))
            .collect(),
        order_number: sent.order_number.clone(),
        order_date: sent.order_date.clone(),
    }
}

fn right_change(
    visitor: &Visitor,
    named: &Named,
    item: HistoryItem,
    written: &dyn Fn(chrono::DateTime<chrono::Utc>) -> String,
) -> RightChange {
    let words = visitor.words;
    let (change, change_word) = change_of(words, &item.kind, &item.action);
    let value = item.new.as_ref().or(item.old.as_ref()).map(shown).unwrap_or_default();
    let value = in_words(words, &item.kind, item.title.as_deref(), value);
    let child = child_of(named, &item);
    let place = [item.class_name, item.subject_name, child].into_iter().flatten();
    let place = place.collect::<Vec<_>>().join(" · ");
    let order = item.title.filter(|_| item.kind == "role" || item.kind == "section");
    let order = order.map(|number| without_sign(&number).to_owned());
    RightChange {
        change,
        change_word,
        what: if place.is_empty() { value } else { format!("{value}: {place}") },
        order: order.map(|number| match item.on_day {
            Some(day) => format!("{number}, {}", day.format("%d.%m.%Y")),
            None => number,
        }),
        by: item.author_name.unwrap_or_else(|| words.t("program-itself")),
        at: written(item.recorded_at),
        event: item.position,
    }
}
