//! Commands per second, of 1 and of 30 events, with 1, 16 and 64 clients: the program beside its own two
//! statements sent bare, beside one plain INSERT, and beside the stock framework.
//!
//! Every client goes round its own columns of 45 to 75 events, of 50 institutions; a column that has grown
//! past that gives way to a fresh one, filled outside the clock.

mod bare;
mod contestant;
mod made;
mod plain;
mod program;
mod stock;
mod streams;

use std::sync::Arc;
use std::time::Duration;

use dayek::store::Store;
use sqlx::PgPool;

pub(crate) use contestant::Contestant;
pub(crate) use program::Program;
pub(crate) use stock::{Column, open as open_stock, write_columns};
pub(crate) use streams::{FRESH, Slot};

use crate::asked::{Asked, ROUNDS};
use crate::ground::Ground;
use crate::table::{Goal, Row, Table};
use crate::timing::median;
use bare::Bare;
use contestant::round;
use made::Made;
use plain::Plain;
use stock::Stock;
use streams::Streams;

const INSTITUTIONS: u64 = 50;

/// One setting of commands and clients.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cell {
    pub(crate) events: u64,
    pub(crate) clients: usize,
}

impl Cell {
    fn all() -> impl Iterator<Item = Self> {
        [1, 30].into_iter().flat_map(|events| [1, 16, 64].map(|clients| Self { events, clients }))
    }

    fn name(self) -> String {
        let event = if self.events == 1 { "event" } else { "events" };
        let client = if self.clients == 1 { "client" } else { "clients" };
        format!("commands of {} {event}, {} {client}", self.events, self.clients)
    }
}

pub(crate) async fn measure(ground: &Ground, asked: &Asked, table: &mut Table) {
    let cells: Vec<Cell> = Cell::all().filter(|cell| asked.picks(&cell.name())).collect();
    if cells.is_empty() {
        return;
    }
    let mut field = Field::prepare(ground).await;
    for cell in cells {
        field.turn(cell, asked.round / 5).await;
        let mut rates: [Vec<f64>; 4] = [const { Vec::new() }; 4];
        for _ in 0..ROUNDS {
            for (rates, rate) in rates.iter_mut().zip(field.turn(cell, asked.round).await) {
                rates.push(rate);
            }
        }
        for row in rows(cell, rates.each_ref().map(|rates| median(rates))) {
            table.add(row);
        }
    }
    field.close().await;
}

fn rows(cell: Cell, [ours, bare, plain, stock]: [f64; 4]) -> [Row; 3] {
    let row = |against, baseline, goal| Row { name: cell.name(), unit: "/s", ours, baseline, against, goal };
    let stock_goal = if cell.events == 30 { Goal::AtLeast(2.0) } else { Goal::Open };
    [
        row("the same two statements, bare", bare, Goal::AtLeast(0.8)),
        row("one INSERT of the same rows, unchecked", plain, Goal::Open),
        row("cqrs-es with postgres-es as they come", stock, stock_goal),
    ]
}

/// Everybody who takes part, with the columns they write.
struct Field {
    store: Store,
    /// Of the bare statements.
    pool: PgPool,
    /// Of the plain INSERT.
    plain_pool: PgPool,
    stock_pool: PgPool,
    ours: Arc<Program>,
    bare: Arc<Bare>,
    plain: Arc<Plain>,
    stock: Arc<Stock>,
    /// Each its own: to the program, somebody else's write to a column is another process's.
    columns: Streams,
    bare_columns: Streams,
    plain_columns: Streams,
    stock_columns: Streams,
}

impl Field {
    async fn prepare(ground: &Ground) -> Self {
        eprintln!("filling columns of marks");
        let store = ground.store("commands").await;
        let pool = ground.pool("commands").await;
        let plain_pool = ground.making_pool("commands").await;
        let stock_pool = ground.scratch("commands_stock").await;
        let columns = Streams::new(INSTITUTIONS);
        let bare_columns = Streams::new(INSTITUTIONS);
        for institution in columns.institutions().iter().chain(bare_columns.institutions()) {
            store.log.open_institution(*institution).await.unwrap();
        }
        let ours = Arc::new(Program::new(store.log.clone()));
        let made = Arc::new(Made::new());
        Self {
            bare: Arc::new(Bare::new(pool.clone(), Arc::clone(&made), Arc::clone(&ours))),
            plain: Arc::new(Plain::open(plain_pool.clone(), made).await),
            stock: Arc::new(Stock::open(stock_pool.clone()).await),
            plain_columns: Streams::new(INSTITUTIONS),
            stock_columns: Streams::new(INSTITUTIONS),
            columns,
            bare_columns,
            ours,
            store,
            pool,
            plain_pool,
            stock_pool,
        }
    }

    /// A round of each, one after the other. Commands per second.
    async fn turn(&mut self, cell: Cell, length: Duration) -> [f64; 4] {
        [
            round(&self.ours, &mut self.columns, cell, length).await,
            round(&self.bare, &mut self.bare_columns, cell, length).await,
            round(&self.plain, &mut self.plain_columns, cell, length).await,
            round(&self.stock, &mut self.stock_columns, cell, length).await,
        ]
    }

    async fn close(self) {
        self.pool.close().await;
        self.plain_pool.close().await;
        self.stock_pool.close().await;
        self.store.close().await.unwrap();
    }
}
