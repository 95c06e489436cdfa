//! Reading one's own writes: a reader may name the position of the log that the answer must show.
//!
//! A read model that is behind is waited for. When it does not come in time, the answer says that it is
//! out of date, or is refused if the reader said `Prefer: handling=strict`. A position the log has not
//! reached is refused: it was forged, or given out before the database was restored from a backup.

use std::future::ready;
use std::time::Duration;

use axum::Json;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use dayek_domain::id::InstitutionId;
use dayek_projections::delivery::{DeliveryError, applied_position, wait_for};
use serde::Serialize;
use tokio::time::Instant;

use super::App;
use super::caller::Caller;
use super::extract;
use super::problem::Refused;
use super::surroundings::put;
use crate::refusal::Refusal;

const PATIENCE: Duration = Duration::from_secs(2);
const MOST_PATIENCE: Duration = Duration::from_secs(3);

/// What a reader wants the answer to show, and how long they would wait for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wanted {
    position: Option<i64>,
    patience: Duration,
    strict: bool,
}

/// What the answer shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Applied {
    institution: InstitutionId,
    /// Where each read model stood just before it was read; the answer may already show more.
    positions: Vec<i64>,
    stale: bool,
}

/// An answer to a reader.
#[derive(Debug)]
pub(super) struct Shown<T> {
    applied: Applied,
    tag: Option<String>,
    body: T,
}

impl FromRequestParts<App> for Wanted {
    type Rejection = Refused;

    fn from_request_parts(
        parts: &mut Parts,
        _app: &App,
    ) -> impl Future<Output = Result<Self, Refused>> + Send {
        let caller = Caller::of(&parts.extensions);
        ready(caller.and_then(|caller| Self::read(&parts.headers, caller.institution())))
    }
}

impl Wanted {
    fn read(headers: &HeaderMap, institution: InstitutionId) -> Result<Self, Refused> {
        let position = match extract::header(headers, "Journal-Min-Position")? {
            Some(text) => Some(position(text, institution)?),
            None => None,
        };
        let mut wanted = Self { position, patience: PATIENCE, strict: false };
        for value in headers.get_all("Prefer") {
            // Preferences that are not known are ignored, as RFC 7240 asks.
            for preference in value.to_str().unwrap_or_default().split(',') {
                let (name, value) = preference.split_once('=').unwrap_or((preference, ""));
                match (name.trim(), value.trim()) {
                    ("wait", seconds) => wanted.patience = patience(seconds)?,
                    ("handling", "strict") => wanted.strict = true,
                    _ => {}
                }
            }
        }
        Ok(wanted)
    }

    /// Waits until these read models show what is wanted. Without any, the log itself is read, which
    /// shows everything.
    pub(super) async fn wait(
        self,
        app: &App,
        caller: Caller,
        read_models: &[&str],
    ) -> Result<Applied, Refused> {
        let institution = caller.institution();
        let head = head(app, institution).await?;
        if let Some(position) = self.position {
            if position > head {
                return Err(Refused::malformed("Journal-Min-Position is ahead of the log"));
            }
            let deadline = Instant::now() + self.patience;
            for read_model in read_models {
                let left = deadline.saturating_duration_since(Instant::now());
                let progress = app.progress.clone();
                wait_for(&app.pool, read_model, institution.0, position, progress, left)
                    .await
                    .map_err(undelivered)?;
            }
        }
        let mut positions = Vec::with_capacity(read_models.len());
        for read_model in read_models {
            let applied = applied_position(&app.pool, read_model, institution.0).await;
            positions.push(applied.map_err(undelivered)?);
        }
        if read_models.is_empty() {
            positions.push(head);
        }
        let stale = self.position.is_some_and(|wanted| positions.iter().any(|position| *position < wanted));
        if stale && self.strict {
            return Err(Refusal::NotCaughtUp.into());
        }
        Ok(Applied { institution, positions, stale })
    }
}

fn position(text: &str, institution: InstitutionId) -> Result<i64, Refused> {
    let parts = text.split_once(':').and_then(|(id, number)| {
        let id: InstitutionId = id.parse().ok()?;
        let number: i64 = number.parse().ok()?;
        (number >= 0).then_some((id, number))
    });
    match parts {
        Some((id, number)) if id == institution => Ok(number),
        Some(_) => Err(Refused::malformed("Journal-Min-Position is of another institution")),
        None => Err(Refused::malformed("Journal-Min-Position takes <institution>:<position>")),
    }
}

fn patience(seconds: &str) -> Result<Duration, Refused> {
    let seconds: u64 =
        seconds.parse().map_err(|_| Refused::malformed("Prefer: wait takes a whole number of seconds"))?;
    Ok(Duration::from_secs(seconds).min(MOST_PATIENCE))
}

/// The last position of the institution's log.
async fn head(app: &App, institution: InstitutionId) -> Result<i64, sqlx::Error> {
    let row: Option<(i64,)> =
        sqlx::query_as("SELECT last_position FROM institution_head WHERE institution_id = $1")
            .bind(institution.0)
            .fetch_optional(&app.pool)
            .await?;
    Ok(row.map_or(0, |(position,)| position))
}

fn undelivered(error: DeliveryError) -> Refused {
    if let DeliveryError::Database(error) = error {
        return error.into();
    }
    Refused::internal(error.to_string())
}

impl Applied {
    /// The position every read model had reached.
    fn position(&self) -> i64 {
        self.positions.iter().copied().min().unwrap_or_default()
    }

    /// A tag of what is shown: another one once a read model has moved on.
    pub(super) fn tag(&self) -> String {
        let positions: Vec<String> = self.positions.iter().map(i64::to_string).collect();
        format!("\"{}\"", positions.join("-"))
    }

    /// The answer.
    pub(super) fn shows<T: Serialize>(self, body: T) -> Shown<T> {
        Shown { applied: self, tag: None, body }
    }

    /// The answer as a file to keep.
    pub(super) fn file(self, kind: &'static str, name: &str, bytes: Vec<u8>) -> Response {
        let mut headers = self.headers();
        put(&mut headers, "content-type", kind);
        put(&mut headers, "content-disposition", &format!("attachment; filename=\"{name}\""));
        (headers, bytes).into_response()
    }

    /// The answer to a reader who has it already.
    pub(super) fn not_modified(&self, tag: &str) -> Response {
        let mut headers = self.headers();
        put(&mut headers, "etag", tag);
        (StatusCode::NOT_MODIFIED, headers).into_response()
    }

    fn headers(&self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        let position = format!("{}:{}", self.institution, self.position());
        put(&mut headers, "journal-applied-position", &position);
        if self.stale {
            put(&mut headers, "journal-stale", "true");
        }
        headers
    }
}

impl<T> Shown<T> {
    /// The answer under a tag of its own.
    pub(super) fn tagged(self, tag: String) -> Self {
        Self { tag: Some(tag), ..self }
    }

    /// The answer with the version of its stream, for `If-Match`.
    pub(super) fn version(self, version: u64) -> Self {
        self.tagged(format!("\"{version}\""))
    }
}

impl<T: Serialize> IntoResponse for Shown<T> {
    fn into_response(self) -> Response {
        let mut headers = self.applied.headers();
        if let Some(tag) = &self.tag {
            put(&mut headers, "etag", tag);
        }
        (headers, Json(self.body)).into_response()
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    const SCHOOL: InstitutionId = InstitutionId(uuid::Uuid::from_u128(7));

    fn read(sent: &[(&'static str, &'static str)]) -> Option<Wanted> {
        let mut headers = HeaderMap::new();
        for (name, value) in sent.iter().copied() {
            headers.append(name, HeaderValue::from_static(value));
        }
        Wanted::read(&headers, SCHOOL).ok()
    }

    #[test]
    fn a_reader_who_asks_for_nothing_gets_what_there_is() {
        assert_eq!(read(&[]), Some(Wanted { position: None, patience: PATIENCE, strict: false }));
    }

    #[test]
    fn preferences_may_stand_together_or_apart_and_nobody_waits_longer_than_three_seconds() {
        let together = read(&[("prefer", "handling=strict, wait=60, respond-async")]);
        let apart = read(&[("prefer", "wait=3"), ("prefer", "handling=strict")]);
        let wanted = Wanted { position: None, patience: MOST_PATIENCE, strict: true };
        assert_eq!(together, Some(wanted));
        assert_eq!(apart, Some(wanted));
    }

    #[test]
    fn a_position_is_of_the_readers_own_institution() {
        let of = |value| read(&[("journal-min-position", value)]).map(|wanted| wanted.position);
        assert_eq!(of("00000000-0000-0000-0000-000000000007:12"), Some(Some(12)));
        assert_eq!(of("00000000-0000-0000-0000-000000000008:12"), None);
        assert_eq!(of("00000000-0000-0000-0000-000000000007:-1"), None);
        assert_eq!(of("12"), None);
    }

    #[test]
    fn a_wait_that_is_no_number_is_refused() {
        assert_eq!(read(&[("prefer", "wait=long")]), None);
    }

    #[test]
    fn an_answer_from_two_read_models_shows_what_both_have_reached() {
        let applied = Applied { institution: SCHOOL, positions: vec![12, 9], stale: false };
        assert_eq!(applied.position(), 9);
        assert_eq!(applied.tag(), "\"12-9\"");
    }
}
