//! The program `dayek`.

use std::process::ExitCode;

fn main() -> ExitCode {
    dayek::cli::run()
}
