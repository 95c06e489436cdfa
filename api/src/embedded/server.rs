//! The life of a server: made, started or adopted by whoever comes, stopped by the last to leave.
//!
//! Two lock files decide, and the kernel drops both with the process, so that a killed program
//! leaves nothing to clean up. `locks/start` is held alone while the server is made, started or
//! stopped. `locks/users` is shared by all who use the server; whoever can have it alone is the
//! last. Refuses a server that answers but whose process is out of sight.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read, Seek, SeekFrom};
use std::os::unix::fs::OpenOptionsExt;
use std::os::unix::process::CommandExt;
use std::path::{self, Path, PathBuf};
use std::process::Output;
use std::thread;
use std::time::{Duration, Instant};

use super::account::{Account, remove_file};
use super::binaries::{self, Binaries};
use super::error::{EmbeddedError, said, succeeded};
use super::settings::{Folder, make_cluster, server_settings};
use super::{Endpoint, ServerConfig};

/// A school's server may have to recover from a power cut first.
const PATIENCE_MINUTES: u64 = 10;
const LOG_LINES_SHOWN: usize = 20;
/// How often a start waits for the helpers of a killed server to notice and end.
const ORPHAN_WAITS: usize = 10;

/// One user of the server of a data folder.
#[derive(Debug)]
pub struct EmbeddedServer {
    site: Site,
    endpoint: Endpoint,
    created: bool,
    users: File,
    left: bool,
}

/// What leaving has meant for the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stopped {
    Ended,
    StillUsedByOthers,
}

impl EmbeddedServer {
    /// Returns when the server takes connections.
    pub fn start(config: &ServerConfig<'_>) -> Result<Self, EmbeddedError> {
        Self::start_with(config, &binaries::places())
    }

    pub(super) fn start_with(config: &ServerConfig<'_>, places: &[PathBuf]) -> Result<Self, EmbeddedError> {
        let asked =
            path::absolute(config.data_dir).map_err(EmbeddedError::io("find the folder", config.data_dir))?;
        let account = Account::choose(&asked.join("postgres"))?;
        let folder = Folder::new(account.open_data_dir(&asked)?)?;
        let _starting = folder.hold_start_lock(config.on_message)?;
        let users = folder.open_lock("users")?;

        let major = folder.major()?;
        let binaries = Binaries::choose(places, &folder.cluster(), major, &account)?;
        let site = Site { folder, account, binaries };
        let created = major.is_none();
        if created {
            make_cluster(config, &site.folder, &site.account, &site.binaries)?;
        }
        let endpoint = site.adopt_or_launch(config)?;
        users.lock_shared().map_err(EmbeddedError::io("lock", site.folder.root()))?;
        Ok(Self { site, endpoint, created, users, left: false })
    }

    pub fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// Whether this start has made the cluster.
    pub fn was_created(&self) -> bool {
        self.created
    }

    pub fn major(&self) -> u32 {
        self.site.binaries.major()
    }

    /// Leaves; the last user stops the server and waits until it has ended.
    pub fn stop(mut self) -> Result<Stopped, EmbeddedError> {
        self.left = true;
        self.leave()
    }

    fn leave(&self) -> Result<Stopped, EmbeddedError> {
        let _stopping = self.site.folder.hold_start_lock(&|_: &str| ())?;
        let root = self.site.folder.root();
        // Unlocked by name: a child being born in another thread may hold a copy of the handle.
        self.users.unlock().map_err(EmbeddedError::io("unlock", root))?;
        match self.users.try_lock() {
            Ok(()) => {
                self.site.shut_down()?;
                Ok(Stopped::Ended)
            }
            Err(TryLockError::WouldBlock) => Ok(Stopped::StillUsedByOthers),
            Err(TryLockError::Error(error)) => Err(EmbeddedError::io("lock", root)(error)),
        }
    }
}

impl Drop for EmbeddedServer {
    fn drop(&mut self) {
        if self.left {
            return;
        }
        if let Err(error) = self.leave() {
            tracing::warn!(%error, "the private PostgreSQL was not stopped");
        }
    }
}

/// A data folder with all that is needed to handle its server. Used under the `start` lock only.
#[derive(Debug)]
struct Site {
    folder: Folder,
    account: Account,
    binaries: Binaries,
}

enum State {
    Down,
    /// Starting, recovering or stopping.
    Busy,
    Ready(Endpoint),
}

/// What `postmaster.pid` says, as far as the server has written it.
struct Postmaster {
    endpoint: Option<Endpoint>,
    ready: bool,
}

impl Site {
    fn adopt_or_launch(&self, config: &ServerConfig<'_>) -> Result<Endpoint, EmbeddedError> {
        let say = config.on_message;
        let major = self.binaries.major();
        let place = self.folder.root().display();
        if let Some(endpoint) = self.settle(say)? {
            say(&format!("using the PostgreSQL {major} that already runs in {place}"));
            return Ok(endpoint);
        }
        tracing::info!(major, %place, "starting the private PostgreSQL");
        self.launch(config)
    }

    fn launch(&self, config: &ServerConfig<'_>) -> Result<Endpoint, EmbeddedError> {
        let cluster = self.folder.cluster();
        let socket_dir = self.folder.socket_dir();
        self.account.take_over(&cluster)?;
        self.account.private_folder(&socket_dir)?;
        let settings = server_settings(config.durability, &socket_dir);
        self.account.write_file(&cluster.join("dayek.conf"), &settings)?;

        let log_start = self.open_log()?;
        let mut waits = 0;
        loop {
            let output = self.run_pg_ctl("start", &["-w", "-t", "60"])?;
            // Asked even after a refusal: a recovery may take longer than pg_ctl waits.
            if let Some(endpoint) = self.settle(config.on_message)? {
                return Ok(endpoint);
            }
            let log = self.log_end(log_start);
            let orphans = log.contains("pre-existing shared memory block");
            if !orphans || waits == ORPHAN_WAITS {
                return Err(EmbeddedError::StartFailed {
                    folder: self.folder.root().to_path_buf(),
                    log: self.folder.log(),
                    said: if log.is_empty() { said(&output) } else { log },
                });
            }
            waits += 1;
            thread::sleep(Duration::from_secs(1));
        }
    }

    fn shut_down(&self) -> Result<(), EmbeddedError> {
        if let State::Down = self.state()? {
            return Ok(());
        }
        let output = self.run_pg_ctl("stop", &["-m", "fast", "-w", "-t", "300"])?;
        succeeded("pg_ctl stop", self.folder.root(), &output)?;
        let socket_dir = self.folder.socket_dir();
        if !socket_dir.starts_with(self.folder.root())
            && let Err(error) = fs::remove_dir(&socket_dir)
        {
            tracing::debug!(%error, "the temporary socket folder stays");
        }
        Ok(())
    }

    /// Waits until the server either takes connections or is not there at all.
    fn settle(&self, say: &dyn Fn(&str)) -> Result<Option<Endpoint>, EmbeddedError> {
        let since = Instant::now();
        let mut told = false;
        loop {
            match self.state()? {
                State::Down => return Ok(None),
                State::Ready(endpoint) => return Ok(Some(endpoint)),
                State::Busy => {}
            }
            if since.elapsed() > Duration::from_secs(PATIENCE_MINUTES * 60) {
                return Err(EmbeddedError::NotReady {
                    folder: self.folder.root().to_path_buf(),
                    log: self.folder.log(),
                    minutes: PATIENCE_MINUTES,
                });
            }
            if !told && since.elapsed() > Duration::from_secs(2) {
                say("waiting for PostgreSQL, which is starting, recovering or stopping");
                told = true;
            }
            thread::sleep(Duration::from_millis(100));
        }
    }

    fn state(&self) -> Result<State, EmbeddedError> {
        let Some(found) = self.postmaster()? else {
            return Ok(State::Down);
        };
        let listed = self.run_pg_ctl("status", &[])?.status.success();
        let alive = listed && self.account.works_in(&self.folder.cluster()) != Some(false);
        let answers = found.endpoint.as_ref().is_some_and(Endpoint::answers);
        match (alive, answers, found.endpoint) {
            (true, true, Some(endpoint)) if found.ready => Ok(State::Ready(endpoint)),
            (true, _, _) => Ok(State::Busy),
            (false, true, _) => {
                Err(EmbeddedError::RunsElsewhere { folder: self.folder.root().to_path_buf() })
            }
            (false, false, endpoint) => {
                if listed {
                    self.forget_dead_server(endpoint.as_ref())?;
                }
                Ok(State::Down)
            }
        }
    }

    fn postmaster(&self) -> Result<Option<Postmaster>, EmbeddedError> {
        let file = self.folder.cluster().join("postmaster.pid");
        match fs::read_to_string(&file) {
            Ok(text) => Ok(Some(Postmaster::parse(&text))),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(EmbeddedError::io("read", &file)(error)),
        }
    }

    /// After a crash the number of the dead server may belong to a stranger, or to a corpse that
    /// nobody has buried. PostgreSQL would take either for its rival and refuse to start.
    fn forget_dead_server(&self, endpoint: Option<&Endpoint>) -> Result<(), EmbeddedError> {
        tracing::warn!("removing the lock files of a PostgreSQL that no longer runs");
        if let Some(endpoint) = endpoint {
            let mut lock = endpoint.socket().into_os_string();
            lock.push(".lock");
            remove_file(Path::new(&lock))?;
        }
        remove_file(&self.folder.cluster().join("postmaster.pid"))
    }

    fn run_pg_ctl(&self, verb: &str, options: &[&str]) -> Result<Output, EmbeddedError> {
        let program = self.binaries.program("pg_ctl");
        let mut command = self.account.command(&program);
        command.arg(verb).arg("-D").arg(self.folder.cluster());
        if verb == "start" {
            command.arg("-l").arg(self.folder.log());
        }
        command
            .args(options)
            // Ctrl-C goes to our whole group; the server must outlive it until we stop it in order.
            .process_group(0)
            .output()
            .map_err(EmbeddedError::io("run", &program))
    }

    /// Makes the log in the account's name, and returns where the next start will write.
    fn open_log(&self) -> Result<u64, EmbeddedError> {
        let log = self.folder.log();
        let file = OpenOptions::new()
            .append(true)
            .create(true)
            .mode(0o600)
            .open(&log)
            .map_err(EmbeddedError::io("open", &log))?;
        self.account.own(&file, &log)?;
        let found = file.metadata().map_err(EmbeddedError::io("look at", &log))?;
        Ok(found.len())
    }

    /// The last lines the server has written since `start`; empty when it has not got that far.
    fn log_end(&self, start: u64) -> String {
        let mut bytes = Vec::new();
        let read = File::open(self.folder.log()).and_then(|mut log| {
            log.seek(SeekFrom::Start(start))?;
            log.read_to_end(&mut bytes)
        });
        if let Err(error) = read {
            tracing::debug!(%error, "the server's log cannot be read");
        }
        let text = String::from_utf8_lossy(&bytes);
        let mut lines: Vec<&str> = text.lines().collect();
        lines.split_off(lines.len().saturating_sub(LOG_LINES_SHOWN)).join("\n")
    }
}

impl Postmaster {
    /// Lines: process, folder, start, port, socket folder, address, shared memory, state.
    fn parse(text: &str) -> Self {
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        let port = lines.get(3).and_then(|line| line.parse().ok());
        let socket_dir = lines.get(4).filter(|line| !line.is_empty());
        Self {
            endpoint: port
                .zip(socket_dir)
                .map(|(port, folder)| Endpoint { socket_dir: PathBuf::from(folder), port }),
            ready: lines.get(7).is_some_and(|line| *line == "ready"),
        }
    }
}
