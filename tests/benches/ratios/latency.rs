//! How long one mark takes when the institution's log is short and when it is long: the same columns of
//! the same length, once in a log of about a thousand events and once spread over a long one.

use std::time::{Duration, Instant};

use dayek::entropy::{SystemEntropy, new_id};
use dayek::store::Store;
use dayek_domain::assessment::Assessment;
use dayek_domain::id::InstitutionId;
use uuid::Uuid;

use crate::asked::Asked;
use crate::commands::{Contestant as _, FRESH, Program, Slot};
use crate::ground::Ground;
use crate::marks::{event, fixed_id};
use crate::table::{Goal, Row, Table};
use crate::timing::percentile;
use crate::writer::{Writer, metadata_of_system};

const NAME: &str = "latency of one mark";
const SHORT: u64 = 1_000;
/// Columns that take the marks, and their length before the first.
const COLUMNS: u64 = 66;
const BEFORE: u64 = 15;
/// Two runs of the same thing differ by less than this.
const NOISE: f64 = 1.2;

/// A log with the program on it.
struct Side {
    store: Store,
    program: Program,
    slots: Vec<Slot>,
    took: Vec<Duration>,
}

pub(crate) async fn measure(ground: &Ground, asked: &Asked, table: &mut Table) {
    if !asked.picks(NAME) {
        return;
    }
    let long = if asked.full { 1_000_000 } else { asked.sized(200_000).max(SHORT) };
    eprintln!("writing logs of {SHORT} and of {long} events");
    let mut sides = [
        Side::prepare(ground, "latency_long", long).await,
        Side::prepare(ground, "latency_short", SHORT).await,
    ];
    let commands = asked.sized(2_000);
    for command in 0..commands {
        let turns = if command.is_multiple_of(2) { [0, 1] } else { [1, 0] };
        for side in turns {
            sides[side].act(command).await;
        }
    }
    for of_hundred in [50, 99] {
        let [ours, baseline] = sides.each_mut().map(|side| percentile(&mut side.took, of_hundred));
        let (name, goal) = match of_hundred {
            50 => (format!("{NAME}, median, log of {long}"), Goal::AtMost(NOISE)),
            rest => (format!("  {rest} of 100 take less than"), Goal::Open),
        };
        table.add(Row { name, unit: "ms", ours, baseline, against: "the same with a log of 1000", goal });
    }
    table.note(format!("latency: {commands} commands of one mark on each log, in turn, one client"));
    for side in sides {
        side.store.close().await.unwrap();
    }
}

impl Side {
    async fn prepare(ground: &Ground, database: &str, events: u64) -> Self {
        let store = ground.store(database).await;
        let institution = InstitutionId(fixed_id(0x30, 0));
        store.log.open_institution(institution).await.unwrap();
        let mut writer = Writer::new(&store.log, institution, metadata_of_system(Uuid::nil()));
        let mut slots = Vec::new();
        for column in 0..COLUMNS {
            let id = random_id();
            write(&mut writer, id, BEFORE).await;
            slots.push(Slot { institution, id, version: BEFORE });
            // Other columns in between, so that these lie all over the log.
            while writer.written() + FRESH <= events * (column + 1) / COLUMNS {
                write(&mut writer, random_id(), FRESH).await;
            }
        }
        writer.finish().await;
        ground.settle(database).await;
        let program = Program::new(store.log.clone());
        let mut side = Self { store, program, slots, took: Vec::new() };
        // A first mark in every column finds connections open and statements planned.
        for column in 0..COLUMNS {
            side.act(column).await;
        }
        side.took.clear();
        side
    }

    async fn act(&mut self, command: u64) {
        let place = usize::try_from(command % COLUMNS).unwrap();
        let slot = &mut self.slots[place];
        let start = Instant::now();
        self.program.act(*slot, 1).await;
        self.took.push(start.elapsed());
        slot.version += 1;
    }
}

async fn write(writer: &mut Writer<'_>, id: Uuid, events: u64) {
    for n in 0..events {
        writer.add::<Assessment>(id, &event(n)).await;
    }
}

fn random_id() -> Uuid {
    new_id(&SystemEntropy).unwrap()
}
