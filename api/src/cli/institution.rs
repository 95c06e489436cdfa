//! `dayek institution new`: an institution with nothing in it but its first administrator. `dayek institution
//! list`: all there are.

use std::collections::HashMap;

use chrono_tz::Tz;
use clap::{Args, Subcommand};
use dayek_domain::access::Role;
use dayek_domain::bin::Bin;
use dayek_domain::id::{InstitutionId, PersonId};
use dayek_domain::institution::{Institution as Registered, InstitutionKind, Profile};
use dayek_projections::directory::{self, OperatorRow};
use uuid::Uuid;

use super::invite::{Invite, let_in};
use super::terminal::{open, print, print_json, say};
use super::{Failure, Shared};
use crate::entropy::new_id;
use crate::log::{Origin, Request};
use crate::readers::bring_up_to_date;
use crate::store::Store;
use crate::usecases::{AdmitSubordinate, ChangeProfile, RegisterInstitution};

#[derive(Debug, Args)]
pub(super) struct Institution {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make an empty institution, and print the code with which its first administrator gets in.
    New(New),
    /// Every institution: its name, its kind, whose it is, how many people it has, when it last changed.
    List,
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
    /// The governing organisation it belongs to, by its id; that one counts it among its own at once.
    #[arg(long, value_name = "ID")]
    under: Option<InstitutionId>,
    /// Its business identification number.
    #[arg(long, value_parser = Bin::parse)]
    bin: Option<Bin>,
}

pub(super) async fn run(shared: &Shared, command: &Institution) -> Result<(), Failure> {
    match &command.command {
        Command::New(new) => run_new(shared, new).await,
        Command::List => run_list(shared).await,
    }
}

async fn run_new(shared: &Shared, new: &New) -> Result<(), Failure> {
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

async fn run_list(shared: &Shared) -> Result<(), Failure> {
    let store = open(shared).await?;
    let result = all(&store).await;
    store.close().await?;
    let rows = result?;
    let names: HashMap<Uuid, &str> =
        rows.iter().filter_map(|row| Some((row.institution_id, row.name.as_deref()?))).collect();
    if shared.json {
        let listed: Vec<_> = rows.iter().map(|row| as_json(row, &names)).collect();
        return print_json(&listed);
    }
    for row in &rows {
        print(&as_line(row, &names));
    }
    Ok(())
}

async fn all(store: &Store) -> Result<Vec<OperatorRow>, Failure> {
    bring_up_to_date(&store.runner, &|_| {}).await?;
    Ok(directory::institutions_of_operator(&store.pool).await?)
}

fn as_json(row: &OperatorRow, names: &HashMap<Uuid, &str>) -> serde_json::Value {
    serde_json::json!({
        "institution_id": row.institution_id,
        "name": row.name,
        "kind": row.kind,
        "parent_id": row.parent_id,
        "parent": row.parent_id.and_then(|id| names.get(&id)),
        "people": row.people,
        "last_change": row.last_change,
    })
}

fn as_line(row: &OperatorRow, names: &HashMap<Uuid, &str>) -> String {
    let name = row.name.as_deref().unwrap_or("(not registered)");
    let kind = row.kind.as_deref().unwrap_or("-");
    let parent = row.parent_id.map_or_else(
        || "-".to_owned(),
        |id| names.get(&id).map_or_else(|| id.to_string(), |name| (*name).to_owned()),
    );
    let changed =
        row.last_change.map_or_else(|| "-".to_owned(), |at| at.format("%Y-%m-%d %H:%M").to_string());
    format!("{}  {kind:10} {:>6} people  {changed}  {name}  under: {parent}", row.institution_id, row.people)
}

/// Refuses an id of nothing, or of a school, before anything is made.
async fn must_govern(store: &Store, organisation: InstitutionId) -> Result<(), Failure> {
    let states = store.log.states::<Registered>(organisation, &[organisation.0], None).await?;
    let kind = states.get(&organisation.0).and_then(Registered::kind);
    if kind == Some(InstitutionKind::Governing) {
        return Ok(());
    }
    Err(format!("{organisation} is no governing organisation; `dayek institution list` shows them").into())
}

async fn begin(store: &Store, new: &New) -> Result<(InstitutionId, PersonId, String), Failure> {
    let entropy = store.entropy.as_ref();
    if let Some(organisation) = new.under {
        must_govern(store, organisation).await?;
    }
    let institution_id = InstitutionId(new_id(entropy)?);
    store.log.open_institution(institution_id).await?;
    let registered = RegisterInstitution {
        institution_id,
        kind: new.kind,
        name: new.name.trim().to_owned(),
        parent_id: new.under,
        time_zone: new.time_zone.clone(),
        external_id: None,
    };
    let request =
        Request { origin: Origin::CommandLine, ..Request::of_system(institution_id, new_id(entropy)?) };
    store.log.execute(request.clone(), registered).await?;
    if let Some(bin) = &new.bin {
        let profile = Profile { bin: Some(bin.clone()), ..Profile::default() };
        store.log.execute(request, ChangeProfile { institution_id, name: None, profile }).await?;
    }
    if let Some(organisation_id) = new.under {
        let request =
            Request { origin: Origin::CommandLine, ..Request::of_system(organisation_id, new_id(entropy)?) };
        store.log.execute(request, AdmitSubordinate { organisation_id, institution_id }).await?;
    }
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
