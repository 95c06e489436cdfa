//! Publishing the timetables of a school of 40 classes, in lessons per second: beside INSERTs of the very
//! rows that publishing has written, one for each class, into a copy of the log's table.

mod copied;
mod school;

use std::time::{Duration, Instant};

use dayek::usecases::PublishTimetables;

use crate::asked::{Asked, ROUNDS};
use crate::ground::Ground;
use crate::table::{Goal, Row, Table};
use crate::timing::{median, per_second};
use copied::Copied;
use school::{CLASSES, School, first_day};

const NAME: &str = "publishing timetables";
const DATABASE: &str = "publish";

pub(crate) async fn measure(ground: &Ground, asked: &Asked, table: &mut Table) {
    if !asked.picks(NAME) {
        return;
    }
    eprintln!("publishing the timetables of {CLASSES} classes, {ROUNDS} times");
    let store = ground.store(DATABASE).await;
    for projection in dayek_projections::all() {
        dayek_projections::delivery::ensure_active(&store.runner, projection.as_ref()).await.unwrap();
    }
    let school = School::found(&store).await;
    let copied = Copied::prepare(store.runner.clone()).await;

    let (mut ours, mut baseline, mut lessons, mut events) = (Vec::new(), Vec::new(), 0, 0);
    for quarter in 0..ROUNDS {
        let timetables = school.plan(quarter).await;
        let mut taken = (Duration::ZERO, Duration::ZERO);
        let mut published = 0;
        for timetable_id in timetables {
            let publish = PublishTimetables { timetable_ids: vec![timetable_id], from: first_day() };
            let start = Instant::now();
            let receipt = school.ask(publish).await;
            taken.0 += start.elapsed();
            let rows = copied.rows(school.id(), receipt.positions.unwrap()).await;
            published += rows.lessons();
            events += rows.len();
            taken.1 += copied.insert(&rows).await;
        }
        lessons += published;
        ours.push(per_second(published, taken.0));
        baseline.push(per_second(published, taken.1));
    }
    table.add(Row {
        name: format!("{NAME} of {CLASSES} classes"),
        unit: "/s",
        ours: median(&ours),
        baseline: median(&baseline),
        against: "one INSERT of the same rows for each class",
        goal: Goal::AtLeast(0.4),
    });
    table.note(format!("publishing: {lessons} lessons in {events} events, one append for each class"));
    store.close().await.unwrap();
}
