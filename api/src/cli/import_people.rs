//! `dayek import people`: a table of people into one institution.

use std::path::PathBuf;

use clap::Args;
use dayek_domain::id::InstitutionId;
use dayek_projections::directory;

use super::terminal::{open, print, print_json};
use super::{Failure, Shared};
use crate::clock;
use crate::entropy::new_id;
use crate::log::{Origin, Request};
use crate::people_import::{Checked, Imported, LARGEST_FILE, Problem, Unreadable, bring_in, check};
use crate::readers::bring_up_to_date;
use crate::store::Store;

#[derive(Debug, Args)]
pub(super) struct People {
    path: PathBuf,
    /// The institution's id, as `dayek status` shows it.
    #[arg(long)]
    institution: InstitutionId,
    /// The name of the study year whose classes are meant; without it, that of today.
    #[arg(long)]
    year: Option<String>,
    /// Check and count, and change nothing.
    #[arg(long)]
    dry_run: bool,
}

/// What came of it.
struct Outcome {
    checked: Checked,
    /// `None`: nothing was to be written.
    imported: Option<Imported>,
}

pub(super) async fn run(shared: &Shared, arguments: &People) -> Result<(), Failure> {
    let store = open(shared).await?;
    let result = import(&store, arguments).await;
    store.close().await?;
    let Outcome { checked, imported } = result?;
    let refused = !checked.problems.is_empty();
    if shared.json {
        print_json(&serde_json::json!({
            "tally": checked.tally,
            "problems": checked.problems,
            "warnings": checked.warnings,
            "imported": imported,
        }))?;
    } else {
        show(&checked, imported);
    }
    if refused { Err("the table has faults; nothing was brought in".into()) } else { Ok(()) }
}

async fn import(store: &Store, arguments: &People) -> Result<Outcome, Failure> {
    // Before a file of any size is read.
    let size = tokio::fs::metadata(&arguments.path).await?.len();
    if !usize::try_from(size).is_ok_and(|size| size <= LARGEST_FILE) {
        return Err(Unreadable::TooLarge.into());
    }
    let bytes = tokio::fs::read(&arguments.path).await?;
    bring_up_to_date(&store.runner, &|_| {}).await?;
    let institution = arguments.institution;
    let year = match &arguments.year {
        None => None,
        Some(name) => {
            let years = directory::study_years(&store.pool, institution.0).await?;
            let named = years.into_iter().find(|row| row.name == *name);
            let year = named.ok_or_else(|| format!("there is no study year \"{name}\""))?;
            Some(year.study_year_id)
        }
    };
    let zone = directory::time_zone(&store.pool, institution.0).await?;
    let today = clock::today(zone.as_deref());
    let checked = check(&store.log, institution, bytes, year, today).await?;
    if arguments.dry_run || !checked.problems.is_empty() {
        return Ok(Outcome { checked, imported: None });
    }
    let request_id = new_id(store.entropy.as_ref())?;
    let request = Request { origin: Origin::CommandLine, ..Request::of_system(institution, request_id) };
    let imported = bring_in(&store.log, &request, checked.clone()).await?;
    bring_up_to_date(&store.runner, &|_| {}).await?;
    Ok(Outcome { checked, imported: Some(imported) })
}

fn show(checked: &Checked, imported: Option<Imported>) {
    let tally = checked.tally;
    print(&format!(
        "{} rows: {} pupils, {} staff, {} parents; {} of them are known already.",
        tally.rows, tally.pupils, tally.staff, tally.parents, tally.known
    ));
    for problem in &checked.problems {
        print(&format!("fault: {}", told(problem)));
    }
    for warning in &checked.warnings {
        print(&format!("warning: {}", told(warning)));
    }
    match imported {
        Some(imported) => print(&format!("{} events written.", imported.events)),
        None => print("Nothing was written."),
    }
}

fn told(problem: &Problem) -> String {
    let column = problem.column.map_or_else(String::new, |column| format!(", {}", column.as_ref()));
    format!("row {}{column}: {}", problem.row, problem.kind.code())
}
