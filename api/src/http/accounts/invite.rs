//! `POST /invitations`: codes for people who have not come yet.

use std::collections::HashSet;

use axum::extract::State;
use axum::response::Response;
use chrono::{DateTime, Utc};
use dayek_domain::account::{Account, AccountState};
use dayek_domain::id::PersonId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::accounts::{self, Invited};
use crate::http::App;
use crate::http::caller::Caller;
use crate::http::command::Command;
use crate::http::openapi::{CommandAnswers, CommandHeaders};
use crate::http::problem::Refused;
use crate::log::StreamKey;
use crate::refusal::Refusal;
use crate::usecases::InvitePeople;

const MOST_PEOPLE: usize = 500;

/// Whom to invite.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct InvitePeopleForm {
    /// Whoever has come in already is passed over.
    #[schema(min_items = 1, max_items = 500)]
    person_ids: Vec<Uuid>,
}

/// The invitations that are open now.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct InvitationList {
    items: Vec<InvitationItem>,
}

/// The way in for one person.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct InvitationItem {
    person_id: Uuid,
    /// Good once.
    code: String,
    expires_at: DateTime<Utc>,
}

/// Invites people, all or none; a new invitation takes the place of an open one.
#[utoipa::path(
    post,
    path = "/invitations",
    operation_id = "invite_people",
    tag = "account",
    params(CommandHeaders),
    request_body = InvitePeopleForm,
    responses((status = 201, description = "The codes.", body = InvitationList), CommandAnswers)
)]
pub(super) async fn post(
    State(app): State<App>,
    caller: Caller,
    Command { form, terms }: Command<InvitePeopleForm>,
) -> Result<Response, Refused> {
    let mut people: Vec<PersonId> = form.person_ids.into_iter().map(PersonId).collect();
    people.sort_unstable();
    people.dedup();
    let Some(first) = people.first().copied().filter(|_| people.len() <= MOST_PEOPLE) else {
        let reason = format!("1 to {MOST_PEOPLE} people are invited at once");
        return Err(Refusal::input("/person_ids", reason).into());
    };
    let institution = caller.institution();
    let states = accounts::states_of(&app.log, institution, &people).await?;
    let has_come = |person: &PersonId| states.get(person) == Some(&AccountState::Active);
    let mut invited = Vec::with_capacity(people.len());
    for person in people.iter().filter(|person| !has_come(person)) {
        let id = terms.new_id_about(&app, &person.to_string())?;
        invited.push(accounts::invite_as(*person, id));
    }
    let made: HashSet<Uuid> = invited.iter().map(|one| one.invitation_id).collect();
    let use_case = InvitePeople { invited };
    let done = terms.run(&app, caller, StreamKey::of::<Account>(first), use_case).await?;
    let mut open = accounts::open_invitations(&app.log, institution, &people).await?;
    open.retain(|one| made.contains(&one.invitation_id));
    let remembered = accounts::remember_codes(&app.pool, &app.secrets, institution, &open).await;
    remembered.map_err(Refusal::from)?;
    let items = open.into_iter().map(|Invited { person, invitation_id, expires_at }| InvitationItem {
        person_id: person.0,
        code: accounts::code_of(&app.secrets, institution, invitation_id),
        expires_at,
    });
    Ok(done.created(InvitationList { items: items.collect() }))
}
