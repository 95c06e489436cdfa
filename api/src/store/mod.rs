//! The opened store: the database (embedded, or a server of yours), the root key, the log.
//!
//! Refuses to open what would put the record at risk: a server whose durability is switched off, a
//! superuser connection, a database of another root key, tables of another release, a role that may do
//! what is the other's.

mod checks;
mod provision;

use std::path::{Path, PathBuf};
use std::str::FromStr as _;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sqlx::PgPool;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

pub use provision::{
    APP_ROLE, AUDITOR_ROLE, OWNER_ROLE, RUNNER_ROLE, RolePasswords, SEALER_ROLE, migrate, provision,
};

use crate::embedded::{
    Durability, EmbeddedError, EmbeddedServer, SUPERUSER, ServerConfig, Stopped, default_data_dir,
};
use crate::entropy::{Entropy, SystemEntropy};
use crate::log::Log;
use crate::vault::{Custody, RootKey, VaultError};

/// Where the data is.
#[derive(Debug, Clone, Default)]
pub struct Location {
    pub data_dir: Option<PathBuf>,
    /// A server of yours; the embedded one is used when there is none.
    pub database_url: Option<String>,
    /// The role that keeps read models, on that same server.
    pub runner_url: Option<String>,
}

/// The opened store.
pub struct Store {
    pub pool: PgPool,
    /// What read models are kept through; `pool` may only read them.
    pub runner: PgPool,
    pub log: Log,
    pub root: RootKey,
    pub data_dir: PathBuf,
    pub entropy: Arc<dyn Entropy>,
    server: Option<EmbeddedServer>,
}

/// Why the store cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error(transparent)]
    Embedded(#[from] EmbeddedError),
    #[error(transparent)]
    Vault(#[from] VaultError),
    #[error("the database cannot be reached or refused: {0}")]
    Database(#[from] sqlx::Error),
    #[error("the database cannot be brought up to date: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    #[error("{0}")]
    Refused(String),
}

/// The database of the embedded server.
pub const DATABASE: &str = "dayek";

const CONNECTIONS: u32 = 32;
/// A task for each read model, and a second connection for each that has to note a failure.
const RUNNER_CONNECTIONS: u32 = 8;

const TWO_ADDRESSES: &str = "a PostgreSQL server of yours takes two addresses: --database-url (or DATABASE_URL) for the role \
     dayek_app, and --runner-url (or DAYEK_RUNNER_URL) for the role dayek_runner, which alone may write read models. \
     `dayek migrate --admin-url URL` makes both roles; give each a password";

/// As whom to connect, and where.
struct Connections {
    app: PgConnectOptions,
    runner: PgConnectOptions,
}

impl Location {
    /// `None`: the embedded server.
    fn own_server(&self) -> Result<Option<Connections>, StoreError> {
        match (&self.database_url, &self.runner_url) {
            (None, None) => Ok(None),
            (Some(app), Some(runner)) => {
                let app = PgConnectOptions::from_str(app)?;
                Ok(Some(Connections { app, runner: PgConnectOptions::from_str(runner)? }))
            }
            (Some(_), None) | (None, Some(_)) => Err(StoreError::Refused(TWO_ADDRESSES.to_owned())),
        }
    }
}

impl Store {
    /// Opens the store, starting the embedded server if it is the one to use and does not run.
    pub async fn open(location: &Location, say: &(dyn Fn(&str) + Sync)) -> Result<Self, StoreError> {
        let own_server = location.own_server()?;
        let entropy: Arc<dyn Entropy> = Arc::new(SystemEntropy);
        let data_dir = match &location.data_dir {
            Some(folder) => absolute(folder)?,
            None => default_data_dir()?,
        };
        let key_file = data_dir.join("keys/root.key");
        if data_dir.join("postgres").exists() && !key_file.exists() {
            return Err(StoreError::Refused(format!(
                "{} has a database but no root key; put {} back from your backup, for a new one could read no name",
                data_dir.display(),
                key_file.display()
            )));
        }
        let (root, custody) = RootKey::open_or_make(&key_file, entropy.as_ref())?;
        if custody == Custody::Made {
            say(&format!(
                "A new root key was made: {}\n\
                 *** Back this file up now, apart from the database. Without it every name in the log is lost. ***",
                key_file.display()
            ));
        }
        let (server, Connections { app, runner }) = if let Some(connections) = own_server {
            (None, connections)
        } else {
            let (server, connections) = start_embedded(&data_dir, &root, say).await?;
            (Some(server), connections)
        };
        let pool = connect(app).await?;
        checks::not_superuser(&pool, APP_ROLE).await?;
        checks::durable(&pool).await?;
        checks::migrated(&pool).await?;
        checks::root_key(&pool, &root).await?;
        // Only now: the migrations have made what its rights are checked on.
        let runner = connect_runner(runner).await?;
        checks::not_superuser(&runner, RUNNER_ROLE).await?;
        checks::apart(&pool, &runner).await?;
        let log = Log::new(pool.clone(), &root, Arc::clone(&entropy));
        Ok(Self { pool, runner, log, root, data_dir, entropy, server })
    }

    /// Uses a database that is provisioned and migrated already, without the start-up checks.
    pub fn attach(
        pool: PgPool,
        runner: PgPool,
        root: RootKey,
        data_dir: PathBuf,
        entropy: Arc<dyn Entropy>,
    ) -> Self {
        let log = Log::new(pool.clone(), &root, Arc::clone(&entropy));
        Self { pool, runner, log, root, data_dir, entropy, server: None }
    }

    /// Closes the connections and, as its last user, ends the embedded server.
    pub async fn close(self) -> Result<(), StoreError> {
        self.runner.close().await;
        self.pool.close().await;
        if let Some(server) = self.server {
            match tokio::task::spawn_blocking(move || server.stop()).await {
                Ok(Ok(Stopped::Ended | Stopped::StillUsedByOthers)) => {}
                Ok(Err(error)) => return Err(error.into()),
                Err(broken) => {
                    return Err(StoreError::Refused(format!("stopping the server broke off: {broken}")));
                }
            }
        }
        Ok(())
    }
}

/// A pool as the program uses it everywhere.
pub async fn connect(options: PgConnectOptions) -> Result<PgPool, sqlx::Error> {
    pool_of(CONNECTIONS).connect_with(options.application_name("dayek")).await
}

/// The smaller pool through which read models are kept.
pub async fn connect_runner(options: PgConnectOptions) -> Result<PgPool, sqlx::Error> {
    pool_of(RUNNER_CONNECTIONS).connect_with(options.application_name("dayek read models")).await
}

fn pool_of(connections: u32) -> PgPoolOptions {
    PgPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(Duration::from_secs(10))
        .test_before_acquire(false)
}

async fn start_embedded(
    data_dir: &Path,
    root: &RootKey,
    say: &(dyn Fn(&str) + Sync),
) -> Result<(EmbeddedServer, Connections), StoreError> {
    let superuser_password = password(root, "superuser");
    // Starting is short and nothing else runs yet, so the thread may be blocked.
    let server = tokio::task::block_in_place(|| {
        EmbeddedServer::start(&ServerConfig {
            data_dir,
            durability: Durability::Full,
            superuser_password: &superuser_password,
            on_message: &|message| say(message),
        })
    })?;
    let endpoint = server.endpoint();
    let options = PgConnectOptions::new_without_pgpass().socket(&endpoint.socket_dir).port(endpoint.port);
    let admin = options.clone().username(SUPERUSER).password(&superuser_password).database("postgres");
    let passwords = RolePasswords::of(root);
    provision(&admin, DATABASE, Some(&passwords)).await.map_err(explain_password)?;
    migrate(&admin.database(DATABASE)).await?;
    let options = options.database(DATABASE);
    let app = options.clone().username(APP_ROLE).password(&passwords.app);
    let runner = options.username(RUNNER_ROLE).password(&passwords.runner);
    Ok((server, Connections { app, runner }))
}

/// The embedded server's passwords follow from the root key: a wrong password is a wrong key.
fn explain_password(error: StoreError) -> StoreError {
    if let StoreError::Database(sqlx::Error::Database(refused)) = &error
        && refused.code().as_deref() == Some("28P01")
    {
        return StoreError::Refused(checks::OTHER_ROOT_KEY.to_owned());
    }
    error
}

/// Passwords of the embedded server follow from the root key, so there is no second secret to keep.
pub fn password(root: &RootKey, role: &str) -> String {
    URL_SAFE_NO_PAD.encode(root.derive(&format!("dayek/postgres/{role}")).as_slice())
}

fn absolute(folder: &Path) -> Result<PathBuf, StoreError> {
    std::path::absolute(folder).map_err(|error| {
        StoreError::Refused(format!("the data folder {} cannot be used: {error}", folder.display()))
    })
}
