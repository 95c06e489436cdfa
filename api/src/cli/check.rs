//! `dayek check`: the whole log read by two readers and compared.

use super::terminal::{bar, open, print, print_json};
use super::{Failure, Shared};

pub(super) async fn run(shared: &Shared) -> Result<(), Failure> {
    let store = open(shared).await?;
    let bar = bar(shared);
    bar.set_message("streams");
    let result = crate::check::check(&store.log, &|streams| bar.set_position(streams as u64)).await;
    bar.finish_and_clear();
    store.close().await?;
    let report = result?;
    if shared.json {
        print_json(&report)?;
    } else {
        print(&format!(
            "{} institutions, {} streams, {} events",
            report.institutions, report.streams, report.events
        ));
        report.faults.iter().for_each(|fault| print(&format!("  {fault}")));
    }
    if report.faults.is_empty() { Ok(()) } else { Err("the log or what is read from it has faults".into()) }
}
