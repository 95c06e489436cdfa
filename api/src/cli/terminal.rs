//! What people see: messages, progress bars, failures. Results go to standard output, all else to
//! standard error, so that output can be piped.

use std::io::{IsTerminal as _, Write as _};
use std::process::ExitCode;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;
use tracing_subscriber::EnvFilter;

use super::{Failure, Shared};
use crate::store::{Store, StoreError};

pub(super) fn start_logging() {
    let filter = EnvFilter::try_from_env("DAYEK_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    // A second call, as in tests, finds a subscriber in place; that one serves.
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}

/// A line for people, on standard error.
pub(super) fn say(message: &str) {
    let _ = writeln!(std::io::stderr(), "{message}");
}

/// A line of the result. A closed pipe ends the program's interest, not the work.
pub(super) fn print(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

pub(super) fn print_json<T: Serialize>(value: &T) -> Result<(), Failure> {
    print(&serde_json::to_string_pretty(value)?);
    Ok(())
}

pub(super) fn fail(json: bool, failure: &Failure) -> ExitCode {
    let sentence = sentence(failure.as_ref());
    if json {
        print(&serde_json::json!({ "error": sentence }).to_string());
    }
    say(&format!("dayek: {sentence}"));
    ExitCode::FAILURE
}

/// An error with its causes, each told once.
fn sentence(error: &(dyn std::error::Error + 'static)) -> String {
    let mut sentence = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let text = cause.to_string();
        if !sentence.contains(&text) {
            sentence.push_str(": ");
            sentence.push_str(&text);
        }
        next = cause.source();
    }
    sentence
}

pub(super) async fn open(shared: &Shared) -> Result<Store, StoreError> {
    Store::open(&shared.location(), &say).await
}

/// A bar on a terminal; nothing where nobody looks.
pub(super) fn bar(shared: &Shared) -> ProgressBar {
    let bar = ProgressBar::no_length();
    if shared.json || !std::io::stderr().is_terminal() {
        bar.set_draw_target(ProgressDrawTarget::hidden());
    }
    if let Ok(style) =
        ProgressStyle::with_template("{msg} [{bar:30}] {human_pos}/{human_len} {per_sec} ETA {eta}")
    {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(250));
    bar
}
