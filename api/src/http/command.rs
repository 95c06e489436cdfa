//! A command: what its headers ask for, its one execution, and the answer.
//!
//! `Idempotency-Key` makes sending it twice the same as once. `If-Match` names the version of the
//! stream the asker saw; another one now is refused. The answer names the version after.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequest, OriginalUri, Request};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde::de::DeserializeOwned;
use utoipa::ToSchema;
use uuid::Uuid;

use super::App;
use super::caller::Caller;
use super::extract;
use super::last_change;
use super::problem::{Kind, Refused};
use super::surroundings::put;
use crate::entropy::new_id;
use crate::log::{Idempotency, LogError, Receipt, StreamKey, UseCase, request_hash};

/// A command as it came in.
pub(super) struct Command<T> {
    pub(super) form: T,
    pub(super) terms: Terms,
}

/// On what terms a command is to be carried out.
pub(super) struct Terms {
    idempotency: Option<Idempotency>,
    if_match: Option<u64>,
}

impl<T: DeserializeOwned> FromRequest<App> for Command<T> {
    type Rejection = Refused;

    async fn from_request(request: Request, app: &App) -> Result<Self, Refused> {
        let caller = Caller::of(request.extensions())?;
        let key = idempotency_key(request.headers())?;
        let if_match = if_match(request.headers())?;
        let method = request.method().clone();
        let OriginalUri(uri) = request
            .extensions()
            .get::<OriginalUri>()
            .cloned()
            .unwrap_or_else(|| OriginalUri(request.uri().clone()));
        let is_json = is_json(request.headers());
        let body = Bytes::from_request(request, app).await.map_err(|rejection| {
            if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
                Refused::new(Kind::TooLarge, "a body may hold 1 MiB")
            } else {
                Refused::malformed("the body broke off")
            }
        })?;
        if !is_json && !body.is_empty() {
            return Err(Refused::new(Kind::NotJson, "send the body as application/json"));
        }
        let actor = format!("{}/{}", caller.institution(), caller.person());
        let idempotency = key.map(|key| Idempotency {
            key,
            request_hash: request_hash(method.as_str(), uri.path(), &body, &actor),
        });
        Ok(Self { form: extract::json(&body)?, terms: Terms { idempotency, if_match } })
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
}

fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, Refused> {
    let Some(key) = extract::header(headers, "Idempotency-Key")? else { return Ok(None) };
    if (1..=255).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Ok(Some(key.to_owned()));
    }
    Err(Refused::malformed("the header Idempotency-Key takes 1 to 255 visible ASCII characters"))
}

/// A list, `*` and a weak tag are refused: a command is decided on one version of one stream.
fn if_match(headers: &HeaderMap) -> Result<Option<u64>, Refused> {
    let Some(tag) = extract::header(headers, "If-Match")? else { return Ok(None) };
    let version = tag.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let version = version.filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
    match version.and_then(|digits| digits.parse().ok()) {
        Some(version) => Ok(Some(version)),
        None => Err(Refused::malformed("the header If-Match takes one version in quotes, such as \"4\"")),
    }
}

impl Terms {
    /// The id of something new: the same again when the same command is sent again.
    pub(super) fn new_id(&self, app: &App) -> Result<Uuid, Refused> {
        self.new_id_about(app, "")
    }

    /// One of several new ids of one command, told apart by what each is about.
    pub(super) fn new_id_about(&self, app: &App, about: &str) -> Result<Uuid, Refused> {
        let Some(Idempotency { key, request_hash: hash }) = &self.idempotency else {
            return Ok(new_id(app.entropy.as_ref()).map_err(LogError::from)?);
        };
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&request_hash("new id", key, hash, about)[..16]);
        Ok(uuid::Builder::from_custom_bytes(bytes).into_uuid())
    }

    /// Carries a command out. `stream` is the one whose version the asker knows.
    pub(super) async fn run<U: UseCase>(
        self,
        app: &App,
        caller: Caller,
        stream: StreamKey,
        use_case: U,
    ) -> Result<Done, Refused> {
        let if_match = self.if_match.map(|version| (stream.clone(), version));
        match app.log.execute(caller.request(self.idempotency, if_match), use_case).await {
            Ok(receipt) => Ok(Done::of(caller, &stream, &receipt)),
            Err(refusal) => Err(last_change::explain(app, caller, &stream, refusal).await),
        }
    }

    /// Carries several commands out one after the other, each with an append of its own; `None`: there are
    /// none. Broken off and sent again under the same key, it goes on where it had come to.
    pub(super) async fn run_each<U: UseCase>(
        self,
        app: &App,
        caller: Caller,
        stream: StreamKey,
        use_cases: Vec<U>,
    ) -> Result<Option<Done>, Refused> {
        let mut done: Option<Done> = None;
        for (number, use_case) in (0_usize..).zip(use_cases) {
            let terms = Self { idempotency: self.step(number), if_match: self.if_match };
            let step = terms.run(app, caller, stream.clone(), use_case).await?;
            done = Some(match done {
                None => step,
                Some(before) => before.then(step),
            });
        }
        Ok(done)
    }

    /// The key of one of several commands: that of the first is the sender's own, so that it is known when
    /// it comes with something else.
    fn step(&self, number: usize) -> Option<Idempotency> {
        let sent = self.idempotency.as_ref()?;
        if number == 0 {
            return Some(sent.clone());
        }
        let hash = request_hash("step", &sent.key, &sent.request_hash, &number.to_string());
        Some(Idempotency { key: format!("step/{}", URL_SAFE_NO_PAD.encode(hash)), request_hash: hash })
    }
}

/// What a command led to.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CommandAnswer {
    /// Position of the last new event in the institution's log; null when nothing changed.
    #[schema(example = "73015")]
    position: Option<String>,
    /// Version of the stream after the command.
    #[schema(example = "4")]
    version: String,
    /// Whether anything changed.
    changed: bool,
    /// Id of what was added.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    assessment_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lesson_id: Option<Uuid>,
}

/// A command that was carried out, on its way out.
#[derive(Debug)]
pub(super) struct Done {
    caller: Caller,
    replayed: bool,
    created_at: Option<String>,
    answer: CommandAnswer,
}

impl Done {
    fn of(caller: Caller, stream: &StreamKey, receipt: &Receipt) -> Self {
        let answer = CommandAnswer {
            position: receipt.positions.map(|(_, last)| last.to_string()),
            version: receipt.version_of(stream).unwrap_or_default().to_string(),
            changed: receipt.positions.is_some(),
            id: None,
            assessment_id: None,
            lesson_id: None,
        };
        Self { caller, replayed: receipt.replayed, created_at: None, answer }
    }

    /// This command and the one after it as one.
    fn then(mut self, next: Self) -> Self {
        self.replayed &= next.replayed;
        self.answer.changed |= next.answer.changed;
        self.answer.position = next.answer.position.or(self.answer.position);
        self.answer.version = next.answer.version;
        self
    }

    /// Names what was added under an id that was made for it.
    pub(super) fn added(mut self, id: Uuid) -> Self {
        self.answer.id = Some(id);
        self
    }

    /// Names the assessment, and its address when it is new.
    pub(super) fn assessment(mut self, id: Uuid) -> Self {
        self.answer.assessment_id = Some(id);
        self.created_at = self.is_new().then(|| format!("{}/assessments/{id}", super::BASE));
        self
    }

    /// Names the lesson, and its address when it is new.
    pub(super) fn lesson(mut self, id: Uuid) -> Self {
        self.answer.lesson_id = Some(id);
        self.created_at = self.is_new().then(|| format!("{}/lessons/{id}", super::BASE));
        self
    }

    /// Whether this very sending changed something; an earlier answer given again did not.
    pub(super) const fn changed_now(&self) -> bool {
        self.answer.changed && !self.replayed
    }

    /// The same headers with a body of one's own, for something new that has no address.
    pub(super) fn created<T: Serialize>(&self, body: T) -> Response {
        (StatusCode::CREATED, self.headers(), Json(body)).into_response()
    }

    /// A stream begins with its first event.
    fn is_new(&self) -> bool {
        self.answer.changed && self.answer.version == "1"
    }

    fn headers(&self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        put(&mut headers, "etag", &format!("\"{}\"", self.answer.version));
        if let Some(position) = &self.answer.position {
            put(&mut headers, "journal-position", &format!("{}:{position}", self.caller.institution()));
        }
        if self.replayed {
            put(&mut headers, "idempotency-replayed", "true");
        }
        if let Some(address) = &self.created_at {
            put(&mut headers, "location", address);
        }
        headers
    }
}

impl IntoResponse for Done {
    fn into_response(self) -> Response {
        let headers = self.headers();
        let status = if self.created_at.is_some() { StatusCode::CREATED } else { StatusCode::OK };
        (status, headers, Json(self.answer)).into_response()
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn sent(name: &'static str, value: &'static str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(name, HeaderValue::from_static(value));
        headers
    }

    #[test]
    fn one_version_in_quotes_is_all_that_if_match_takes() {
        assert_eq!(if_match(&sent("if-match", "\"4\"")).unwrap(), Some(4));
        assert_eq!(if_match(&HeaderMap::new()).unwrap(), None);
        for wrong in ["*", "4", "W/\"4\"", "\"4\", \"5\"", "\"\"", "\"+4\"", "\"four\""] {
            assert!(if_match(&sent("if-match", wrong)).is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_idempotency_key_is_up_to_255_visible_characters() {
        let key = |value| idempotency_key(&sent("idempotency-key", value));
        assert_eq!(key("8e03978e-40d5").unwrap().as_deref(), Some("8e03978e-40d5"));
        assert!(key("").is_err());
        assert!(key("two words").is_err());
        let long = "k".repeat(256);
        let mut headers = HeaderMap::new();
        headers.insert("idempotency-key", HeaderValue::from_str(&long).unwrap());
        assert!(idempotency_key(&headers).is_err());
    }

    #[test]
    fn a_body_is_json_with_or_without_its_character_set() {
        assert!(is_json(&sent("content-type", "application/json")));
        assert!(is_json(&sent("content-type", "Application/JSON; charset=utf-8")));
        assert!(!is_json(&sent("content-type", "text/plain")));
        assert!(!is_json(&HeaderMap::new()));
    }
}
