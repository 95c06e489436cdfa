//! The JSON API: who asks, may they, what they ask for, and the answer.
//!
//! Everything under `/api/v1` stands behind one gate and needs a valid token, or the session of a page; `/livez`, `/readyz`,
//! the description of the API itself and the secret addresses of calendars are all that is open. Every refusal is `application/problem+json`.
//! A route is written in one file: its form, its description and its handler. School rules are not here.

mod openapi;
pub(crate) mod problem;

pub(crate) mod caller;
pub(crate) mod cookie;
pub(crate) mod extract;
mod given;
pub(crate) mod origin;

mod command;
pub(crate) mod last_change;

mod consistency;
pub(crate) mod decimal;
pub(crate) mod people;
pub(crate) mod school_time;
mod sheet_file;

pub(crate) mod surroundings;

mod health;
mod me;

mod access;
pub(crate) mod accounts;
mod bells;
mod buildings;
mod classes;
mod guardians;
mod institution;
mod periods;
mod persons;
mod roles;
mod rooms;
mod study_years;
mod subjects;
mod tokens;
mod unt;

mod assessments;
pub(crate) mod calendar_feeds;
mod lessons;
mod marks;
pub(crate) mod timetables;

pub(crate) mod change_history;
mod journal;
pub(crate) mod network;
mod reports;
mod statistics;
pub(crate) mod substitutions;

use std::sync::Arc;

use axum::{Router, middleware};
use sqlx::PgPool;
use tokio::sync::watch;
use utoipa_axum::router::OpenApiRouter;

use crate::accounts::{Passwords, Secrets};
use crate::entropy::Entropy;
use crate::log::Log;
use crate::pages;

/// What every handler works with.
#[derive(Clone)]
pub struct App {
    pub secrets: Arc<Secrets>,
    pub passwords: Passwords,
    /// How many proxies in front are trusted to say where a request comes from.
    pub trusted_proxies: usize,
    pub log: Log,
    pub pool: PgPool,
    pub entropy: Arc<dyn Entropy>,
    /// Ticks when a read model has moved on.
    pub progress: watch::Receiver<u64>,
}

/// Where the guarded routes begin.
const BASE: &str = "/api/v1";

/// Everything that is served, with all that stands around a request.
pub fn router(app: App) -> Router {
    let gate = middleware::from_fn_with_state(app.clone(), caller::gate);
    let guarded = Router::<App>::from(guarded()).route_layer(gate);
    let router = Router::<App>::from(open())
        .nest(BASE, guarded)
        .merge(pages::router(&app))
        .fallback(pages::unknown_route)
        .method_not_allowed_fallback(pages::unknown_method);
    let uploads = pages::uploads(&app).method_not_allowed_fallback(surroundings::unknown_method);
    surroundings::put_around(router, uploads, &app).with_state(app)
}

/// The description of every route, from the code.
pub fn openapi() -> utoipa::openapi::OpenApi {
    let routes = OpenApiRouter::with_openapi(openapi::frame()).merge(open()).nest(BASE, guarded());
    openapi::note_positions(routes.into_openapi())
}

/// The few routes that need no token.
fn open() -> OpenApiRouter<App> {
    OpenApiRouter::default().merge(health::router()).merge(openapi::router()).merge(calendar_feeds::open())
}

/// Every other route. It is [`router`] that puts the gate before them, so none can be without it.
fn guarded() -> OpenApiRouter<App> {
    OpenApiRouter::default()
        .merge(me::router())
        .merge(accounts::router())
        .merge(tokens::router())
        .merge(institution::router())
        .merge(guardians::router())
        .merge(persons::router())
        .merge(classes::router())
        .merge(subjects::router())
        .merge(periods::router())
        .merge(study_years::router())
        .merge(unt::router())
        .merge(bells::router())
        .merge(buildings::router())
        .merge(rooms::router())
        .merge(assessments::router())
        .merge(marks::router())
        .merge(lessons::router())
        .merge(timetables::router())
        .merge(calendar_feeds::router())
        .merge(roles::router())
        .merge(access::router())
        .merge(journal::router())
        .merge(change_history::router())
        .merge(statistics::router())
        .merge(substitutions::router())
        .merge(reports::router())
        .merge(network::router())
}
