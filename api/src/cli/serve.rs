//! `dayek serve`: the API, and the read models kept up to date beside it.

use std::net::SocketAddr;

use clap::Args;
use dayek_projections::delivery::Runner;
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};

use super::terminal::{open, print, say};
use super::{Failure, Shared};
use crate::accounts::{Passwords, Secrets};
use crate::http::{App, router};
use crate::store::Store;

#[derive(Debug, Args)]
pub(super) struct Serve {
    /// Where to listen.
    #[arg(long, default_value = "127.0.0.1:8080")]
    address: SocketAddr,
    /// How many proxies in front of it say where a request comes from (`X-Forwarded-For`).
    #[arg(long, default_value_t = 0, env = "DAYEK_TRUSTED_PROXIES")]
    trusted_proxies: usize,
}

pub(super) async fn run(shared: &Shared, command: &Serve) -> Result<(), Failure> {
    let store = open(shared).await?;
    let result =
        serve(&store, command.address, command.trusted_proxies, |address| announce(shared, address)).await;
    store.close().await?;
    result
}

fn announce(shared: &Shared, address: SocketAddr) {
    if shared.json {
        print(&serde_json::json!({ "address": format!("http://{address}") }).to_string());
    } else {
        say(&format!("Serving http://{address}; Ctrl-C ends it."));
    }
}

/// Serves until Ctrl-C or SIGTERM: then no new requests, those under way to their end, readers stopped.
pub(super) async fn serve(
    store: &Store,
    address: SocketAddr,
    trusted_proxies: usize,
    ready: impl FnOnce(SocketAddr),
) -> Result<(), Failure> {
    let listener = TcpListener::bind(address)
        .await
        .map_err(|error| format!("cannot listen on {address}: {error}; choose another with --address"))?;
    let runner = Runner::start(store.runner.clone(), dayek_projections::all(), store.log.appended()).await?;
    let app = App {
        secrets: std::sync::Arc::new(Secrets::of(&store.root)),
        passwords: Passwords::new(store.entropy.as_ref())?,
        trusted_proxies,
        log: store.log.clone(),
        pool: store.pool.clone(),
        entropy: std::sync::Arc::clone(&store.entropy),
        progress: runner.progress(),
    };
    // Before anybody knows that it serves: being told to end at once must end it in order, too.
    let ending = Ending::listen()?;
    ready(listener.local_addr()?);
    let served = axum::serve(listener, router(app).into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(ending.told())
        .await;
    runner.stop().await;
    Ok(served?)
}

/// Ctrl-C and SIGTERM, listened for from the moment this is made.
struct Ending {
    interrupt: Signal,
    terminate: Signal,
}

impl Ending {
    fn listen() -> Result<Self, std::io::Error> {
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    async fn told(mut self) {
        tokio::select! { _ = self.interrupt.recv() => {}, _ = self.terminate.recv() => {} }
    }
}
