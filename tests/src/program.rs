//! The program itself, as a process of its own with a data folder of its own: what can be killed.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Error, ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::Value;

use crate::guardian::Guarded;
use crate::journal::PATIENCE;

/// The program, built from this workspace.
pub fn binary() -> PathBuf {
    let tests = std::env::current_exe().unwrap();
    let folder = tests.ancestors().nth(2).unwrap();
    let mut build = Command::new(env!("CARGO"));
    build.args(["build", "--quiet", "--workspace", "--bin", "dayek", "--target-dir"]);
    build.arg(folder.parent().unwrap()).current_dir(crate::repository::root());
    match folder.file_name().and_then(|name| name.to_str()) {
        Some("debug") => {}
        Some(profile) => {
            build.args(["--profile", profile]);
        }
        None => panic!("{} is no folder of a build", folder.display()),
    }
    // Also when it is there: one of yesterday would be tested in place of today's.
    assert!(build.status().unwrap().success(), "the program does not build");
    folder.join("dayek")
}

/// A command line of the program on a data folder, untouched by the environment of the tests.
pub fn command(binary: &Path, guarded: &Guarded) -> Command {
    let mut command = Command::new(binary);
    for name in ["DATABASE_URL", "DAYEK_RUNNER_URL", "DAYEK_DATA_DIR", "DAYEK_LOG"] {
        command.env_remove(name);
    }
    command.arg("--data-dir").arg(guarded.data_dir()).arg("--json").stdin(Stdio::null());
    command
}

/// What a command of the program prints, which must succeed.
pub fn printed(command: &mut Command) -> Value {
    let output = command.output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}\n{said}");
    serde_json::from_str(&told).unwrap()
}

/// A running server.
pub struct Program {
    child: Child,
    pub address: SocketAddr,
}

impl Program {
    /// Starts it, and waits until it says where it listens.
    pub fn start(binary: &Path, guarded: &Guarded) -> Self {
        let said = guarded.folder().join("program.log");
        let mut child = command(binary, guarded)
            .args(["serve", "--address", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .stderr(File::create(&said).unwrap())
            .spawn()
            .unwrap();
        guarded.also_end(&child);
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let told: Option<Value> = serde_json::from_str(&line).ok();
        let address = told.and_then(|told| told["address"].as_str()?.strip_prefix("http://")?.parse().ok());
        match address {
            Some(address) => Self { child, address },
            None => panic!("{line}\n{}", std::fs::read_to_string(&said).unwrap()),
        }
    }

    /// `kill -9`: no farewell.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to end, and waits until it has, in order.
    pub fn end(mut self) {
        kill(Pid::from_raw(i32::try_from(self.child.id()).unwrap()), Signal::SIGTERM).unwrap();
        let ended = self.child.wait().unwrap();
        assert!(ended.success(), "it ended with {ended}");
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Ended already, unless a test has failed before.
        if let Ok(None) = self.child.try_wait() {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

/// One answer: its status, and its headers and body as they came.
pub struct HttpAnswer {
    pub status: u16,
    pub text: String,
}

/// Sends one request over a connection of its own.
pub fn send(
    address: SocketAddr,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Result<HttpAnswer, Error> {
    let mut head = format!("{method} {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n");
    for &(name, value) in headers {
        head.extend([name, ": ", value, "\r\n"]);
    }
    let length = body.len();
    let request = format!("{head}content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}");
    let mut connection = TcpStream::connect(address)?;
    connection.set_read_timeout(Some(PATIENCE))?;
    connection.write_all(request.as_bytes())?;
    let mut text = String::new();
    let ending = connection.read_to_string(&mut text);
    // A status that has arrived is an answer, also when the program dies in the middle of the rest.
    let status = text.strip_prefix("HTTP/1.1 ").and_then(|rest| rest.get(..3)?.parse().ok());
    match (status, ending) {
        (Some(status), _) => Ok(HttpAnswer { status, text }),
        (None, Err(error)) => Err(error),
        (None, Ok(_)) => Err(Error::new(ErrorKind::UnexpectedEof, "no answer came")),
    }
}
