//! `dayek migrate`: roles, database and tables on a server of yours, once and after each new release.

use std::str::FromStr as _;

use clap::Args;
use sqlx::postgres::PgConnectOptions;

use super::terminal::{print, print_json};
use super::{Failure, Shared};
use crate::store::{APP_ROLE, DATABASE, RUNNER_ROLE, migrate, provision};

#[derive(Debug, Args)]
pub(super) struct Migrate {
    /// A superuser's connection to the server; used for this and for nothing else.
    #[arg(long, env = "DAYEK_ADMIN_URL", hide_env_values = true)]
    admin_url: String,
    /// The database to make and migrate.
    #[arg(long, default_value = DATABASE)]
    database: String,
}

pub(super) async fn run(shared: &Shared, command: &Migrate) -> Result<(), Failure> {
    let admin = PgConnectOptions::from_str(&command.admin_url)?;
    provision(&admin, &command.database, None).await?;
    migrate(&admin.database(&command.database)).await?;
    if shared.json {
        return print_json(&serde_json::json!({ "database": command.database, "migrated": true }));
    }
    print(&format!("The database {} is up to date.", command.database));
    print(&format!(
        "Give the roles {APP_ROLE} and {RUNNER_ROLE} a password each (ALTER ROLE {APP_ROLE} PASSWORD '…') and let the \
         program connect as both:\n\
         DATABASE_URL=postgres://{APP_ROLE}:…@host/{0}\n\
         DAYEK_RUNNER_URL=postgres://{RUNNER_ROLE}:…@host/{0}",
        command.database
    ));
    Ok(())
}
