//! `dayek import`: data of other systems into the log; here a `OneRoster` 1.2 CSV bundle.

use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, Subcommand};

use super::import_fet::{self, Fet};
use super::import_people::{self, People};
use super::terminal::{bar, open, print, print_json};
use super::{Failure, Shared};
use crate::importer::{ImportError, ImportOptions, Listener, Progress, Summary, import};
use crate::oneroster::Rejected;
use crate::readers::bring_up_to_date;
use crate::store::Store;

#[derive(Debug, Args)]
pub(super) struct Import {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// A OneRoster 1.2 CSV bundle: a zip file or a folder, bulk or delta.
    Oneroster(Oneroster),
    /// A timetable with its solution, as the program FET saves it: a file `data_and_timetable.fet`.
    Fet(Fet),
    /// A table of people, XLSX or CSV, with its columns named in Kazakh, Russian or English.
    People(People),
}

#[derive(Debug, Args)]
struct Oneroster {
    path: PathBuf,
    /// Check and count, and change nothing.
    #[arg(long)]
    dry_run: bool,
    /// Import even though this very bundle was imported before; it may take newer changes back.
    #[arg(long)]
    again: bool,
}

pub(super) async fn run(shared: &Shared, command: &Import) -> Result<(), Failure> {
    match &command.command {
        Command::Oneroster(arguments) => oneroster(shared, arguments).await,
        Command::Fet(arguments) => import_fet::run(shared, arguments).await,
        Command::People(arguments) => import_people::run(shared, arguments).await,
    }
}

async fn oneroster(shared: &Shared, arguments: &Oneroster) -> Result<(), Failure> {
    let store = open(shared).await?;
    let result = bring_in(shared, &store, arguments).await;
    store.close().await?;
    match result {
        Ok(summary) if shared.json => print_json(&summary),
        Ok(summary) => {
            show(&summary);
            Ok(())
        }
        Err(failure) => {
            if shared.json
                && let Some(ImportError::Rejected(Rejected::Refused(refusals, total))) =
                    failure.downcast_ref()
            {
                print_json(&serde_json::json!({ "events": 0, "refused": total, "refusals": refusals }))?;
            }
            Err(failure)
        }
    }
}

async fn bring_in(shared: &Shared, store: &Store, arguments: &Oneroster) -> Result<Summary, Failure> {
    let bar = bar(shared);
    let shown = bar.clone();
    let listener: Listener = Arc::new(move |progress| match progress {
        Progress::Reading { file, bytes, total } => {
            shown.set_message(format!("reading {file}"));
            shown.set_length(total.unwrap_or(bytes));
            shown.set_position(bytes);
        }
        Progress::Checking { rows, of } => {
            shown.set_message("checking rows");
            shown.set_length(of as u64);
            shown.set_position(rows as u64);
        }
        Progress::Appending { rows, of } => {
            shown.set_message("writing rows");
            shown.set_length(of as u64);
            shown.set_position(rows as u64);
        }
    });
    let options =
        ImportOptions { dry_run: arguments.dry_run, again: arguments.again, ..ImportOptions::default() };
    let summary = import(store, &arguments.path, &options, &listener).await?;
    if !summary.dry_run {
        bar.set_message("bringing read models up to date");
        bring_up_to_date(&store.runner, &|ahead| {
            bar.set_length(u64::try_from(ahead).unwrap_or_default());
            bar.set_position(0);
        })
        .await?;
    }
    bar.finish_and_clear();
    Ok(summary)
}

fn show(summary: &Summary) {
    for institution in &summary.institutions {
        let name = institution.name.as_deref().unwrap_or(institution.external_id.as_str());
        print(&format!("{}  {name}", institution.id));
    }
    if summary.imported_before {
        print("This bundle was imported before; nothing was done. `--again` imports it once more.");
        return;
    }
    print(&format!("{:20} {:>9} {:>9} {:>9} {:>9}", "", "created", "changed", "withdrawn", "as it was"));
    for (file, tally) in &summary.files {
        print(&format!(
            "{file:20} {:>9} {:>9} {:>9} {:>9}",
            tally.created, tally.changed, tally.withdrawn, tally.unchanged
        ));
    }
    for warning in &summary.warnings {
        print(&format!("warning: {} × {}", warning.count, warning.text));
        for place in &warning.examples {
            let row = place.row.map_or_else(String::new, |row| format!(", row {row}"));
            let field = place.field.as_ref().map_or_else(String::new, |field| format!(", {field}"));
            print(&format!("    for example {}{row}{field}", place.file));
        }
    }
    if summary.dry_run {
        print("Nothing was written: this was a dry run.");
    } else {
        print(&format!("{} events written.", summary.events));
    }
}
