//! Making roles and databases (once, as a superuser) and bringing tables up to date (as their owner).

use sqlx::migrate::Migrator;
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _, PgConnection};

use super::StoreError;

/// Owns the tables; nobody signs in as it.
pub const OWNER_ROLE: &str = "dayek_owner";
/// What the program connects as: it may read, and append through one function.
pub const APP_ROLE: &str = "dayek_app";

/// What an auditor's own login is made a member of: it reads the log and nothing else.
pub const AUDITOR_ROLE: &str = "dayek_auditor";
/// The same for whatever signs the log.
pub const SEALER_ROLE: &str = "dayek_sealer";

/// Every migration, embedded in the program.
pub(super) static MIGRATIONS: Migrator = sqlx::migrate!("../migrations");

/// Makes the roles and the database if they are missing. `admin` is a superuser's connection to
/// any database of the server; `database` is a name of this program or of its operator's choosing.
pub async fn provision(
    admin: &PgConnectOptions,
    database: &str,
    app_password: Option<&str>,
) -> Result<(), StoreError> {
    let mut connection = admin.connect().await?;
    make_role(&mut connection, OWNER_ROLE, "NOLOGIN").await?;
    make_role(&mut connection, APP_ROLE, "LOGIN").await?;
    for role in [AUDITOR_ROLE, SEALER_ROLE] {
        make_role(&mut connection, role, "NOLOGIN").await?;
    }
    if let Some(password) = app_password {
        execute(&mut connection, &format!("ALTER ROLE {APP_ROLE} PASSWORD {}", literal(password))).await?;
    }
    let (exists,): (bool,) = sqlx::query_as("SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)")
        .bind(database)
        .fetch_one(&mut connection)
        .await?;
    let name = identifier(database);
    if !exists {
        execute(&mut connection, &format!("CREATE DATABASE {name} OWNER {OWNER_ROLE}")).await?;
    }
    // CREATE: read models live in schemas that the program makes and drops.
    execute(&mut connection, &format!("GRANT CONNECT, CREATE ON DATABASE {name} TO {APP_ROLE}")).await?;
    connection.close().await?;
    Ok(())
}

/// Applies the migrations that are missing, as the owner of the tables.
pub async fn migrate(admin: &PgConnectOptions) -> Result<(), StoreError> {
    let mut connection = admin.clone().log_statements(tracing::log::LevelFilter::Trace).connect().await?;
    execute(&mut connection, &format!("GRANT {OWNER_ROLE} TO CURRENT_USER")).await?;
    execute(&mut connection, &format!("SET ROLE {OWNER_ROLE}")).await?;
    MIGRATIONS.run(&mut connection).await?;
    execute(&mut connection, &format!("GRANT SELECT ON _sqlx_migrations TO {APP_ROLE}")).await?;
    connection.close().await?;
    Ok(())
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
