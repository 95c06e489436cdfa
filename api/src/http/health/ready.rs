//! `GET /readyz`: the database answers, and every read model is there. One that is behind still
//! serves, so being behind is told but is no reason to be taken out of service.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use dayek_projections::delivery;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::App;

/// Whether the program can serve.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Readiness {
    ready: bool,
    /// Whether the database answers.
    database: bool,
    read_models: Vec<ReadModelState>,
}

/// How a read model stands.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReadModelState {
    name: String,
    version: i32,
    state: String,
    /// Events of all institutions that it has not taken in yet.
    events_behind: i64,
    /// Events set aside because they could not be applied.
    parked: i64,
}

/// Says whether the database answers and every read model is there.
#[utoipa::path(
    get,
    path = "/readyz",
    operation_id = "is_ready",
    tag = "program",
    security(()),
    responses(
        (status = 200, description = "It can serve.", body = Readiness),
        (status = 503, description = "It cannot serve.", body = Readiness)
    )
)]
pub(super) async fn get(State(app): State<App>) -> Response {
    let readiness = match delivery::status(&app.pool).await {
        Ok(status) => of(status.projections),
        Err(error) => {
            tracing::warn!(%error, "the program cannot serve");
            Readiness { ready: false, database: false, read_models: Vec::new() }
        }
    };
    let status = if readiness.ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(readiness)).into_response()
}

fn of(projections: Vec<delivery::ProjectionStatus>) -> Readiness {
    let ready = dayek_projections::all().iter().all(|read_model| {
        projections.iter().any(|known| known.name == read_model.name() && known.state == "active")
    });
    let read_models = projections.into_iter().map(|known| ReadModelState {
        name: known.name,
        version: known.version,
        state: known.state,
        events_behind: known.events_behind,
        parked: known.parked,
    });
    Readiness { ready, database: true, read_models: read_models.collect() }
}
