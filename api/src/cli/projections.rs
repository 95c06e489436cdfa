//! `dayek projections rebuild`: building read models anew beside the ones in use.

use std::fmt::Write as _;
use std::sync::Arc;

use clap::{Args, Subcommand};
use dayek_projections::delivery::{Built, DeliveryError, Projection, rebuild};
use serde_json::json;

use super::terminal::{bar, open, print, print_json};
use super::{Failure, Shared};
use crate::store::Store;

#[derive(Debug, Args)]
pub(super) struct Projections {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Build read models anew from the log, beside the ones in use, and swap them.
    Rebuild(Rebuild),
}

#[derive(Debug, Args)]
struct Rebuild {
    /// Which one: directory, journal, `change_history`, statistics or timetable.
    #[arg(required_unless_present = "all", conflicts_with = "all")]
    name: Option<String>,
    /// All of them.
    #[arg(long)]
    all: bool,
    /// Compare every row with the one in use, and fail on a difference.
    #[arg(long)]
    verify: bool,
}

pub(super) async fn run(shared: &Shared, command: &Projections) -> Result<(), Failure> {
    let Command::Rebuild(arguments) = &command.command;
    let store = open(shared).await?;
    let result = rebuild_each(shared, &store, arguments).await;
    store.close().await?;
    result
}

async fn rebuild_each(shared: &Shared, store: &Store, arguments: &Rebuild) -> Result<(), Failure> {
    let mut built = Vec::new();
    for projection in chosen(arguments.name.as_deref())? {
        let bar = bar(shared);
        bar.set_message(projection.name());
        let result = rebuild(&store.runner, projection.as_ref(), arguments.verify, &|progress| {
            bar.set_length(u64::try_from(progress.of).unwrap_or_default());
            bar.set_position(u64::try_from(progress.events).unwrap_or_default());
        })
        .await?;
        bar.finish_and_clear();
        if !shared.json {
            print(&told(&result));
        }
        built.push(result);
    }
    let differing: Vec<&Built> = built
        .iter()
        .filter(|built| built.differences.as_ref().is_some_and(|found| !found.is_empty()))
        .collect();
    if shared.json {
        print_json(&built.iter().map(as_json).collect::<Vec<_>>())?;
    }
    if differing.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = differing.iter().map(|built| built.projection).collect();
    Err(format!("the rebuilt {} differs from the one in use, which was kept", names.join(", ")).into())
}

fn chosen(name: Option<&str>) -> Result<Vec<Arc<dyn Projection>>, DeliveryError> {
    let all = dayek_projections::all();
    let Some(name) = name else { return Ok(all) };
    let known = all.iter().map(|projection| projection.name()).collect::<Vec<_>>().join(", ");
    let found: Vec<_> = all.into_iter().filter(|projection| projection.name() == name).collect();
    if found.is_empty() {
        Err(DeliveryError::UnknownProjection { name: name.to_owned(), known })
    } else {
        Ok(found)
    }
}

fn told(built: &Built) -> String {
    let mut text = format!("{}: {} events", built.projection, built.events);
    match &built.differences {
        None => text.push_str(", rebuilt and in use"),
        Some(differences) if differences.is_empty() => text.push_str(", every row equal, rebuilt and in use"),
        Some(differences) => {
            for difference in differences {
                let _ = write!(
                    text,
                    "\n  {} of institution {}: {} rows only in use, {} only rebuilt",
                    difference.table, difference.institution, difference.only_live, difference.only_rebuilt
                );
            }
        }
    }
    text
}

fn as_json(built: &Built) -> serde_json::Value {
    let differences = built.differences.as_ref().map(|found| {
        let rows = found.iter().map(|difference| {
            json!({
                "table": difference.table,
                "institution": difference.institution,
                "only_in_use": difference.only_live,
                "only_rebuilt": difference.only_rebuilt,
            })
        });
        rows.collect::<Vec<_>>()
    });
    json!({ "projection": built.projection, "events": built.events, "differences": differences })
}
