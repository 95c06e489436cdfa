//! Importing results, in events per second: beside COPY of the very rows the import has written, into a
//! copy of the table with its keys. People are imported before and told apart.

mod bundle;
mod copied;

use std::sync::Arc;
use std::time::{Duration, Instant};

use dayek::importer::{ImportOptions, Listener, Progress, Summary, import};
use dayek::store::Store;

use crate::asked::{Asked, ROUNDS};
use crate::ground::Ground;
use crate::machine::{forget_peak, memory, peak_memory};
use crate::table::{Goal, Row, Table};
use crate::timing::{median, per_second};
use bundle::Bundle;
use copied::Copied;

const NAME: &str = "import of results";
const DATABASE: &str = "import";
/// A bundle with more results than this is imported once only.
const LARGE: u64 = 200_000;

pub(crate) async fn measure(ground: &Ground, asked: &Asked, table: &mut Table) {
    if !asked.picks(NAME) {
        return;
    }
    let rounds = if asked.results > LARGE { 1 } else { ROUNDS };
    eprintln!("importing {} results, {rounds} times", asked.results);
    let store = ground.store(DATABASE).await;
    let copied = Copied::prepare(store.runner.clone(), ground.folder().join("rows")).await;

    let (mut ours, mut baseline, mut people) = (Vec::new(), Vec::new(), Vec::new());
    for round in 1..=rounds {
        let bundle = Bundle { folder: ground.folder().join("bundle"), source: format!("bench-{round}") };
        bundle.write(0);
        let (summary, elapsed) = timed(&store, &bundle).await;
        people.push(per_second(summary.events, elapsed));
        let school = summary.institutions[0].id;
        let before = copied.last_position(school).await;

        bundle.write(asked.results);
        forget_peak();
        let held = memory();
        let (summary, elapsed) = timed(&store, &bundle).await;
        if let (1, Some(held), Some(peak)) = (round, held, peak_memory()) {
            table.note(format!(
                "import of {} results: this process held {peak} MiB of memory at its peak, {held} MiB before",
                asked.results
            ));
        }
        ours.push(per_second(summary.events, elapsed));
        let rows = copied.copy(school, before).await;
        assert_eq!(rows.count, summary.events, "all events of the import are copied");
        baseline.push(per_second(rows.count, rows.elapsed));
    }
    table.add(Row {
        name: NAME.to_owned(),
        unit: "ev/s",
        ours: median(&ours),
        baseline: median(&baseline),
        against: "COPY, then one INSERT of the same rows",
        goal: Goal::AtLeast(0.3),
    });
    table.note(format!("import of people, classes and roles: {:.0} events/s", median(&people)));
    store.close().await.unwrap();
}

async fn timed(store: &Store, bundle: &Bundle) -> (Summary, Duration) {
    let nobody: Listener = Arc::new(|_: Progress| ());
    let start = Instant::now();
    let summary = Box::pin(import(store, &bundle.folder, &ImportOptions::default(), &nobody)).await.unwrap();
    (summary, start.elapsed())
}
