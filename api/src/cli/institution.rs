//! `dayek institution new`: an institution with nothing in it but its first administrator.

use chrono_tz::Tz;
use clap::{Args, Subcommand};
use dayek_domain::access::Role;
use dayek_domain::id::{InstitutionId, PersonId};
use dayek_domain::institution::InstitutionKind;

use super::invite::{Invite, let_in};
use super::terminal::{open, print, print_json, say};
use super::{Failure, Shared};
use crate::entropy::new_id;
use crate::log::{Origin, Request};
use crate::store::Store;
use crate::usecases::RegisterInstitution;

#[derive(Debug, Args)]
pub(super) struct Institution {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make an empty institution, and print the code with which its first administrator gets in.
    New(New),
}

#[derive(Debug, Args)]
struct New {
    /// What it is called.
    #[arg(long)]
    name: String,
    /// `general`, `vocational`, `preschool`, `additional` or `governing`.
    #[arg(long)]
    kind: InstitutionKind,
    /// Its IANA time zone, such as `Asia/Almaty`.
    #[arg(long, value_name = "ZONE")]
    time_zone: String,
    /// The family name and the given name of the first administrator, in one text.
    #[arg(long, value_name = "NAMES")]
    administrator: String,
}

pub(super) async fn run(shared: &Shared, command: &Institution) -> Result<(), Failure> {
    let Command::New(new) = &command.command;
    // Before anything is made: an institution cannot be taken back.
    if new.name.trim().is_empty() || new.administrator.trim().is_empty() {
        return Err("an institution and its administrator need a name".into());
    }
    if new.time_zone.parse::<Tz>().is_err() {
        return Err(format!("{} is no time zone; one is Asia/Almaty", new.time_zone).into());
    }
    let store = open(shared).await?;
    let result = begin(&store, new).await;
    store.close().await?;
    let (institution, person, code) = result?;
    if shared.json {
        return print_json(&serde_json::json!({
            "institution_id": institution.0,
            "person_id": person.0,
            "code": code,
        }));
    }
    say(&format!("The institution is {institution}."));
    say("With this code its administrator chooses a login and a password at /join; it holds for 14 days:");
    print(&code);
    Ok(())
}

async fn begin(store: &Store, new: &New) -> Result<(InstitutionId, PersonId, String), Failure> {
    let entropy = store.entropy.as_ref();
    let institution_id = InstitutionId(new_id(entropy)?);
    store.log.open_institution(institution_id).await?;
    let registered = RegisterInstitution {
        institution_id,
        kind: new.kind,
        name: new.name.trim().to_owned(),
        parent_id: None,
        time_zone: new.time_zone.clone(),
        external_id: None,
    };
    let request =
        Request { origin: Origin::CommandLine, ..Request::of_system(institution_id, new_id(entropy)?) };
    store.log.execute(request, registered).await?;
    let names = new.administrator.trim();
    let (family_name, given_name) = names.split_once(' ').unwrap_or((names, ""));
    let role = match new.kind {
        InstitutionKind::Governing => Role::OrgAdministrator,
        InstitutionKind::General
        | InstitutionKind::Vocational
        | InstitutionKind::Preschool
        | InstitutionKind::Additional => Role::Administrator,
    };
    let administrator = Invite {
        institution: institution_id,
        person: None,
        family_name: Some(family_name.to_owned()),
        given_name: Some(given_name.trim().to_owned()),
        role: Some(role),
    };
    let (person, code) = let_in(store, &administrator).await?;
    Ok((institution_id, person, code))
}
