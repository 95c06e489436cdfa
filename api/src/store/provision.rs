//! Making roles and databases (once, as a superuser) and bringing tables up to date (as their owner).

use dayek_projections::delivery::READER_ROLE;
use sqlx::migrate::Migrator;
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _, PgConnection};

use super::{StoreError, password};
use crate::vault::RootKey;

/// Owns the tables; nobody signs in as it.
pub const OWNER_ROLE: &str = "dayek_owner";
/// What the program connects as: it may read, and append through one function.
pub const APP_ROLE: &str = READER_ROLE;
/// What keeps the read models, and owns them: it reads the log besides, and nothing else.
pub const RUNNER_ROLE: &str = "dayek_runner";

/// What an auditor's own login is made a member of: it reads the log and nothing else.
pub const AUDITOR_ROLE: &str = "dayek_auditor";
/// The same for whatever signs the log.
pub const SEALER_ROLE: &str = "dayek_sealer";

/// Every migration, embedded in the program.
pub(super) static MIGRATIONS: Migrator = sqlx::migrate!("../migrations");

/// Passwords of the roles that sign in.
pub struct RolePasswords {
    pub app: String,
    pub runner: String,
}

impl RolePasswords {
    /// Those of the embedded server.
    pub fn of(root: &RootKey) -> Self {
        Self { app: password(root, APP_ROLE), runner: password(root, RUNNER_ROLE) }
    }
}

/// Makes the roles and the database if they are missing. `admin` is a superuser's connection to
/// any database of the server; `database` is a name of this program or of its operator's choosing.
pub async fn provision(
    admin: &PgConnectOptions,
    database: &str,
    passwords: Option<&RolePasswords>,
) -> Result<(), StoreError> {
    let mut connection = admin.connect().await?;
    one_at_a_time(&mut connection).await?;
    for role in [APP_ROLE, RUNNER_ROLE] {
        make_role(&mut connection, role, "LOGIN").await?;
    }
    for role in [OWNER_ROLE, AUDITOR_ROLE, SEALER_ROLE] {
        make_role(&mut connection, role, "NOLOGIN").await?;
    }
    if let Some(passwords) = passwords {
        for (role, password) in [(APP_ROLE, &passwords.app), (RUNNER_ROLE, &passwords.runner)] {
            execute(&mut connection, &format!("ALTER ROLE {role} PASSWORD {}", literal(password))).await?;
        }
    }
    let (exists,): (bool,) = sqlx::query_as("SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)")
        .bind(database)
        .fetch_one(&mut connection)
        .await?;
    let name = identifier(database);
    if !exists {
        execute(&mut connection, &format!("CREATE DATABASE {name} OWNER {OWNER_ROLE}")).await?;
    }
    execute(&mut connection, &format!("GRANT CONNECT ON DATABASE {name} TO {APP_ROLE}, {RUNNER_ROLE}"))
        .await?;
    // CREATE: read models live in schemas that the runner makes and drops.
    execute(&mut connection, &format!("GRANT CREATE ON DATABASE {name} TO {RUNNER_ROLE}")).await?;
    // Earlier releases gave it to the program's role.
    execute(&mut connection, &format!("REVOKE CREATE ON DATABASE {name} FROM {APP_ROLE}")).await?;
    // Otherwise a schema named after the role, which the runner could make, would be looked into first.
    execute(&mut connection, &format!("ALTER ROLE {APP_ROLE} IN DATABASE {name} SET search_path = public"))
        .await?;
    connection.close().await?;
    Ok(())
}

/// Applies the migrations that are missing, as the owner of the tables, and hands the runner the read
/// models that an earlier release has made.
pub async fn migrate(admin: &PgConnectOptions) -> Result<(), StoreError> {
    let mut connection = admin.clone().log_statements(tracing::log::LevelFilter::Trace).connect().await?;
    one_at_a_time(&mut connection).await?;
    // As above: nothing that the runner has made may come before the program's own.
    execute(&mut connection, "SET search_path = public").await?;
    execute(&mut connection, &format!("GRANT {OWNER_ROLE} TO CURRENT_USER")).await?;
    execute(&mut connection, &format!("SET ROLE {OWNER_ROLE}")).await?;
    MIGRATIONS.run(&mut connection).await?;
    execute(&mut connection, &format!("GRANT SELECT ON _sqlx_migrations TO {APP_ROLE}")).await?;
    execute(&mut connection, "RESET ROLE").await?;
    execute(&mut connection, include_str!("adopt_read_models.sql")).await?;
    connection.close().await?;
    Ok(())
}

/// Two programs that start together would trip over each other's grants; given back with the connection.
async fn one_at_a_time(connection: &mut PgConnection) -> Result<(), StoreError> {
    execute(connection, "SELECT pg_advisory_lock(hashtext('dayek'))").await
}

async fn make_role(connection: &mut PgConnection, role: &str, login: &str) -> Result<(), StoreError> {
    let (exists,): (bool,) = sqlx::query_as("SELECT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = $1)")
        .bind(role)
        .fetch_one(&mut *connection)
        .await?;
    if !exists {
        execute(connection, &format!("CREATE ROLE {role} {login}")).await?;
    }
    Ok(())
}

/// For statements that take no parameters; what is put into them is quoted here.
async fn execute(connection: &mut PgConnection, statement: &str) -> Result<(), StoreError> {
    sqlx::raw_sql(statement).execute(connection).await?;
    Ok(())
}

fn identifier(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
