//! The command line. Every command takes `--data-dir`, or `DATABASE_URL` and `DAYEK_RUNNER_URL`, prints for
//! people or, with `--json`, for programs, and fails with a sentence and a non-zero exit code.

mod access;
mod check;
mod demo;
mod export;
mod import;
mod import_fet;
mod import_people;
mod institution;
mod invite;
mod migrate;
mod projections;
mod serve;
mod status;
mod terminal;
mod token;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::store::Location;

/// Дәйек: a school journal in which nothing is ever overwritten.
#[derive(Debug, Parser)]
#[command(name = "dayek", version, about)]
struct Arguments {
    #[command(flatten)]
    shared: Shared,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Clone, clap::Args)]
struct Shared {
    /// The data folder; holds the embedded server and the root key.
    #[arg(long, global = true, env = "DAYEK_DATA_DIR", value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// A PostgreSQL server of yours instead of the embedded one.
    #[arg(long, global = true, env = "DATABASE_URL", value_name = "URL", hide_env_values = true)]
    database_url: Option<String>,
    /// The role `dayek_runner` on that server, which keeps the read models.
    #[arg(long, global = true, env = "DAYEK_RUNNER_URL", value_name = "URL", hide_env_values = true)]
    runner_url: Option<String>,
    /// Print JSON.
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Load a small demo school, print a token and commands to try, and serve.
    Demo(demo::Demo),
    /// Serve the API.
    Serve(serve::Serve),
    /// Bring data in from other systems.
    Import(import::Import),
    /// Say how the log and the read models stand.
    Status,
    /// Work on read models.
    Projections(projections::Projections),
    /// Write data out.
    Export(export::Export),
    /// Begin an institution, or list them all.
    Institution(institution::Institution),
    /// Let somebody in: print a code with which they sign in for the first time.
    Invite(invite::Invite),
    /// Tokens for programs.
    Token(token::Token),
    /// Who may do what.
    Access(access::Access),
    /// Read the whole log twice, by two readers, and compare.
    Check,
    /// Make roles and tables on a server of yours.
    Migrate(migrate::Migrate),
}

/// Why a command failed, as a sentence; the source of an error is told with it.
type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Runs the command line.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    terminal::start_logging();
    let json = arguments.shared.json;
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return terminal::fail(json, &error.into()),
    };
    match runtime.block_on(dispatch(arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => terminal::fail(json, &failure),
    }
}

async fn dispatch(arguments: Arguments) -> Result<(), Failure> {
    let shared = arguments.shared;
    match arguments.command {
        Command::Demo(command) => demo::run(&shared, &command).await,
        Command::Serve(command) => serve::run(&shared, &command).await,
        Command::Import(command) => import::run(&shared, &command).await,
        Command::Status => status::run(&shared).await,
        Command::Projections(command) => projections::run(&shared, &command).await,
        Command::Export(command) => export::run(&shared, &command).await,
        Command::Institution(command) => institution::run(&shared, &command).await,
        Command::Invite(command) => invite::run(&shared, &command).await,
        Command::Token(command) => token::run(&shared, &command).await,
        Command::Access(command) => access::run(&command),
        Command::Check => check::run(&shared).await,
        Command::Migrate(command) => migrate::run(&shared, &command).await,
    }
}

impl Shared {
    fn location(&self) -> Location {
        Location {
            data_dir: self.data_dir.clone(),
            database_url: self.database_url.clone(),
            runner_url: self.runner_url.clone(),
        }
    }
}
