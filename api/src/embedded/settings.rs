//! Where things lie in a data folder, what a cluster there is made with, and what it runs with.
//!
//! Refuses paths that PostgreSQL's tools, which quote them for a shell, would misread, and a folder
//! in the cluster's place that is none.

use std::env;
use std::ffi::OsString;
use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::ErrorKind;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::process;

use sha2::{Digest, Sha256};

use super::account::{Account, remove_file};
use super::binaries::{Binaries, leading_number};
use super::error::{EmbeddedError, said, succeeded};
use super::{Durability, SUPERUSER, ServerConfig};

const PORT: u16 = 5432;
/// Systems allow 104 to 108 bytes.
const LONGEST_SOCKET_PATH: usize = 100;

/// A data folder, by its one true path (no links, no dots).
#[derive(Debug)]
pub(super) struct Folder {
    root: PathBuf,
}

impl Folder {
    pub(super) fn new(root: PathBuf) -> Result<Self, EmbeddedError> {
        let folder = Self { root };
        for path in [folder.root.clone(), folder.socket_dir()] {
            let safe = path.to_str().is_some_and(|text| !text.contains(['"', '\\', '$', '`', '\n', '\r']));
            if !safe {
                return Err(EmbeddedError::AwkwardPath { path });
            }
        }
        Ok(folder)
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    pub(super) fn cluster(&self) -> PathBuf {
        self.root.join("postgres")
    }

    pub(super) fn log(&self) -> PathBuf {
        self.root.join("postgres.log")
    }

    /// Makes, opens and does not lock one of the lock files.
    pub(super) fn open_lock(&self, name: &str) -> Result<File, EmbeddedError> {
        let locks = self.root.join("locks");
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&locks)
            .map_err(EmbeddedError::io("make the folder", &locks))?;
        let path = locks.join(name);
        OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(&path)
            .map_err(EmbeddedError::io("open", &path))
    }

    /// Held while the server is made, started or stopped; given back when the file is dropped.
    pub(super) fn hold_start_lock(&self, say: &dyn Fn(&str)) -> Result<File, EmbeddedError> {
        let file = self.open_lock("start")?;
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) => {
                say("waiting for another dayek, which is starting or stopping the server");
            }
            Err(TryLockError::Error(error)) => {
                return Err(EmbeddedError::io("lock", &self.root)(error));
            }
        }
        file.lock().map_err(EmbeddedError::io("lock", &self.root))?;
        Ok(file)
    }

    pub(super) fn socket_dir(&self) -> PathBuf {
        let usual = self.root.join("run");
        if fits(&usual) {
            return usual;
        }
        let name = short_name(&self.root);
        let temporary = env::temp_dir().join(&name);
        if temporary.is_absolute() && fits(&temporary) {
            return temporary;
        }
        Path::new("/tmp").join(name)
    }

    /// The major that made the cluster, or `None` when there is none yet.
    pub(super) fn major(&self) -> Result<Option<u32>, EmbeddedError> {
        let cluster = self.cluster();
        let version = cluster.join("PG_VERSION");
        match fs::read_to_string(&version) {
            Ok(text) => leading_number(&text).map(Some).ok_or(EmbeddedError::NotACluster { path: cluster }),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let holds_files = fs::read_dir(&cluster).is_ok_and(|mut entries| entries.next().is_some());
                if holds_files {
                    return Err(EmbeddedError::NotACluster { path: cluster });
                }
                Ok(None)
            }
            Err(error) => Err(EmbeddedError::io("read", &version)(error)),
        }
    }

    /// Best effort: what stays has a name that is never taken for a cluster.
    fn clear_unfinished(&self) {
        let Ok(entries) = fs::read_dir(&self.root) else {
            return;
        };
        for entry in entries.flatten() {
            let name = entry.file_name();
            if name.to_string_lossy().starts_with("postgres.new")
                && let Err(error) = fs::remove_dir_all(entry.path())
            {
                tracing::warn!(%error, "an unfinished cluster stays in the data folder");
            }
        }
    }
}

/// Makes a cluster. It appears under its name only when it is whole: `initdb` may be cut short.
pub(super) fn make_cluster(
    config: &ServerConfig<'_>,
    folder: &Folder,
    account: &Account,
    binaries: &Binaries,
) -> Result<(), EmbeddedError> {
    let root = folder.root();
    (config.on_message)(&format!("creating a private PostgreSQL {} in {}", binaries.major(), root.display()));
    folder.clear_unfinished();
    // Named after us: an `initdb` whose starter was killed may still be at work beside it.
    let unfinished = root.join(format!("postgres.new.{}", process::id()));
    let password_file = root.join("initdb.password");
    let initdb = binaries.program("initdb");
    let run_initdb = |locale: &str| -> Result<_, EmbeddedError> {
        account.private_folder(&unfinished)?;
        account
            .command(&initdb)
            .args(initdb_arguments(&unfinished, &password_file, locale, config.durability))
            .output()
            .map_err(EmbeddedError::io("run", &initdb))
    };

    account.write_file(&password_file, &format!("{}\n", config.superuser_password))?;
    // Older macOS and very small systems lack the first locale.
    let made = run_initdb("C.UTF-8").and_then(|output| {
        let refused = !output.status.success() && said(&output).contains("invalid locale name");
        if refused { run_initdb("C") } else { Ok(output) }
    });
    remove_file(&password_file)?;
    succeeded("initdb", root, &made?)?;

    let main_file = unfinished.join("postgresql.conf");
    let text = fs::read_to_string(&main_file).map_err(EmbeddedError::io("read", &main_file))?;
    account.write_file(&main_file, &format!("{text}\ninclude 'dayek.conf'\n"))?;
    fs::rename(&unfinished, folder.cluster())
        .and_then(|()| File::open(root)?.sync_all())
        .map_err(EmbeddedError::io("rename", &unfinished))
}

fn initdb_arguments(
    cluster: &Path,
    password_file: &Path,
    locale: &str,
    durability: Durability,
) -> Vec<OsString> {
    let mut pgdata = OsString::from("--pgdata=");
    pgdata.push(cluster);
    let mut pwfile = OsString::from("--pwfile=");
    pwfile.push(password_file);
    let mut arguments = vec![
        pgdata,
        pwfile,
        OsString::from(format!("--username={SUPERUSER}")),
        OsString::from(format!("--locale={locale}")),
    ];
    arguments.extend(
        [
            "--auth-local=scram-sha-256",
            "--auth-host=scram-sha-256",
            "--encoding=UTF8",
            "--locale-provider=libc",
            "--no-instructions",
        ]
        .map(OsString::from),
    );
    arguments.push(OsString::from(match durability {
        Durability::Full => "--data-checksums",
        Durability::TestsOnly => "--no-sync",
    }));
    arguments
}

/// The text of `dayek.conf`, which `postgresql.conf` includes.
pub(super) fn server_settings(durability: Durability, socket_dir: &Path) -> String {
    // A list in a string: both kinds of quotes, so that spaces, commas and apostrophes are plain.
    let socket_dir = socket_dir.display().to_string().replace('\'', "''");
    let safety = match durability {
        Durability::Full => {
            "fsync = on
full_page_writes = on
synchronous_commit = on
shared_buffers = 256MB
max_connections = 120"
        }
        Durability::TestsOnly => {
            "fsync = off
full_page_writes = off
synchronous_commit = off
shared_buffers = 128MB
max_connections = 300"
        }
    };
    format!(
        "# Written by dayek at every start of the server; what is changed here is lost.
# Settings of your own belong into postgresql.conf, below the line that includes this file.

listen_addresses = ''
port = {PORT}
unix_socket_directories = '\"{socket_dir}\"'
unix_socket_permissions = 0700

{safety}
max_wal_size = 2GB
checkpoint_timeout = 15min
wal_compression = on

jit = off
idle_in_transaction_session_timeout = '10s'
timezone = 'UTC'

# The log is the file that pg_ctl was given: some packages switch a collector on.
logging_collector = off
log_destination = 'stderr'
log_timezone = 'UTC'
log_min_messages = warning
log_checkpoints = off
"
    )
}

fn fits(socket_dir: &Path) -> bool {
    let file = format!("/.s.PGSQL.{PORT}");
    socket_dir.as_os_str().len() + file.len() <= LONGEST_SOCKET_PATH
}

fn short_name(root: &Path) -> String {
    let digest = Sha256::digest(root.as_os_str().as_bytes());
    let start = digest.iter().take(8).fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte));
    format!("dayek-{start:016x}")
}
