//! A refusal as it leaves the program: `application/problem+json` (RFC 9457).
//!
//! A handler returns [`Refused`]; the document is written once, on the way out, where the id of the
//! request is known. What went wrong inside is logged there and never shown.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::last_change::LastChange;
use crate::log::LogError;
use crate::refusal::{Refusal, Rule, SchoolError};
use crate::vault::VaultError;

/// Why a request was not carried out.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Problem {
    /// Names the kind of refusal; it never changes.
    #[serde(rename = "type")]
    #[schema(example = "urn:dayek:problem:changed-meanwhile")]
    kind: String,
    title: String,
    status: u16,
    detail: String,
    /// Under this id the request stands in the program's log and in the metadata of its events.
    request_id: Option<Uuid>,
    /// The fields that were not understood.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldError>,
    /// The rule that forbids it, when it is one of the school's.
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<BrokenRule>,
    /// The version the stream has now, when `If-Match` names another.
    #[serde(skip_serializing_if = "Option::is_none")]
    current_version: Option<String>,
    /// The value that stands now, when another one was expected; null for an empty cell.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    current: Option<Value>,
    /// Who set the value that stands now.
    #[serde(skip_serializing_if = "Option::is_none")]
    changed_by: Option<Uuid>,
    /// What they are called.
    #[serde(skip_serializing_if = "Option::is_none")]
    changed_by_name: Option<String>,
    /// When it was set.
    #[serde(skip_serializing_if = "Option::is_none")]
    changed_at: Option<DateTime<Utc>>,
    /// The same moment on the clock of the school.
    #[serde(skip_serializing_if = "Option::is_none")]
    changed_at_local: Option<String>,
    #[serde(skip)]
    cause: Option<String>,
}

/// One field that was not understood.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct FieldError {
    /// Its place in the body, as a JSON pointer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pointer: Option<String>,
    /// Its name in the address.
    #[serde(skip_serializing_if = "Option::is_none")]
    parameter: Option<String>,
    detail: String,
}

/// A rule of the school, for a program to act on.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct BrokenRule {
    /// It never changes.
    #[schema(example = "assessment.period_closed")]
    code: String,
    /// What the sentence in `detail` names.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    values: BTreeMap<String, String>,
}

/// The kinds of refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Malformed,
    Unauthenticated,
    Forbidden,
    NotFound,
    MethodNotAllowed,
    ChangedMeanwhile,
    VersionMoved,
    TooLarge,
    NotJson,
    InvalidInput,
    RuleBroken,
    KeyReused,
    Internal,
    Busy,
    NotCaughtUp,
    Unavailable,
    TooSlow,
}

impl Kind {
    const fn parts(self) -> (StatusCode, &'static str, &'static str) {
        match self {
            Self::Malformed => (StatusCode::BAD_REQUEST, "malformed", "The request cannot be read"),
            Self::Unauthenticated => (StatusCode::UNAUTHORIZED, "unauthenticated", "A valid token is needed"),
            Self::Forbidden => (StatusCode::FORBIDDEN, "forbidden", "Your role does not allow this"),
            Self::NotFound => (StatusCode::NOT_FOUND, "not-found", "There is no such thing here"),
            Self::MethodNotAllowed => {
                (StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed", "This cannot be done here")
            }
            Self::ChangedMeanwhile => {
                (StatusCode::CONFLICT, "changed-meanwhile", "Somebody else has changed this")
            }
            Self::VersionMoved => {
                (StatusCode::PRECONDITION_FAILED, "version-moved", "What you saw is out of date")
            }
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too-large", "The body is too large"),
            Self::NotJson => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "not-json", "The body is not JSON"),
            Self::InvalidInput => {
                (StatusCode::UNPROCESSABLE_ENTITY, "invalid-input", "A field was not understood")
            }
            Self::RuleBroken => {
                (StatusCode::UNPROCESSABLE_ENTITY, "rule", "A rule of the school forbids this")
            }
            Self::KeyReused => {
                (StatusCode::UNPROCESSABLE_ENTITY, "key-reused", "The idempotency key is taken")
            }
            Self::Internal => (StatusCode::INTERNAL_SERVER_ERROR, "internal", "Something went wrong here"),
            Self::Busy => (StatusCode::SERVICE_UNAVAILABLE, "busy", "Too many changes at once"),
            Self::NotCaughtUp => {
                (StatusCode::SERVICE_UNAVAILABLE, "not-caught-up", "The answer would be out of date")
            }
            Self::Unavailable => {
                (StatusCode::SERVICE_UNAVAILABLE, "unavailable", "The database is not available")
            }
            Self::TooSlow => (StatusCode::SERVICE_UNAVAILABLE, "too-slow", "The request took too long"),
        }
    }

    /// Whether the same request may soon be sent again.
    const fn passes(self) -> bool {
        match self {
            Self::Busy | Self::NotCaughtUp | Self::Unavailable | Self::TooSlow => true,
            Self::Malformed
            | Self::Unauthenticated
            | Self::Forbidden
            | Self::NotFound
            | Self::MethodNotAllowed
            | Self::ChangedMeanwhile
            | Self::VersionMoved
            | Self::TooLarge
            | Self::NotJson
            | Self::InvalidInput
            | Self::RuleBroken
            | Self::KeyReused
            | Self::Internal => false,
        }
    }
}

/// A refusal on its way out; the only error a handler returns.
#[derive(Debug, Clone)]
pub(crate) struct Refused {
    kind: Kind,
    problem: Box<Problem>,
}

impl Refused {
    pub(crate) fn new(kind: Kind, detail: impl Into<String>) -> Self {
        let (status, name, title) = kind.parts();
        let problem = Problem {
            kind: format!("urn:dayek:problem:{name}"),
            title: title.to_owned(),
            status: status.as_u16(),
            detail: detail.into(),
            request_id: None,
            errors: Vec::new(),
            rule: None,
            current_version: None,
            current: None,
            changed_by: None,
            changed_by_name: None,
            changed_at: None,
            changed_at_local: None,
            cause: None,
        };
        Self { kind, problem: Box::new(problem) }
    }

    /// A header or a body that cannot be read at all.
    pub(crate) fn malformed(detail: impl Into<String>) -> Self {
        Self::new(Kind::Malformed, detail)
    }

    /// A fault of the program's own, whose cause is for its log alone.
    pub(crate) fn internal(cause: impl Into<String>) -> Self {
        let sentence = "the request could not be carried out; the fault is noted under the request id";
        Self::new(Kind::Internal, sentence).caused_by(cause)
    }

    fn caused_by(mut self, cause: impl Into<String>) -> Self {
        self.problem.cause = Some(cause.into());
        self
    }

    pub(crate) const fn kind(&self) -> Kind {
        self.kind
    }

    pub(crate) const fn status(&self) -> StatusCode {
        self.kind.parts().0
    }

    /// The rule of the school that forbids it, as a page tells it.
    pub(crate) fn rule(&self) -> Option<Rule> {
        let BrokenRule { code, values } = self.problem.rule.clone()?;
        Some(Rule { code, values, sentence: self.problem.detail.clone() })
    }

    /// Says it otherwise: in the language of somebody who reads it on a page.
    pub(crate) fn say(&mut self, title: String, detail: String) {
        self.problem.title = title;
        self.problem.detail = detail;
    }

    /// Writes the cause of a fault of our own into the program's log, once.
    pub(crate) fn note(&self, request_id: Option<&str>) {
        if let Some(cause) = &self.problem.cause {
            let request = request_id.unwrap_or_default();
            tracing::error!(request.id = %request, status = self.problem.status, %cause, "a request failed");
        }
    }

    /// Names who set the value that stands now, and when.
    pub(crate) fn changed(mut self, last: LastChange) -> Self {
        self.problem.changed_by = last.author_id;
        self.problem.changed_by_name = last.author_name;
        self.problem.changed_at = Some(last.recorded_at);
        self.problem.changed_at_local = Some(last.recorded_local);
        self
    }

    /// What a library answered with nothing but a status.
    fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::PAYLOAD_TOO_LARGE => Self::new(Kind::TooLarge, "a body may hold 1 MiB"),
            StatusCode::SERVICE_UNAVAILABLE => Self::new(
                Kind::TooSlow,
                "a command may still be carried out; send it again with the same Idempotency-Key",
            ),
            other if other.is_client_error() => Self::malformed(format!("the request was answered {other}")),
            other => Self::internal(format!("the request was answered {other}")),
        }
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        let detail = refusal.to_string();
        match refusal {
            Refusal::Unauthenticated => Self::new(Kind::Unauthenticated, detail),
            Refusal::NotFound => Self::new(Kind::NotFound, detail),
            Refusal::Forbidden { .. } => Self::new(Kind::Forbidden, detail),
            Refusal::Input { field, reason } => {
                let in_body = field.is_empty() || field.starts_with('/');
                let (pointer, parameter) = if in_body { (Some(field), None) } else { (None, Some(field)) };
                let mut refused = Self::new(Kind::InvalidInput, detail);
                refused.problem.errors = vec![FieldError { pointer, parameter, detail: reason }];
                refused
            }
            Refusal::Rule(Rule { code, values, .. }) => {
                let mut refused = Self::new(Kind::RuleBroken, detail);
                refused.problem.rule = Some(BrokenRule { code, values });
                refused
            }
            Refusal::ChangedMeanwhile { current, .. } => {
                let mut refused = Self::new(Kind::ChangedMeanwhile, detail);
                refused.problem.current = Some(current.map_or(Value::Null, Value::String));
                refused
            }
            Refusal::VersionMoved { current } => {
                let mut refused = Self::new(Kind::VersionMoved, detail);
                refused.problem.current_version = Some(current.to_string());
                refused
            }
            Refusal::KeyReused => Self::new(Kind::KeyReused, detail),
            Refusal::Busy => Self::new(Kind::Busy, detail),
            Refusal::NotCaughtUp => Self::new(Kind::NotCaughtUp, detail),
            Refusal::Log(error) => of_log(&error, detail),
            Refusal::Broken(_) => Self::internal(detail),
        }
    }
}

fn of_log(error: &LogError, cause: String) -> Refused {
    if let LogError::Vault(VaultError::KeyDestroyed(_)) = error {
        Refusal::from(SchoolError::PersonErased).into()
    } else if error.is_passing() {
        Refused::new(Kind::Unavailable, "the database is not available; try again in a moment")
            .caused_by(cause)
    } else {
        Refused::internal(cause)
    }
}

impl From<LogError> for Refused {
    fn from(error: LogError) -> Self {
        Refusal::from(error).into()
    }
}

impl From<sqlx::Error> for Refused {
    fn from(error: sqlx::Error) -> Self {
        Refusal::from(error).into()
    }
}

impl IntoResponse for Refused {
    /// Only the status; [`write_down`] adds the document and the headers.
    fn into_response(self) -> Response {
        let (status, _, _) = self.kind.parts();
        let mut response = status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        Refused::from(self).into_response()
    }
}

/// Writes the document of a refusal, also of one that came from a library, and logs its cause.
pub(crate) fn write_down(mut response: Response, request_id: Option<Uuid>) -> Response {
    let refused = match response.extensions_mut().remove::<Refused>() {
        Some(refused) => refused,
        None if is_wordless(&response) => Refused::of_status(response.status()),
        None => return response,
    };
    refused.note(request_id.map(|id| id.to_string()).as_deref());
    let mut problem = refused.problem;
    problem.request_id = request_id;
    // A struct of texts and numbers always serialises.
    let body = serde_json::to_vec(&problem).unwrap_or_default();
    let headers = response.headers_mut();
    if refused.kind == Kind::Unauthenticated {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    if refused.kind.passes() {
        headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
    }
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    response.map(|_| Body::from(body))
}

fn is_wordless(response: &Response) -> bool {
    let status = response.status();
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    // A document of our own, or a page that says what is wrong with a form.
    let is_told =
        kind.is_some_and(|kind| kind.starts_with("application/json") || kind.starts_with("text/html"));
    (status.is_client_error() || status.is_server_error()) && !is_told
}

/// A refusal's document, for tests.
#[cfg(test)]
pub(crate) fn written(refused: Refused) -> Value {
    serde_json::to_value(refused.problem).unwrap()
}
