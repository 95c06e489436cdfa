//! `GET /people/{person_id}/account`: how far somebody has come on the way in, from the log itself.

use std::collections::HashMap;

use axum::extract::State;
use dayek_domain::access::Action;
use dayek_domain::account::{Account, AccountState};
use dayek_domain::id::PersonId;
use dayek_domain::person::Person;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::Object;
use uuid::Uuid;

use crate::accounts;
use crate::http::App;
use crate::http::caller::Caller;
use crate::http::consistency::{Shown, Wanted};
use crate::http::extract::PathOf;
use crate::http::given;
use crate::http::openapi::{ReadHeaders, ReadRefusals};
use crate::http::problem::Refused;
use crate::log::StreamKey;
use crate::refusal::Refusal;

/// A person's way in.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PersonAccount {
    person_id: Uuid,
    #[schema(schema_with = state_codes)]
    state: AccountState,
    /// Whether a code from a telephone is asked for at sign-in.
    second_factor: bool,
}

/// Every state there is.
fn state_codes() -> Object {
    given::codes::<AccountState>()
}

/// Shows whether a person was invited, has come, or is blocked.
#[utoipa::path(
    get,
    path = "/people/{person_id}/account",
    operation_id = "show_account",
    tag = "account",
    params(("person_id" = Uuid, Path, description = "Whose account."), ReadHeaders),
    responses(
        (
            status = 200,
            description = "The account.",
            body = PersonAccount,
            headers(("ETag" = String, description = "Version of the account, for `If-Match`."))
        ),
        ReadRefusals
    )
)]
pub(super) async fn get(
    State(app): State<App>,
    caller: Caller,
    PathOf(person_id): PathOf<PersonId>,
    wanted: Wanted,
) -> Result<Shown<PersonAccount>, Refused> {
    let object = caller.person_as_object(&app, person_id).await?;
    caller.may(&app, Action::ViewPersonalData, &object).await?;
    let applied = wanted.wait(&app, caller, &[]).await?;
    let institution = caller.institution();
    let (person, account) = (StreamKey::of::<Person>(person_id), StreamKey::of::<Account>(person_id));
    let mut histories = app.log.read_many(institution, &[person.clone(), account.clone()]).await?;
    if histories.remove(&person).unwrap_or_default().version() == 0 {
        return Err(Refusal::NotFound.into());
    }
    let history = histories.remove(&account).unwrap_or_default();
    let state: Account = app.log.fold(institution, account.id, &history, &HashMap::new())?;
    let second_factor = accounts::is_confirmed(&app.pool, institution, person_id).await;
    let shown = PersonAccount {
        person_id: person_id.0,
        state: state.state(),
        second_factor: second_factor.map_err(Refusal::from)?,
    };
    Ok(applied.shows(shown).version(history.version()))
}
