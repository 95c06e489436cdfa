//! A real browser before the program on a port: Chromium, driven through `chromedriver`.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::OnceLock;

use fantoccini::elements::Element;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::journal::{Journal, PATIENCE};
use crate::visitor::{PASSWORD, Visitor};
use crate::wait::until;

pub const ENTER: &str = "\u{e007}";
pub const ESCAPE: &str = "\u{e00c}";
pub const TAB: &str = "\u{e004}";

/// What makes Chromium the same everywhere, and quiet.
const ARGUMENTS: [&str; 9] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1280,900",
];

/// Ends the driver and its windows with the process of the tests, whatever ends that: the input of the
/// shell is closed then, and all that was started here is one group.
const DRIVER: &str = "chromedriver --port=0 & exec >/dev/null; cat; kill 0";

struct Driver {
    port: u16,
    /// Kept, so that the driver may go on writing and the shell goes on waiting.
    _said: BufReader<ChildStdout>,
    _shell: Child,
}

#[expect(clippy::zombie_processes, reason = "it lives as long as the tests and ends itself with them")]
fn driver() -> &'static Driver {
    static DRIVING: OnceLock<Driver> = OnceLock::new();
    DRIVING.get_or_init(|| {
        let mut shell = Command::new("/bin/sh")
            .args(["-c", DRIVER])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .process_group(0)
            .spawn()
            .unwrap();
        let mut said = BufReader::new(shell.stdout.take().unwrap());
        let mut text = String::new();
        loop {
            let before = text.len();
            let read = said.read_line(&mut text).unwrap();
            assert!(read > 0, "there is no chromedriver for the tests; ./dev test installs it: {text}");
            let port = text[before..].split("successfully on port ").nth(1);
            if let Some(port) = port.and_then(|rest| rest.trim().trim_end_matches('.').parse().ok()) {
                return Driver { port, _said: said, _shell: shell };
            }
        }
    })
}

/// The program on a port of this machine.
pub struct Site {
    address: SocketAddr,
    serving: JoinHandle<()>,
}

impl Journal {
    /// Serves everything, until the site is dropped.
    pub async fn site(&self) -> Site {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let service = self.router().into_make_service_with_connect_info::<SocketAddr>();
        let serving = tokio::spawn(async move { axum::serve(listener, service).await.unwrap() });
        Site { address, serving }
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// A window of a browser with a profile of its own.
pub struct Browser {
    pub client: Client,
    address: SocketAddr,
    session: String,
    _profile: TempDir,
}

impl Site {
    pub async fn browser(&self) -> Browser {
        self.open(json!({})).await
    }

    pub async fn browser_without_scripts(&self) -> Browser {
        self.open(json!({ "profile.managed_default_content_settings.javascript": 2 })).await
    }

    async fn open(&self, preferences: Value) -> Browser {
        let profile = tempfile::Builder::new().prefix("dyk-browser").tempdir().unwrap();
        let mut arguments = ARGUMENTS.map(str::to_owned).to_vec();
        arguments.push(format!("--user-data-dir={}", profile.path().display()));
        let asked = json!({ "goog:chromeOptions": { "args": arguments, "prefs": preferences } });
        let port = tokio::task::spawn_blocking(|| driver().port).await.unwrap();
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(asked.as_object().unwrap().clone())
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .unwrap_or_else(|error| panic!("Chromium does not start: {error}"));
        let session = client.session_id().await.unwrap().unwrap();
        Browser { client, address: self.address, session, _profile: profile }
    }
}

impl Drop for Browser {
    /// Also when a test has failed: a window that stays would outlive the tests.
    fn drop(&mut self) {
        let Ok(mut connection) = TcpStream::connect(("127.0.0.1", driver().port)) else { return };
        let _ = connection.set_read_timeout(Some(PATIENCE));
        let request = format!("DELETE /session/{} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n", self.session);
        let _ = connection.write_all(request.as_bytes());
        // It answers when the window is closed.
        let _ = connection.read(&mut [0; 64]);
    }
}

impl Browser {
    pub async fn goto(&self, path: &str) {
        self.client.goto(&format!("http://{}{path}", self.address)).await.unwrap();
    }

    /// Path and query of the page that is shown.
    pub async fn path(&self) -> String {
        let address = self.client.current_url().await.unwrap();
        let (path, query) = (address.path(), address.query());
        query.map_or_else(|| path.to_owned(), |query| format!("{path}?{query}"))
    }

    /// Waits until something is there.
    pub async fn find(&self, css: &str) -> Element {
        let found = self.client.wait().at_most(PATIENCE).for_element(Locator::Css(css)).await;
        match found {
            Ok(element) => element,
            Err(error) => panic!("{css}: {error} on {}: {}", self.path().await, self.html().await),
        }
    }

    pub async fn has(&self, css: &str) -> bool {
        !self.client.find_all(Locator::Css(css)).await.unwrap().is_empty()
    }

    pub async fn text(&self, css: &str) -> String {
        self.find(css).await.text().await.unwrap()
    }

    pub async fn click(&self, css: &str) {
        self.find(css).await.click().await.unwrap();
    }

    pub async fn fill(&self, css: &str, text: &str) {
        let field = self.find(css).await;
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    pub async fn choose(&self, css: &str, value: &str) {
        self.find(css).await.select_by_value(value).await.unwrap();
    }

    /// Presses keys where the focus is.
    pub async fn press(&self, keys: &str) {
        self.client.active_element().await.unwrap().send_keys(keys).await.unwrap();
    }

    /// Goes on with Tab until the focus is there.
    pub async fn tab_to(&self, css: &str) {
        for _ in 0..80 {
            self.press(TAB).await;
            if self.has(&format!("{css}:focus")).await {
                return;
            }
        }
        panic!("{css} is not reached with the keyboard on {}", self.path().await);
    }

    /// Waits until a text stands somewhere.
    pub async fn shows(&self, css: &str, text: &str) {
        until(&format!("{css} shows {text}"), || async { self.text(css).await == text }).await;
    }

    pub async fn run(&self, script: &str) -> Value {
        self.client.execute(script, vec![]).await.unwrap()
    }

    async fn html(&self) -> String {
        self.client.source().await.unwrap_or_default()
    }

    /// Signs in by the form, and by the second one if a second factor is on.
    pub async fn sign_in(&self, visitor: &Visitor) {
        self.goto("/sign-in").await;
        self.fill("#login", &visitor.login).await;
        self.fill("#password", PASSWORD).await;
        self.click("form[action='/sign-in'] button").await;
        if visitor.has_second_factor() {
            self.find("form[action='/sign-in/code']").await;
            self.fill("#code", &visitor.code(1)).await;
            self.click("form[action='/sign-in/code'] button").await;
        }
        self.find("nav.sections").await;
        assert_eq!(self.path().await, "/");
    }
}
