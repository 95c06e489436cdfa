//! The ground everything is measured on: one private PostgreSQL with full durability, and databases in it.

use std::sync::Arc;

use dayek::embedded::{Durability, EmbeddedServer, SUPERUSER, ServerConfig};
use dayek::entropy::SystemEntropy;
use dayek::store::{
    APP_ROLE, RUNNER_ROLE, RolePasswords, Store, connect, connect_runner, migrate, password, provision,
};
use dayek::vault::RootKey;
use dayek_tests::guardian::Guarded;
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _, PgPool};

pub(crate) struct Ground {
    admin: PgConnectOptions,
    app: PgConnectOptions,
    runner: PgConnectOptions,
    root: RootKey,
    // In this order: the server ends before its folder goes.
    server: EmbeddedServer,
    guarded: Guarded,
}

impl Ground {
    /// Makes and starts the server. Whatever ends this process, Ctrl-C included, the folder's guardian
    /// ends the server and removes the folder.
    pub(crate) fn start() -> Self {
        let guarded = Guarded::new();
        let root = RootKey::from_bytes([23; 32]);
        let superuser_password = password(&root, "superuser");
        let server = EmbeddedServer::start(&ServerConfig {
            data_dir: &guarded.data_dir(),
            durability: Durability::Full,
            superuser_password: &superuser_password,
            on_message: &|message: &str| eprintln!("{message}"),
        })
        .unwrap();
        let endpoint = server.endpoint();
        let options = PgConnectOptions::new_without_pgpass().socket(&endpoint.socket_dir).port(endpoint.port);
        let admin = options.clone().username(SUPERUSER).password(&superuser_password).database("postgres");
        let passwords = RolePasswords::of(&root);
        let app = options.clone().username(APP_ROLE).password(&passwords.app);
        let runner = options.username(RUNNER_ROLE).password(&passwords.runner);
        Self { admin, app, runner, root, server, guarded }
    }

    pub(crate) fn stop(self) {
        let Self { server, guarded, .. } = self;
        server.stop().unwrap();
        drop(guarded);
    }

    /// Where bundles and copies of rows may lie.
    pub(crate) fn folder(&self) -> std::path::PathBuf {
        self.guarded.folder().to_path_buf()
    }

    /// A database of the program, provisioned and migrated as the program does it.
    pub(crate) async fn store(&self, database: &str) -> Store {
        provision(&self.admin, database, Some(&RolePasswords::of(&self.root))).await.unwrap();
        migrate(&self.admin.clone().database(database)).await.unwrap();
        let pool = self.pool(database).await;
        let runner = connect_runner(self.runner.clone().database(database)).await.unwrap();
        Store::attach(pool, runner, self.root.clone(), self.folder(), Arc::new(SystemEntropy))
    }

    /// A further pool on a database of the program, with the same rights and the same settings.
    pub(crate) async fn pool(&self, database: &str) -> PgPool {
        connect(self.app.clone().database(database)).await.unwrap()
    }

    /// The same for whoever makes tables beside the log, which the program's role may not.
    pub(crate) async fn making_pool(&self, database: &str) -> PgPool {
        connect(self.runner.clone().database(database)).await.unwrap()
    }

    /// An empty database for what is not the program's, with the program's settings of the pool.
    pub(crate) async fn scratch(&self, database: &str) -> PgPool {
        self.as_superuser("postgres", &format!("CREATE DATABASE {database}")).await;
        connect(self.admin.clone().database(database)).await.unwrap()
    }

    /// Lets the server do now what it would otherwise do in the middle of a measurement.
    pub(crate) async fn settle(&self, database: &str) {
        self.as_superuser(database, "VACUUM (ANALYZE)").await;
        self.as_superuser(database, "CHECKPOINT").await;
    }

    /// Statements of this bench's own, which take no parameters.
    async fn as_superuser(&self, database: &str, statement: &str) {
        let mut connection = self.admin.clone().database(database).connect().await.unwrap();
        sqlx::raw_sql(statement).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    }

    /// A setting of the server, as a fact to be printed.
    pub(crate) async fn setting(&self, name: &str) -> String {
        let mut connection = self.admin.connect().await.unwrap();
        let (value,): (String,) =
            sqlx::query_as("SELECT current_setting($1)").bind(name).fetch_one(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        value
    }
}
