//! `dayek status`: how the log and the read models stand.

use dayek_projections::delivery::{ensure_active, status};

use super::terminal::{open, print, print_json};
use super::{Failure, Shared};

pub(super) async fn run(shared: &Shared) -> Result<(), Failure> {
    let store = open(shared).await?;
    let result = show(shared, &store).await;
    store.close().await?;
    result
}

async fn show(shared: &Shared, store: &crate::store::Store) -> Result<(), Failure> {
    for projection in dayek_projections::all() {
        ensure_active(&store.runner, projection.as_ref()).await?;
    }
    let status = status(&store.pool).await?;
    if shared.json {
        return print_json(&status);
    }
    print(&format!("{} events", status.events));
    for institution in &status.institutions {
        let name = institution.name.as_deref().unwrap_or("(not in the directory yet)");
        let unfinished = if institution.import_unfinished { "  an import has not ended" } else { "" };
        print(&format!("  {}  {:>9} events  {name}{unfinished}", institution.id, institution.events));
    }
    for projection in &status.projections {
        print(&format!(
            "  {:16} version {} {:8} {} events behind, {} parked",
            projection.name,
            projection.version,
            projection.state,
            projection.events_behind,
            projection.parked
        ));
        if projection.parked_streams > 0 {
            print(&format!(
                "    *** {} streams are parked: what they say is missing from the pages ***",
                projection.parked_streams
            ));
        }
        if let Some(error) = &projection.last_error {
            print(&format!("    {error}"));
        }
    }
    Ok(())
}
