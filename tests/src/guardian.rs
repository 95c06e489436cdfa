//! A folder whose server goes away with its owner, also when the owner panics, aborts or is killed.
//!
//! A small shell process waits at the other end of a pipe. The kernel closes the pipe with the owner,
//! whatever ends it; the shell then ends what runs in the folder and removes it.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A data folder for one server, guarded.
pub struct Guarded {
    folder: PathBuf,
    guardian: Child,
}

impl Guarded {
    /// A new folder for temporary files, with a short name: the path of a socket must fit below it.
    pub fn new() -> Self {
        let made = tempfile::Builder::new().prefix("dyk").tempdir().unwrap().keep();
        // When root runs the tests, the account of the server has to pass through.
        fs::set_permissions(&made, Permissions::from_mode(0o711)).unwrap();
        let folder = made.canonicalize().unwrap();
        let guardian = Command::new("/bin/sh")
            .args(["-c", include_str!("guardian.sh"), "guardian"])
            .arg(&folder)
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            // Ctrl-C goes to the whole group of the tests and must not end their guardian.
            .process_group(0)
            .spawn()
            .unwrap();
        Self { folder, guardian }
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The data folder that the program is given.
    pub fn data_dir(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// Has the guardian end a program too, which must name the folder in its command line.
    pub fn also_end(&self, program: &Child) {
        fs::write(self.folder.join("program.pid"), format!("{}\n", program.id())).unwrap();
    }
}

impl Default for Guarded {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Guarded {
    fn drop(&mut self) {
        drop(self.guardian.stdin.take());
        if let Err(error) = self.guardian.wait() {
            eprintln!("the guardian of {} was lost: {error}", self.folder.display());
        }
    }
}
