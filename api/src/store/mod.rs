//! The opened store: the database (embedded, or a server of yours), the root key, the log.
//!
//! Refuses to open what would put the record at risk: a server whose durability is switched off, a
//! superuser connection, a database of another root key, tables of another release.

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

pub use provision::{APP_ROLE, AUDITOR_ROLE, OWNER_ROLE, SEALER_ROLE, migrate, provision};

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
}

/// The opened store.
pub struct Store {
    pub pool: PgPool,
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

impl Store {
    /// Opens the store, starting the embedded server if it is the one to use and does not run.
    pub async fn open(location: &Location, say: &(dyn Fn(&str) + Sync)) -> Result<Self, StoreError> {
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
        let (server, options) = if let Some(url) = &location.database_url {
            (None, PgConnectOptions::from_str(url)?)
        } else {
            let (server, options) = start_embedded(&data_dir, &root, say).await?;
            (Some(server), options)
        };
        let pool = connect(options).await?;
        checks::not_superuser(&pool).await?;
        checks::durable(&pool).await?;
        checks::migrated(&pool).await?;
        checks::root_key(&pool, &root).await?;
        let log = Log::new(pool.clone(), &root, Arc::clone(&entropy));
        Ok(Self { pool, log, root, data_dir, entropy, server })
    }

    /// Uses a database that is provisioned and migrated already, without the start-up checks.
    pub fn attach(pool: PgPool, root: RootKey, data_dir: PathBuf, entropy: Arc<dyn Entropy>) -> Self {
        let log = Log::new(pool.clone(), &root, Arc::clone(&entropy));
        Self { pool, log, root, data_dir, entropy, server: None }
    }

    /// Closes the connections and, as its last user, ends the embedded server.
    pub async fn close(self) -> Result<(), StoreError> {
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
    PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(Duration::from_secs(10))
        .test_before_acquire(false)
        .connect_with(options.application_name("dayek"))
        .await
}

async fn start_embedded(
    data_dir: &Path,
    root: &RootKey,
    say: &(dyn Fn(&str) + Sync),
) -> Result<(EmbeddedServer, PgConnectOptions), StoreError> {
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
    let app_password = password(root, APP_ROLE);
    provision(&admin, DATABASE, Some(&app_password)).await.map_err(explain_password)?;
    migrate(&admin.database(DATABASE)).await?;
    Ok((server, options.username(APP_ROLE).password(&app_password).database(DATABASE)))
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
