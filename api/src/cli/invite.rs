//! `dayek invite`: lets somebody in from the command line; so the first administrator of a school gets in.

use clap::Args;
use dayek_domain::access::Role;
use dayek_domain::id::{InstitutionId, PersonId};
use dayek_domain::person::PersonDetails;

use super::terminal::{open, print, print_json, say};
use super::{Failure, Shared};
use crate::accounts::{Secrets, code_of, invite, remember_codes};
use crate::entropy::new_id;
use crate::log::{Origin, Request};
use crate::readers::bring_up_to_date;
use crate::store::Store;
use crate::usecases::{GrantRole, InvitePeople, RegisterPerson};

#[derive(Debug, Args)]
pub(super) struct Invite {
    /// The institution's id, as `dayek status` shows it.
    #[arg(long)]
    pub(super) institution: InstitutionId,
    /// Somebody the institution knows already.
    #[arg(long, conflicts_with_all = ["family_name", "given_name"])]
    pub(super) person: Option<PersonId>,
    /// The family name of somebody new.
    #[arg(long, required_unless_present = "person")]
    pub(super) family_name: Option<String>,
    /// The given name of somebody new.
    #[arg(long, required_unless_present = "person")]
    pub(super) given_name: Option<String>,
    /// A role to grant, such as administrator; without it, none is.
    #[arg(long)]
    pub(super) role: Option<Role>,
}

pub(super) async fn run(shared: &Shared, command: &Invite) -> Result<(), Failure> {
    let store = open(shared).await?;
    let result = let_in(&store, command).await;
    store.close().await?;
    let (person, code) = result?;
    if shared.json {
        return print_json(&serde_json::json!({ "person_id": person.0, "code": code }));
    }
    say("With this code they choose a login and a password at /join; it holds for 14 days:");
    print(&code);
    Ok(())
}

/// Answers with who it is, and with their code.
pub(super) async fn let_in(store: &Store, command: &Invite) -> Result<(PersonId, String), Failure> {
    // Who is administrator already stands in a read model.
    bring_up_to_date(&store.runner, &|_| {}).await?;
    let institution = command.institution;
    let entropy = store.entropy.as_ref();
    let request =
        Request { origin: Origin::CommandLine, ..Request::of_system(institution, new_id(entropy)?) };
    let person = if let Some(person) = command.person {
        person
    } else {
        let details = PersonDetails {
            family_name: command.family_name.clone().unwrap_or_default(),
            given_name: command.given_name.clone().unwrap_or_default(),
            ..PersonDetails::default()
        };
        let person_id = PersonId(new_id(entropy)?);
        store.log.execute(request.clone(), RegisterPerson { person_id, details }).await?;
        person_id
    };
    if let Some(role) = command.role {
        store.log.execute(request.clone(), GrantRole::of(person, role)).await?;
    }
    let invited = invite(person, entropy)?;
    store.log.execute(request, InvitePeople { invited: vec![invited] }).await?;
    let secrets = Secrets::of(&store.root);
    remember_codes(&store.pool, &secrets, institution, &[invited]).await?;
    Ok((person, code_of(&secrets, institution, invited.invitation_id)))
}
