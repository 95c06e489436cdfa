//! A whole program on a fresh database, with the small school set up in it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::Router;
use dayek::accounts::{Passwords, Secrets};
use dayek::entropy::{Entropy, SeededEntropy, SystemEntropy};
use dayek::http::{App, router};
use dayek::log::{Actor, Log, Origin, Receipt, Request, UseCase};
use dayek::refusal::Refusal;
use dayek::store::Store;
use dayek::tokens;
use dayek::usecases::{GrantRole, RegisterProgram};
use dayek_domain::access::Role;
use dayek_domain::id::PersonId;
use dayek_projections::delivery::{Active, Projection, Runner, Step, ensure_active, step, wait_for};
use sqlx::PgPool;
use tokio::sync::watch;
use uuid::Uuid;

use crate::client::Client;
use crate::school::{SCHOOL, School};
use crate::server::{Database, fresh_database, root_key};
use crate::set_up::set_up;
use crate::staff::hire;
use crate::wait::within;

/// How long a test waits for what must happen before it calls it missing.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// A school that is not open yet.
pub struct Opening {
    pupils_of_7a: u128,
    entropy: Arc<dyn Entropy>,
    delivers: bool,
    has_staff: bool,
}

/// The small school, five pupils in 7А and two in 7Б.
pub fn school() -> Opening {
    Opening { pupils_of_7a: 5, entropy: Arc::new(SystemEntropy), delivers: false, has_staff: false }
}

impl Opening {
    #[must_use]
    pub fn with_pupils(mut self, pupils_of_7a: u128) -> Self {
        self.pupils_of_7a = pupils_of_7a;
        self
    }

    /// Ids, blinds, keys and nonces that are the same on every run.
    #[must_use]
    pub fn with_fixed_bytes(mut self) -> Self {
        self.entropy = Arc::new(SeededEntropy::new(1));
        self
    }

    /// Read models keep up by themselves, as in the running program.
    #[must_use]
    pub fn with_delivery(mut self) -> Self {
        self.delivers = true;
        self
    }

    /// Somebody in every role there is, see [`crate::staff::Who`].
    #[must_use]
    pub fn with_staff(mut self) -> Self {
        self.has_staff = true;
        self
    }

    /// Without institutions: the test makes its own.
    pub async fn open_empty(self) -> Journal {
        let database = fresh_database().await;
        let (pool, runner_pool) = (database.pool().await, database.runner_pool().await);
        let store = Store::attach(pool, runner_pool, root_key(), std::env::temp_dir(), self.entropy);
        for projection in dayek_projections::all() {
            ensure_active(&store.runner, projection.as_ref()).await.unwrap();
        }
        let runner = if self.delivers {
            let all = dayek_projections::all();
            Some(Runner::start(store.runner.clone(), all, store.log.appended()).await.unwrap())
        } else {
            None
        };
        let secrets = Arc::new(Secrets::of(&store.root));
        let passwords = Passwords::new(&SystemEntropy).unwrap();
        Journal {
            secrets,
            passwords,
            store,
            database,
            runner,
            standing_still: watch::Sender::new(0),
            numbers: AtomicU64::new(1),
        }
    }

    pub async fn open(self) -> Journal {
        let (pupils_of_7a, has_staff) = (self.pupils_of_7a, self.has_staff);
        let journal = self.open_empty().await;
        set_up(&journal, SCHOOL, pupils_of_7a).await;
        if has_staff {
            hire(&journal, SCHOOL).await;
        }
        journal
    }
}

/// The program on a database of its own.
pub struct Journal {
    pub store: Store,
    pub database: Database,
    runner: Option<Runner>,
    /// What stands in for the runner's progress; kept, because a closed channel is always news.
    standing_still: watch::Sender<u64>,
    numbers: AtomicU64,
    pub secrets: Arc<Secrets>,
    pub passwords: Passwords,
}

impl Journal {
    pub const fn pool(&self) -> &PgPool {
        &self.store.pool
    }

    /// The pool through which read models are kept.
    pub const fn runner_pool(&self) -> &PgPool {
        &self.store.runner
    }

    pub const fn log(&self) -> &Log {
        &self.store.log
    }

    /// The log as another process of the program has it: same database, no shared memory.
    pub fn another_process(&self) -> Log {
        Log::new(self.store.pool.clone(), &self.store.root, Arc::clone(&self.store.entropy))
    }

    /// Sets a further school up in the same database.
    pub async fn add_school(&self, school: School) {
        set_up(self, school, 5).await;
    }

    /// A request of the program itself. Request ids are counted, so that they can be frozen.
    pub fn request_in(&self, school: School) -> Request {
        Request::of_system(school.institution(), Uuid::from_u128((0x0e << 96) | u128::from(self.number())))
    }

    pub fn request(&self) -> Request {
        self.request_in(SCHOOL)
    }

    /// A request somebody makes through the API.
    pub fn request_of(&self, person: PersonId) -> Request {
        Request { actor: Actor::Person(person), origin: Origin::Api, ..self.request() }
    }

    pub async fn try_run(&self, use_case: impl UseCase) -> Result<Receipt, Refusal> {
        self.log().execute(self.request(), use_case).await
    }

    pub async fn run(&self, use_case: impl UseCase) -> Receipt {
        self.run_in(SCHOOL, use_case).await
    }

    pub async fn run_in(&self, school: School, use_case: impl UseCase) -> Receipt {
        self.log().execute(self.request_in(school), use_case).await.unwrap()
    }

    /// Brings every read model up to the end of the log.
    pub async fn caught_up(&self) {
        match &self.runner {
            None => {
                for projection in dayek_projections::all() {
                    self.deliver(projection.as_ref(), i64::MAX).await;
                }
            }
            Some(runner) => {
                for (institution, head) in heads(self.pool()).await {
                    for projection in dayek_projections::all() {
                        let name = projection.name();
                        let reached =
                            wait_for(self.pool(), name, institution, head, runner.progress(), PATIENCE);
                        assert!(reached.await.unwrap(), "{name} does not keep up");
                    }
                }
            }
        }
    }

    /// Delivers the whole log to one read model, so many events at a time.
    pub async fn deliver(&self, projection: &dyn Projection, at_a_time: i64) {
        let Active { schema, .. } = ensure_active(self.runner_pool(), projection).await.unwrap();
        for (institution, head) in heads(self.pool()).await {
            let mut reached = checkpoint(self.runner_pool(), &schema, institution).await;
            let delivering = async {
                while reached < head {
                    let up_to = Some(reached.saturating_add(at_a_time));
                    match step(self.runner_pool(), projection, &schema, institution, up_to).await.unwrap() {
                        Step::Applied { position, .. } => reached = position,
                        // A step that was broken off may still hold its claim for a moment.
                        Step::Idle => reached = checkpoint(self.runner_pool(), &schema, institution).await,
                    }
                }
            };
            within("everything is delivered", delivering).await;
        }
    }

    /// A token of somebody the school knows.
    pub async fn token_of(&self, school: School, person: PersonId) -> String {
        let entropy = self.store.entropy.as_ref();
        let token =
            tokens::issue(self.pool(), entropy, school.institution(), person, "test", None).await.unwrap();
        token.text.to_string()
    }

    /// A token of a new program with one role.
    pub async fn token_in(&self, school: School, role: Role) -> String {
        let person_id = school.program(u128::from(self.number()));
        let name = format!("program of the {}", role.as_ref());
        self.run_in(school, RegisterProgram { person_id, name }).await;
        self.run_in(school, GrantRole::of(person_id, role)).await;
        self.token_of(school, person_id).await
    }

    pub async fn token_for(&self, role: Role) -> String {
        self.token_in(SCHOOL, role).await
    }

    /// A client of the API who shows a token.
    pub fn client(&self, token: &str) -> Client {
        self.anonymous().with("authorization", &format!("Bearer {token}"))
    }

    /// A client of the API who shows none.
    pub fn anonymous(&self) -> Client {
        Client::new(self.router())
    }

    /// Everything the program serves.
    pub fn router(&self) -> Router {
        let progress = self.runner.as_ref().map_or_else(|| self.standing_still.subscribe(), Runner::progress);
        router(App {
            secrets: Arc::clone(&self.secrets),
            passwords: self.passwords.clone(),
            trusted_proxies: 0,
            log: self.store.log.clone(),
            pool: self.store.pool.clone(),
            entropy: Arc::clone(&self.store.entropy),
            progress,
        })
    }

    fn number(&self) -> u64 {
        self.numbers.fetch_add(1, Ordering::Relaxed)
    }
}

/// Every institution with the last position of its log.
pub async fn heads(pool: &PgPool) -> Vec<(Uuid, i64)> {
    sqlx::query_as("SELECT institution_id, last_position FROM institution_head ORDER BY institution_id")
        .fetch_all(pool)
        .await
        .unwrap()
}

/// Where a build of a read model stands; a build that has not begun stands at 0.
pub async fn checkpoint(pool: &PgPool, schema: &str, institution: Uuid) -> i64 {
    sqlx::query(
        "INSERT INTO projection_checkpoint (institution_id, schema_name) VALUES ($1, $2) ON CONFLICT DO NOTHING",
    )
    .bind(institution)
    .bind(schema)
    .execute(pool)
    .await
    .unwrap();
    let (position,): (i64,) = sqlx::query_as(
        "SELECT position FROM projection_checkpoint WHERE institution_id = $1 AND schema_name = $2",
    )
    .bind(institution)
    .bind(schema)
    .fetch_one(pool)
    .await
    .unwrap();
    position
}
