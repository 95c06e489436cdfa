//! What stands around every request: its id, its trace, its limits, and the headers of its answer.
//!
//! A trace holds the method, the route and the status: never a name, a token, a parameter or a body.

use std::any::Any;
use std::future::{Ready, ready};
use std::time::Duration;

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{Extensions, HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::{DefaultOnResponse, TraceLayer};
use tracing::{Level, Span};
use uuid::Uuid;

use super::App;
use super::origin;
use super::problem::{self, Kind, Refused};
use crate::entropy::new_id;
use crate::log::LogError;
use crate::people_import::LARGEST_FILE;

/// Everything a page uses comes from here; it is framed by nobody and sends its forms nowhere else.
const POLICY: &str =
    "default-src 'self'; frame-ancestors 'none'; object-src 'none'; base-uri 'none'; form-action 'self'";
const LARGEST_BODY: usize = 1024 * 1024;
/// A file with the few fields beside it.
const LARGEST_UPLOAD: usize = LARGEST_FILE + 64 * 1024;
const LONGEST: Duration = Duration::from_secs(30);

/// The id of a request: in its answer, in the log of the program, in the metadata of its events.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RequestId(pub(crate) Uuid);

impl RequestId {
    pub(crate) fn of(extensions: &Extensions) -> Result<Self, Refused> {
        let id = extensions.get::<Self>().copied();
        id.ok_or_else(|| Refused::internal("a request without an id"))
    }
}

/// Puts everything around the routes, from the inside to the outside. What takes a file may be sent more.
pub(crate) fn put_around(router: Router<App>, uploads: Router<App>, app: &App) -> Router<App> {
    let trace = TraceLayer::new_for_http()
        .make_span_with(span_of)
        .on_request(())
        .on_response(DefaultOnResponse::new().level(Level::INFO))
        .on_failure(());
    router
        .layer(RequestBodyLimitLayer::new(LARGEST_BODY))
        .merge(uploads.layer(RequestBodyLimitLayer::new(LARGEST_UPLOAD)))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, LONGEST))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(trace)
        .layer(middleware::from_fn_with_state(app.clone(), identify))
        .layer(always(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(SetResponseHeaderLayer::if_not_present(
            header::CACHE_CONTROL,
            HeaderValue::from_static("no-store"),
        ))
        .layer(always(header::REFERRER_POLICY, "no-referrer"))
        .layer(middleware::from_fn(origin::own_pages_only))
        .layer(always(header::CONTENT_SECURITY_POLICY, POLICY))
        .layer(always(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains"))
        .layer(always(HeaderName::from_static("cross-origin-opener-policy"), "same-origin"))
        .layer(always(HeaderName::from_static("cross-origin-resource-policy"), "same-origin"))
}

fn always(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value))
}

/// Gives a request its id, and its refusal the document.
async fn identify(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let id = match new_id(app.entropy.as_ref()) {
        Ok(id) => id,
        Err(error) => {
            return problem::write_down(Refused::from(LogError::from(error)).into_response(), None);
        }
    };
    request.extensions_mut().insert(RequestId(id));
    let mut response = problem::write_down(next.run(request).await, Some(id));
    put(response.headers_mut(), "x-request-id", &id.to_string());
    response
}

/// Sets a header whose value is made of ids and numbers.
pub(crate) fn put(headers: &mut HeaderMap, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

fn span_of(request: &Request) -> Span {
    let id = request.extensions().get::<RequestId>().map(|RequestId(id)| id.to_string()).unwrap_or_default();
    let route = request.extensions().get::<MatchedPath>().map_or("no route", MatchedPath::as_str);
    tracing::info_span!("request", request.id = %id, method = %request.method(), route)
}

fn panicked(_: Box<dyn Any + Send>) -> Response {
    Refused::internal("a handler panicked").into_response()
}

pub(crate) fn unknown_route() -> Ready<Refused> {
    ready(Refused::new(Kind::NotFound, "there is no such route"))
}

pub(crate) fn unknown_method() -> Ready<Refused> {
    ready(Refused::new(Kind::MethodNotAllowed, "the header Allow names what can be done here"))
}
