//! A private PostgreSQL server for a data folder: found, made, started, shared and stopped by us.
//!
//! Without a database address of their own, people get one that works: the server programs already
//! on the machine run a cluster below the data folder and answer on a Unix socket only. Whoever
//! starts first starts the server, later ones adopt it, the last one to leave stops it.
//!
//! ```text
//! data folder/            0711 when we are root (the server's account must pass through), else 0700
//!   postgres/             the cluster
//!   run/                  the socket; in the folder for temporary files when the path is too long
//!   postgres.log          what the server says
//!   locks/start, users    who is starting or stopping it, who uses it
//! ```
//!
//! Refuses: servers older than PostgreSQL 15, a cluster of another major, folders of somebody else,
//! folders the server's account cannot enter. Never listens on the network. Everything here blocks:
//! call it outside the asynchronous runtime or on a thread meant for blocking.

mod account;
mod binaries;
mod error;
mod server;
mod settings;
#[cfg(test)]
mod tests;

use std::env;
use std::ffi::OsString;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};

use nix::unistd::geteuid;

pub use self::error::EmbeddedError;
pub use self::server::{EmbeddedServer, Stopped};

/// The superuser of every server we make.
pub const SUPERUSER: &str = "dayek_admin";

/// What the server of a data folder is made and started with.
pub struct ServerConfig<'a> {
    pub data_dir: &'a Path,
    pub durability: Durability,
    /// Given to [`SUPERUSER`] when the cluster is made; not looked at afterwards.
    pub superuser_password: &'a str,
    /// Told one line at a time what a person would otherwise wonder about while waiting.
    pub on_message: &'a dyn Fn(&str),
}

/// What a power cut may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// Nothing that was confirmed.
    Full,
    /// Everything. Faster, and for tests alone.
    TestsOnly,
}

/// Where the server answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    pub socket_dir: PathBuf,
    pub port: u16,
}

impl Endpoint {
    fn socket(&self) -> PathBuf {
        self.socket_dir.join(format!(".s.PGSQL.{}", self.port))
    }

    /// Whether anybody listens; a server that is still recovering listens too.
    fn answers(&self) -> bool {
        UnixStream::connect(self.socket()).is_ok()
    }
}

/// Where the data lives when nobody says otherwise.
pub fn default_data_dir() -> Result<PathBuf, EmbeddedError> {
    data_dir_from(geteuid().is_root(), env::var_os)
}

fn data_dir_from(
    root: bool,
    variable: impl Fn(&'static str) -> Option<OsString>,
) -> Result<PathBuf, EmbeddedError> {
    let folder = |name: &'static str| variable(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if let Some(chosen) = folder("DAYEK_DATA_DIR") {
        return Ok(chosen);
    }
    if root {
        return Ok(PathBuf::from("/var/lib/dayek"));
    }
    if cfg!(target_os = "macos") {
        let home = folder("HOME").ok_or(EmbeddedError::NoHome)?;
        return Ok(home.join("Library/Application Support/dayek"));
    }
    // The XDG rules say that a relative path there is to be ignored.
    if let Some(data) = folder("XDG_DATA_HOME").filter(|path| path.is_absolute()) {
        return Ok(data.join("dayek"));
    }
    let home = folder("HOME").ok_or(EmbeddedError::NoHome)?;
    Ok(home.join(".local/share/dayek"))
}
