//! Ratios: how the program does beside what it is made of, measured in pairs on one server.
//!
//! Absolute figures of a shared machine say little. So every row is a pair whose two sides take turns in
//! the same run, with full durability, and the ratio of their medians is what counts. A row is met or it
//! is not; nothing fails for being slow.
//!
//! `cargo bench` measures everything, `cargo bench -- rebuild` the rows with that word in their names.
//! `DAYEK_BENCH_SECONDS` (1) is the length of a round and scales the amounts of data,
//! `DAYEK_BENCH_RESULTS` (60000) sizes the imported bundle, and `DAYEK_BENCH_FULL=1` makes the long log
//! of the latency row a million events long. `TMPDIR` chooses the disk.

#![expect(
    clippy::unwrap_used,
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    reason = "a bench ends where it cannot go on, and its figures are rates, not marks"
)]

mod asked;
mod ground;
mod machine;
mod table;
mod timing;

mod marks;
mod writer;

mod access;
mod commands;
mod import;
mod latency;
mod publish;
mod rebuild;

use std::process::ExitCode;

use asked::Asked;
use ground::Ground;
use table::Table;

fn main() -> ExitCode {
    let asked = Asked::of_this_run();
    let ground = Ground::start();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let table = runtime.block_on(measure(&ground, &asked));
    drop(runtime);
    ground.stop();
    if table.is_empty() {
        eprintln!(
            "no row has such a name; there are commands, rebuild, import, publishing, latency and access"
        );
        return ExitCode::FAILURE;
    }
    print!("{table}");
    ExitCode::SUCCESS
}

async fn measure(ground: &Ground, asked: &Asked) -> Table {
    let mut table = Table::new(machine::facts(ground, asked).await);
    Box::pin(commands::measure(ground, asked, &mut table)).await;
    Box::pin(rebuild::measure(ground, asked, &mut table)).await;
    Box::pin(import::measure(ground, asked, &mut table)).await;
    Box::pin(publish::measure(ground, asked, &mut table)).await;
    Box::pin(latency::measure(ground, asked, &mut table)).await;
    Box::pin(access::measure(ground, asked, &mut table)).await;
    table
}
