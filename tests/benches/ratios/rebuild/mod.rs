//! Rebuilding the read models, in events per second: beside one set-based statement for every table,
//! and beside the stock replay into a stored view.

mod replay;
mod school;
mod set_based;

use std::time::{Duration, Instant};

use dayek::store::Store;
use dayek_projections::delivery::rebuild;

use crate::asked::{Asked, ROUNDS};
use crate::ground::Ground;
use crate::table::{Goal, Row, Table};
use crate::timing::{median, per_second};
use replay::Replay;
use set_based::SetBased;

const NAME: &str = "rebuild of all read models";
const DATABASE: &str = "rebuild";

/// Where the journal stands among the read models.
const JOURNAL: &str = "journal";

pub(crate) async fn measure(ground: &Ground, asked: &Asked, table: &mut Table) {
    if !asked.picks(NAME) {
        return;
    }
    eprintln!("writing a school of {} events", asked.sized(200_000));
    let store = ground.store(DATABASE).await;
    let events = school::write(&store.log, asked.sized(200_000)).await;
    ground.settle(DATABASE).await;
    let set_based = SetBased::new(store.runner.clone());
    let replay = Replay::prepare(ground, asked.sized(1_800)).await;

    let mut rounds = Rounds::default();
    for round in 0..ROUNDS {
        let ours = ours(&store).await;
        let baseline = set_based.build().await;
        rounds.note(events, &ours, &baseline);
        rounds.replay.push(replay.run().await);
        if round == 0 {
            for difference in set_based.differences().await {
                table.note(difference);
            }
        }
    }
    for row in rounds.rows() {
        table.add(row);
    }
    replay.close().await;
    store.close().await.unwrap();
}

/// How long a read model took.
type Took = (&'static str, Duration);

async fn ours(store: &Store) -> Vec<Took> {
    let mut took = Vec::new();
    for projection in dayek_projections::all() {
        let start = Instant::now();
        rebuild(&store.runner, projection.as_ref(), false, &|_| ()).await.unwrap();
        took.push((projection.name(), start.elapsed()));
    }
    took
}

/// Events per second, round by round.
#[derive(Default)]
struct Rounds {
    all: Sides,
    /// By read model, in their order.
    each: Vec<(&'static str, Sides)>,
    replay: Vec<f64>,
}

#[derive(Default)]
struct Sides {
    ours: Vec<f64>,
    baseline: Vec<f64>,
}

impl Rounds {
    fn note(&mut self, events: u64, ours: &[Took], baseline: &[Took]) {
        let whole = |took: &[Took]| per_second(events, took.iter().map(|(_, duration)| *duration).sum());
        self.all.ours.push(whole(ours));
        self.all.baseline.push(whole(baseline));
        for ((name, ours), (_, baseline)) in ours.iter().zip(baseline) {
            if !self.each.iter().any(|(known, _)| known == name) {
                self.each.push((*name, Sides::default()));
            }
            for (_, sides) in self.each.iter_mut().filter(|(known, _)| known == name) {
                sides.ours.push(per_second(events, *ours));
                sides.baseline.push(per_second(events, *baseline));
            }
        }
    }

    fn rows(&self) -> Vec<Row> {
        let row = |name: String, ours: &[f64], baseline: &[f64], against, goal| Row {
            name,
            unit: "ev/s",
            ours: median(ours),
            baseline: median(baseline),
            against,
            goal,
        };
        let set_based = "one set-based statement for each table";
        let all = &self.all;
        let mut rows = vec![row(NAME.to_owned(), &all.ours, &all.baseline, set_based, Goal::AtLeast(0.3))];
        for (name, Sides { ours, baseline }) in &self.each {
            rows.push(row(format!("  of {name} alone"), ours, baseline, set_based, Goal::Open));
        }
        let stock = "QueryReplay into one stored view";
        rows.push(row(NAME.to_owned(), &all.ours, &self.replay, stock, Goal::AtLeast(100.0)));
        for (name, Sides { ours, .. }) in self.each.iter().filter(|(name, _)| *name == JOURNAL) {
            let like_with_like =
                row(format!("  of {name} alone"), ours, &self.replay, stock, Goal::AtLeast(100.0));
            rows.push(like_with_like);
        }
        rows
    }
}
