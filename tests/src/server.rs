//! One private PostgreSQL for all tests of a process, and a fresh database for every test.
//!
//! A template is made and migrated once; a test's database is a copy of it. The server is found,
//! made and started by the program's own code, with a durability that tests alone may have.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use dayek::embedded::{Durability, EmbeddedServer, SUPERUSER, ServerConfig};
use dayek::store::{
    APP_ROLE, OWNER_ROLE, RUNNER_ROLE, RolePasswords, connect, connect_runner, migrate, password, provision,
};
use dayek::vault::RootKey;
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _, PgConnection, PgPool};

use crate::guardian::Guarded;

const TEMPLATE: &str = "template_dayek";

/// The root key of every test.
pub fn root_key() -> RootKey {
    RootKey::from_bytes([7; 32])
}

struct Server {
    admin: PgConnectOptions,
    app: PgConnectOptions,
    runner: PgConnectOptions,
    /// Neither is ever dropped: a static lives as long as the process, and the guardian outlives both.
    _running: EmbeddedServer,
    _guarded: Guarded,
}

/// A database of one test.
#[derive(Debug, Clone)]
pub struct Database {
    name: String,
}

/// A copy of the migrated template.
pub async fn fresh_database() -> Database {
    make(&format!("TEMPLATE {TEMPLATE}")).await
}

/// A database without any table.
pub async fn empty_database() -> Database {
    make("TEMPLATE template1").await
}

async fn make(from: &str) -> Database {
    static MADE: AtomicU32 = AtomicU32::new(0);
    let server = server();
    let name = format!("t_{}", MADE.fetch_add(1, Ordering::Relaxed));
    let mut connection = server.admin.connect().await.unwrap();
    sqlx::raw_sql(&format!("CREATE DATABASE {name} {from} OWNER {OWNER_ROLE}"))
        .execute(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
    // A copy does not have the rights on the database itself.
    provision(&server.admin, &name, None).await.unwrap();
    Database { name }
}

impl Database {
    /// A pool as the program has it: its own role, with its own rights.
    pub async fn pool(&self) -> PgPool {
        connect(server().app.clone().database(&self.name)).await.unwrap()
    }

    /// The pool through which the program keeps read models.
    pub async fn runner_pool(&self) -> PgPool {
        connect_runner(server().runner.clone().database(&self.name)).await.unwrap()
    }

    /// Prepares it again, as `dayek migrate` does after an update of the program.
    pub async fn prepare_again(&self) {
        let admin = &server().admin;
        provision(admin, &self.name, None).await.unwrap();
        migrate(&admin.clone().database(&self.name)).await.unwrap();
    }

    /// A connection of the superuser, who is the attacker or the operator in a test.
    pub async fn admin(&self) -> PgConnection {
        server().admin.clone().database(&self.name).connect().await.unwrap()
    }

    /// A pool of the superuser, for tables that are not the program's.
    pub async fn admin_pool(&self) -> PgPool {
        connect(server().admin.clone().database(&self.name)).await.unwrap()
    }
}

fn server() -> &'static Server {
    static SERVER: OnceLock<Result<Server, String>> = OnceLock::new();
    let started = SERVER.get_or_init(|| {
        // A thread of its own: starting blocks, and no runtime may be started inside another.
        std::thread::spawn(Server::start)
            .join()
            .unwrap_or_else(|_| Err("its start broke off; the first failing test says why".to_owned()))
    });
    match started {
        Ok(server) => server,
        Err(reason) => panic!("there is no PostgreSQL for the tests: {reason}"),
    }
}

impl Server {
    fn start() -> Result<Self, String> {
        let guarded = Guarded::new();
        let root = root_key();
        let superuser_password = password(&root, "superuser");
        let running = EmbeddedServer::start(&ServerConfig {
            data_dir: &guarded.data_dir(),
            durability: Durability::TestsOnly,
            superuser_password: &superuser_password,
            on_message: &|_: &str| (),
        })
        .map_err(|error| error.to_string())?;
        let endpoint = running.endpoint();
        if !endpoint.socket_dir.starts_with(guarded.folder()) {
            return Err("TMPDIR is too long a path for a socket; set it to a shorter one".to_owned());
        }
        let options = PgConnectOptions::new_without_pgpass().socket(&endpoint.socket_dir).port(endpoint.port);
        let admin = options.clone().username(SUPERUSER).password(&superuser_password).database("postgres");
        let passwords = RolePasswords::of(&root);
        let app = options.clone().username(APP_ROLE).password(&passwords.app);
        let runner = options.username(RUNNER_ROLE).password(&passwords.runner);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime
            .block_on(async {
                provision(&admin, TEMPLATE, Some(&passwords)).await?;
                migrate(&admin.clone().database(TEMPLATE)).await
            })
            .map_err(|error| error.to_string())?;
        Ok(Self { admin, app, runner, _running: running, _guarded: guarded })
    }
}
