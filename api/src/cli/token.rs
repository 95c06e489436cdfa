//! `dayek token create`: a program account with a role of its own, and its token, shown once.

use clap::{Args, Subcommand};
use dayek_domain::access::Role;
use dayek_domain::id::{InstitutionId, PersonId};

use super::terminal::{open, print, print_json, say};
use super::{Failure, Shared};
use crate::entropy::new_id;
use crate::log::{Origin, Request};
use crate::readers::bring_up_to_date;
use crate::store::Store;
use crate::tokens::{NewToken, issue};
use crate::usecases::{GrantRole, RegisterProgram};

#[derive(Debug, Args)]
pub(super) struct Token {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a program account with a role and print its token.
    Create(Create),
}

#[derive(Debug, Args)]
struct Create {
    /// The institution's id, as `dayek status` shows it.
    #[arg(long)]
    institution: InstitutionId,
    /// The role the program gets, such as administrator, director or teacher.
    #[arg(long)]
    role: Role,
    /// What the program is called in the change history.
    #[arg(long, default_value = "API client")]
    label: String,
    /// Days until the token expires; without it, it holds until it is revoked.
    #[arg(long)]
    days: Option<u32>,
}

pub(super) async fn run(shared: &Shared, command: &Token) -> Result<(), Failure> {
    let Command::Create(arguments) = &command.command;
    let store = open(shared).await?;
    let result = create(&store, arguments).await;
    store.close().await?;
    let (person, token) = result?;
    if shared.json {
        return print_json(&serde_json::json!({
            "token": token.text.as_str(),
            "token_id": token.id,
            "person_id": person.0,
            "institution_id": arguments.institution.0,
            "role": arguments.role.as_ref(),
        }));
    }
    say("This token is shown once and stored nowhere:");
    print(token.text.as_str());
    Ok(())
}

async fn create(store: &Store, arguments: &Create) -> Result<(PersonId, NewToken), Failure> {
    let (known,): (bool,) =
        sqlx::query_as("SELECT EXISTS (SELECT 1 FROM institution_head WHERE institution_id = $1)")
            .bind(arguments.institution.0)
            .fetch_one(&store.pool)
            .await?;
    if !known {
        return Err(
            format!("there is no institution {}; `dayek status` lists them", arguments.institution).into()
        );
    }
    // How many administrators there are already stands in a read model.
    bring_up_to_date(&store.runner, &|_| {}).await?;
    let person = PersonId(new_id(store.entropy.as_ref())?);
    let request = Request {
        origin: Origin::CommandLine,
        ..Request::of_system(arguments.institution, new_id(store.entropy.as_ref())?)
    };
    let register = RegisterProgram { person_id: person, name: arguments.label.clone() };
    store.log.execute(request.clone(), register).await?;
    store.log.execute(request, GrantRole::of(person, arguments.role)).await?;
    let expires = arguments.days.map(|days| crate::clock::now() + chrono::Duration::days(days.into()));
    let token =
        issue(&store.pool, store.entropy.as_ref(), arguments.institution, person, &arguments.label, expires)
            .await?;
    Ok((person, token))
}
