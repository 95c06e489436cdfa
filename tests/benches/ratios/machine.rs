//! What the figures were measured on, and how much memory this process has taken.

use std::env;
use std::fs;
use std::num::NonZero;
use std::thread;

use crate::asked::{Asked, ROUNDS};
use crate::ground::Ground;

/// What decides how much a commit costs.
const SETTINGS: [&str; 6] = [
    "fsync",
    "synchronous_commit",
    "full_page_writes",
    "wal_compression",
    "data_checksums",
    "shared_buffers",
];

/// Facts to be printed above the table.
pub(crate) async fn facts(ground: &Ground, asked: &Asked) -> Vec<String> {
    let cores = thread::available_parallelism().map_or(0, NonZero::get);
    let version = ground.setting("server_version").await;
    let mut settings = Vec::new();
    for name in SETTINGS {
        settings.push(format!("{name} {}", ground.setting(name).await));
    }
    vec![
        format!("{cores} cores, shared by the program, its baselines and PostgreSQL {version}"),
        settings.join(", "),
        format!(
            "{ROUNDS} rounds of {:?} for each side in turn, medians; data in {}",
            asked.round,
            env::temp_dir().display()
        ),
    ]
}

/// The most memory this process has held since [`forget_peak`], in MiB, where the system tells.
pub(crate) fn peak_memory() -> Option<u64> {
    of_status("VmHWM:")
}

/// What it holds now, in MiB.
pub(crate) fn memory() -> Option<u64> {
    of_status("VmRSS:")
}

/// Starts the counting of the peak anew. Where that cannot be done, the peak is that of the whole run.
pub(crate) fn forget_peak() {
    if let Err(error) = fs::write("/proc/self/clear_refs", "5") {
        eprintln!("the peak of memory is that of the whole run: {error}");
    }
}

fn of_status(name: &str) -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let value = status.lines().find_map(|line| line.strip_prefix(name))?;
    let kibibytes: u64 = value.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes / 1024)
}
