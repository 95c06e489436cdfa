//! Inviting people, and the sheet of codes that is cut into strips.

use std::collections::{HashMap, HashSet};

use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use chrono::{DateTime, Utc};
use dayek_domain::access::{Action, Object, Role};
use dayek_domain::account::{Account, AccountEvent};
use dayek_domain::fact;
use dayek_domain::id::{InstitutionId, PersonId};
use dayek_projections::change_history::{self, Kind};
use dayek_projections::directory::{self, MemberRow};
use dayek_projections::roster;
use serde::Deserialize;
use uuid::Uuid;

use super::choices::choice;
use super::classes::{class_label, class_order};
use super::entry::broken;
use super::form::{Sent, go_to, page, refused_form};
use super::home::is_staff;
use super::people::{name_order, names_of, opened, roles};
use super::qr::qr_of;
use super::views::{Choice, FieldError, InvitationGroup, InvitationSheet, Invitations, Issued, Strip};
use super::visitor::Visitor;
use crate::accounts;
use crate::clock;
use crate::http::App;
use crate::http::problem::Refused;
use crate::log::{History, StreamKey};
use crate::usecases::InvitePeople;

/// More strips than these are not asked for by one address.
const MOST_STRIPS: usize = 200;
const MOST_ISSUED: i64 = 200;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct InvitationForm {
    #[serde(default)]
    person: Vec<Uuid>,
}

pub(super) async fn get(State(app): State<App>, visitor: Visitor) -> Result<Response, Refused> {
    visitor.may(Action::PrintInvitations, &Object::Institution)?;
    page(&view(&app, &visitor, vec![]).await?)
}

pub(super) async fn post(
    State(app): State<App>,
    visitor: Visitor,
    Sent(form): Sent<InvitationForm>,
) -> Result<Response, Refused> {
    visitor.may(Action::PrintInvitations, &Object::Institution)?;
    let institution = visitor.caller.institution();
    let mut chosen = form.person;
    chosen.sort_unstable();
    chosen.dedup();
    // Whoever has come in meanwhile needs no invitation any more.
    let members = directory::members(&app.pool, institution.0, Some(&chosen)).await?;
    let invited = members.iter().filter(|member| is_invitable(member)).map(|member| {
        let invited = accounts::invite(PersonId(member.person_id), app.entropy.as_ref());
        invited.map_err(broken)
    });
    let invited = invited.collect::<Result<Vec<accounts::Invited>, Refused>>()?;
    if invited.is_empty() {
        let errors = vec![FieldError { field: "people", text: visitor.words.t("error-nobody-chosen") }];
        return refused_form(&view(&app, &visitor, errors).await?);
    }
    let use_case = InvitePeople { invited: invited.clone() };
    app.log.execute(visitor.caller.request(None, None), use_case).await.map_err(Refused::from)?;
    accounts::remember_codes(&app.pool, &app.secrets, institution, &invited).await.map_err(broken)?;
    if invited.len() > MOST_STRIPS {
        return Ok(go_to("/invitations?done=invited"));
    }
    let people: Vec<String> = invited.iter().map(|one| format!("person={}", one.person)).collect();
    Ok(go_to(&format!("/invitations/sheet?{}", people.join("&"))))
}

/// Whether the visitor may hand somebody a code: whoever holds a role gets it from those who grant roles.
fn may_hand_out(visitor: &Visitor, member: &MemberRow) -> bool {
    let mut roles = member.roles.iter().filter_map(|role| role.parse::<Role>().ok());
    visitor.can(Action::GrantRoles, &Object::Institution) || !roles.any(Role::is_granted)
}

/// Whether somebody is human and has not come in yet.
fn is_invitable(member: &MemberRow) -> bool {
    member.program_name.is_none() && !matches!(member.account.as_deref(), Some("active" | "blocked"))
}

async fn view(app: &App, visitor: &Visitor, errors: Vec<FieldError>) -> Result<Invitations, Refused> {
    Ok(Invitations {
        frame: visitor.frame(app, visitor.words.t("invitations-title")).await?,
        errors,
        groups: groups(app, visitor).await?,
        issued: issued(app, visitor).await?,
    })
}

/// Whoever can be invited: staff, each class with its pupils, guardians, and whoever is none of these.
async fn groups(app: &App, visitor: &Visitor) -> Result<Vec<InvitationGroup>, Refused> {
    let words = visitor.words;
    let institution = visitor.caller.institution();
    let mut members = directory::members(&app.pool, institution.0, None).await?;
    let archived = roster::archived(&app.pool, institution.0).await?;
    let stays = |member: &MemberRow| !archived.contains_key(&member.person_id);
    members.retain(|member| is_invitable(member) && stays(member) && may_hand_out(visitor, member));
    let names = opened(app, institution, &members).await?;
    // Whoever has been erased is not there to be invited.
    let people = members.iter().filter_map(|member| Some((names.get(&member.person_id)?.as_str(), member)));
    let mut people: Vec<(&str, &MemberRow)> = people.collect();
    people.sort_by_cached_key(|(name, member)| (name_order(name), member.person_id));
    let group = |id: String, name: String, wanted: &dyn Fn(&MemberRow) -> bool| {
        let wanted = people.iter().filter(|(_, member)| wanted(member));
        let (waiting, people): (Vec<_>, Vec<_>) =
            wanted.partition(|(_, member)| member.account.as_deref() == Some("invited"));
        InvitationGroup { id, name, people: choices(people), waiting: choices(waiting) }
    };
    let has = |member: &MemberRow, role: &str| member.roles.iter().any(|held| held == role);
    let works = |member: &MemberRow| is_staff(member) || has(member, "auditor");
    let is_parent = |member: &MemberRow| has(member, "parent") && !works(member);
    let is_other = |member: &MemberRow| !works(member) && !is_parent(member) && member.classes.is_empty();

    let mut groups = vec![group("staff".to_owned(), words.t("invitations-staff"), &works)];
    let mut classes = directory::classes(&app.pool, institution.0, None).await?;
    classes.sort_by_cached_key(class_order);
    for row in &classes {
        let class = row.class_id;
        let id = format!("class{}", class.simple());
        groups.push(group(id, class_label(row, &classes), &|member| member.classes.contains(&class)));
    }
    groups.push(group("guardians".to_owned(), words.t("invitations-guardians"), &is_parent));
    groups.push(group("others".to_owned(), words.t("invitations-others"), &is_other));
    groups.retain(|group| !group.people.is_empty() || !group.waiting.is_empty());
    Ok(groups)
}

fn choices(people: Vec<&(&str, &MemberRow)>) -> Vec<Choice> {
    let choices = people.into_iter().map(|(name, member)| choice(member.person_id, *name, None));
    choices.collect()
}

/// The last invitations and what became of them.
async fn issued(app: &App, visitor: &Visitor) -> Result<Vec<Issued>, Refused> {
    let words = visitor.words;
    let institution = visitor.caller.institution();
    let filter =
        change_history::Filter { kind: Some(Kind::Account.code()), ..change_history::Filter::default() };
    let rows = change_history::list(&app.pool, institution.0, &filter, MOST_ISSUED).await?;
    let mut told = HashSet::new();
    let made =
        rows.into_iter().filter(|row| matches!(row.new_value.as_deref(), Some("invited" | "restored")));
    let made: Vec<(Uuid, DateTime<Utc>)> =
        made.filter(|row| told.insert(row.stream_id)).map(|row| (row.stream_id, row.recorded_at)).collect();
    let ids: Vec<Uuid> = made.iter().map(|(person, _)| *person).collect();
    let names = names_of(app, institution, &ids).await?;
    let invitations = newest(app, institution, &ids).await?;
    let time = visitor.time;
    let rows = made.into_iter().filter_map(|(person, at)| {
        let invitation = invitations.get(&person)?;
        let (state, badge) = match invitation.state {
            Fate::Waiting => (words.t("state-waiting"), ""),
            Fate::Accepted => (words.t("state-accepted"), "create"),
            Fate::Lapsed => (words.t("state-lapsed"), "delete"),
        };
        Some(Issued {
            name: names.get(&person).cloned().unwrap_or_else(|| words.t("somebody")),
            at: time.written(at),
            until: time.written(invitation.expires_at),
            state,
            badge,
            again: (invitation.state == Fate::Waiting).then(|| format!("/invitations/sheet?person={person}")),
        })
    });
    Ok(rows.collect())
}

/// The last invitation of a person.
struct Invitation {
    id: Uuid,
    expires_at: DateTime<Utc>,
    state: Fate,
}

/// What became of an invitation.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Waiting,
    Accepted,
    Lapsed,
}

/// The last invitation of each of these people, from their streams.
async fn newest(
    app: &App,
    institution: InstitutionId,
    people: &[Uuid],
) -> Result<HashMap<Uuid, Invitation>, Refused> {
    if people.is_empty() {
        return Ok(HashMap::new());
    }
    let keys: Vec<StreamKey> = people.iter().map(|person| StreamKey::of::<Account>(*person)).collect();
    let now = clock::now();
    let mut newest = HashMap::with_capacity(people.len());
    for (key, history) in app.log.read_many(institution, &keys).await? {
        let Some((id, expires_at)) = last_issued(&history)? else { continue };
        let account: Account = app.log.fold(institution, key.id, &history, &HashMap::new())?;
        let state = if account.was_used(id) {
            Fate::Accepted
        } else if account.open_invitation() == Some(id) && expires_at > now && !account.is_blocked() {
            Fate::Waiting
        } else {
            Fate::Lapsed
        };
        newest.insert(key.id, Invitation { id, expires_at, state });
    }
    Ok(newest)
}

fn last_issued(history: &History) -> Result<Option<(Uuid, DateTime<Utc>)>, Refused> {
    for event in history.events.iter().rev() {
        let fact = fact::read::<Account>(&event.event_version, &event.payload);
        let fact = fact.map_err(|cause| Refused::internal(cause.to_string()))?;
        if let AccountEvent::InvitationIssued { invitation_id, expires_at }
        | AccountEvent::AccessRestored { invitation_id, expires_at } = fact
        {
            return Ok(Some((invitation_id, expires_at)));
        }
    }
    Ok(None)
}

/// Codes are worked out anew each time, so a sheet can be printed again as long as they are good.
pub(super) async fn sheet(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, Refused> {
    visitor.may(Action::PrintInvitations, &Object::Institution)?;
    let institution = visitor.caller.institution();
    let query = query.unwrap_or_default();
    let sent = query.split('&').filter_map(|pair| pair.strip_prefix("person=")?.parse::<Uuid>().ok());
    let mut people: Vec<Uuid> = sent.take(MOST_STRIPS).collect();
    people.sort_unstable();
    people.dedup();
    let mut members = directory::members(&app.pool, institution.0, Some(&people)).await?;
    members.retain(|member| may_hand_out(&visitor, member));
    let mut names = opened(&app, institution, &members).await?;
    let invitations = newest(&app, institution, &people).await?;
    let classes: Vec<Uuid> = members.iter().flat_map(|member| &member.classes).copied().collect();
    let classes = directory::class_names(&app.pool, institution.0, &classes).await?;
    let frame = visitor.frame(&app, visitor.words.t("sheet-title")).await?;
    let (time, address) = (visitor.time, address(&headers));

    let mut strips = Vec::with_capacity(members.len());
    for member in &members {
        let Some(name) = names.remove(&member.person_id) else { continue };
        let waiting = |invitation: &&Invitation| invitation.state == Fate::Waiting;
        let Some(invitation) = invitations.get(&member.person_id).filter(waiting) else { continue };
        let code = accounts::code_of(&app.secrets, institution, invitation.id);
        let mut place = roles(&visitor, member);
        place.extend(member.classes.iter().filter_map(|id| classes.get(id).cloned()));
        place.push(frame.institution.clone());
        strips.push(Strip {
            qr: qr_of(&format!("{address}?code={code}"))?,
            name,
            place: place.join(", "),
            code,
            address: address.clone(),
            until: time.day_of(invitation.expires_at).format("%d.%m.%Y").to_string(),
        });
    }
    // Class by class, as the strips are handed out.
    strips.sort_by_cached_key(|strip| (strip.place.clone(), name_order(&strip.name)));
    page(&InvitationSheet { frame, strips })
}

/// Where a code is taken to, on the host by which this page was asked for.
fn address(headers: &HeaderMap) -> String {
    format!("{}/join", own_address(headers))
}

/// Scheme and host of this program, as whoever asks has them.
pub(super) fn own_address(headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    let own = host == "localhost" || host.starts_with("localhost:") || host.starts_with("127.");
    let scheme = if own { "http" } else { "https" };
    format!("{scheme}://{host}")
}
