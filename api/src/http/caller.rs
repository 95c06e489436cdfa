//! Who is asking, and the single gate before everything of the API that is not open to all.
//!
//! The gate stands before the router of the guarded routes, so a handler cannot be reached around it;
//! it answers a malformed, unknown, expired and revoked token alike.

use std::future::ready;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use dayek_domain::access::{Action, Decision, Object, Scope, Standing};
use dayek_domain::account::TokenScope;
use dayek_domain::id::{ClassId, InstitutionId, PersonId};
use dayek_projections::directory;
use uuid::Uuid;

use super::App;
use super::cookie;
use super::problem::{Kind, Refused};
use super::school_time::SchoolTime;
use super::surroundings::RequestId;
use crate::accounts::{self, Session};
use crate::clock;
use crate::log::{Actor, Idempotency, Origin, StreamKey};
use crate::pages;
use crate::refusal::Refusal;
use crate::standing;
use crate::tokens::{self, Bearer};

/// Who is asking, how they proved it, and the request they came with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Caller {
    institution: InstitutionId,
    person: PersonId,
    two_factors: bool,
    origin: Origin,
    request_id: Uuid,
    /// The session of a page they came with.
    session: Option<Uuid>,
    /// The token they came with.
    token: Option<Uuid>,
    token_until: Option<DateTime<Utc>>,
}

/// Lets a request through only with a valid token, or with the session of somebody who works in pages.
pub(crate) async fn gate(
    State(app): State<App>,
    mut request: Request,
    next: Next,
) -> Result<Response, Refused> {
    let RequestId(request_id) = RequestId::of(request.extensions())?;
    let sent = token(request.headers()).map(str::to_owned);
    let caller = match sent {
        Some(text) => of_token(&app, &text, request.method(), request_id).await?,
        None => match cookie::session(request.headers()).map(str::to_owned) {
            Some(text) => of_session(&app, &text, request_id).await?,
            None => None,
        },
    };
    let caller = caller.ok_or(Refusal::Unauthenticated)?;
    let headers = (caller.origin == Origin::Page).then(|| request.headers().clone());
    request.extensions_mut().insert(caller);
    let mut response = next.run(request).await;
    if let Some(headers) = headers {
        pages::translate(&headers, &mut response);
    }
    Ok(response)
}

async fn of_token(
    app: &App,
    text: &str,
    method: &Method,
    request_id: Uuid,
) -> Result<Option<Caller>, Refused> {
    let Some(bearer) = tokens::verify(&app.pool, text).await? else { return Ok(None) };
    if bearer.scope == TokenScope::Read && !method.is_safe() {
        return Err(Refused::new(Kind::Forbidden, "this token is for reading only"));
    }
    let Bearer { institution, person, two_factors, expires_at, token_id, .. } = bearer;
    let origin = Origin::Api;
    let (session, token, token_until) = (None, Some(token_id), expires_at);
    Ok(Some(Caller { institution, person, two_factors, origin, request_id, session, token, token_until }))
}

async fn of_session(app: &App, cookie: &str, request_id: Uuid) -> Result<Option<Caller>, Refused> {
    let session = accounts::verify(&app.pool, cookie).await?;
    Ok(session
        .filter(|session| !session.awaits_second_factor)
        .map(|session| Caller::of_page(session, request_id)))
}

fn token(headers: &HeaderMap) -> Option<&str> {
    let mut sent = headers.get_all(header::AUTHORIZATION).iter();
    let (Some(only), None) = (sent.next(), sent.next()) else { return None };
    let (scheme, token) = only.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

impl FromRequestParts<App> for Caller {
    type Rejection = Refused;

    fn from_request_parts(
        parts: &mut Parts,
        _app: &App,
    ) -> impl Future<Output = Result<Self, Refused>> + Send {
        ready(Self::of(&parts.extensions))
    }
}

impl Caller {
    /// The caller the gate has let through.
    pub(crate) fn of(extensions: &Extensions) -> Result<Self, Refused> {
        let caller = extensions.get::<Self>().copied();
        caller.ok_or_else(|| Refused::internal("a handler was reached around the gate"))
    }

    /// Somebody who works in pages.
    pub(crate) const fn of_page(session: Session, request_id: Uuid) -> Self {
        let Session { institution, person, two_factors, id, .. } = session;
        let (origin, session, token, token_until) = (Origin::Page, Some(id), None, None);
        Self { institution, person, two_factors, origin, request_id, session, token, token_until }
    }

    pub(crate) const fn institution(self) -> InstitutionId {
        self.institution
    }

    pub(crate) const fn person(self) -> PersonId {
        self.person
    }

    /// Whether they have proved two factors, or whoever made their token had.
    pub(crate) const fn two_factors(self) -> bool {
        self.two_factors
    }

    /// The session of a page they came with; `None`: they came with a token.
    pub(crate) const fn session(self) -> Option<Uuid> {
        self.session
    }

    /// The token they came with; `None`: they came from a page.
    pub(crate) const fn token(self) -> Option<Uuid> {
        self.token
    }

    /// Until when the token they came with counts; `None`: it has no end, or they came from a page.
    pub(crate) const fn token_until(self) -> Option<DateTime<Utc>> {
        self.token_until
    }

    /// A command of this caller.
    pub(crate) fn request(
        self,
        idempotency: Option<Idempotency>,
        if_match: Option<(StreamKey, u64)>,
    ) -> crate::log::Request {
        crate::log::Request {
            institution: self.institution,
            actor: Actor::Person(self.person),
            two_factors: self.two_factors,
            origin: self.origin,
            request_id: self.request_id,
            idempotency,
            if_match,
        }
    }

    /// Whose standing is asked for, on a day of the school.
    const fn asked_on(self, day: NaiveDate) -> standing::Asked {
        let Self { institution, person, two_factors, .. } = self;
        standing::Asked { institution, person, two_factors, day }
    }

    /// A person as something rights reach, with the classes they are a pupil of.
    pub(crate) async fn person_as_object(self, app: &App, person_id: PersonId) -> Result<Object, Refusal> {
        Ok(Object::Person { person_id, classes: self.classes_of_pupil(app, person_id).await? })
    }

    /// The classes somebody is a pupil of today.
    pub(crate) async fn classes_of_pupil(
        self,
        app: &App,
        person_id: PersonId,
    ) -> Result<Vec<ClassId>, Refusal> {
        let day = SchoolTime::of(app, self.institution()).await?.today();
        let classes = directory::classes_of_pupil(&app.pool, self.institution().0, person_id.0, day).await?;
        Ok(classes.into_iter().map(ClassId).collect())
    }

    /// Everything the caller holds now.
    pub(crate) async fn standing(self, app: &App) -> Result<Standing, Refusal> {
        let day = SchoolTime::of(app, self.institution).await?.today();
        self.standing_on(app, day).await
    }

    /// The same on a day that is known already.
    pub(crate) async fn standing_on(self, app: &App, day: NaiveDate) -> Result<Standing, Refusal> {
        Ok(standing::now(&app.log, self.asked_on(day)).await?)
    }

    /// What the caller's own membership gives; it does not depend on the day.
    async fn own_standing(self, app: &App) -> Result<Standing, Refusal> {
        Ok(standing::of_membership(&app.log, self.asked_on(clock::now().date_naive())).await?)
    }

    /// Lets the caller go on only if something they hold reaches the object. What they may not even see is
    /// said not to be there. The membership alone answers for most of the staff, so it is asked first.
    pub(crate) async fn may(self, app: &App, action: Action, object: &Object) -> Result<(), Refusal> {
        let own = self.own_standing(app).await?;
        if let Decision::Allowed(_) = own.decide(action, object) {
            return Ok(());
        }
        match self.standing(app).await?.decide(action, object) {
            Decision::Allowed(_) => Ok(()),
            Decision::Forbidden => Err(Refusal::Forbidden { action }),
            Decision::Unseen => Err(Refusal::NotFound),
        }
    }

    /// What of a list the caller may see; a list of which they may see nothing is not there.
    pub(crate) async fn scope(self, app: &App, action: Action) -> Result<Scope, Refusal> {
        let own = self.own_standing(app).await?.scope(action);
        if own.institution {
            return Ok(own);
        }
        let scope = self.standing(app).await?.scope(action);
        if scope.is_empty() { Err(Refusal::NotFound) } else { Ok(scope) }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn sent(values: &[&'static str]) -> HeaderMap {
        values.iter().copied().map(|value| (header::AUTHORIZATION, HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn a_token_is_read_whatever_the_case_of_its_scheme() {
        assert_eq!(token(&sent(&["Bearer abc"])), Some("abc"));
        assert_eq!(token(&sent(&["bearer  abc"])), Some("abc"));
    }

    #[test]
    fn another_scheme_two_tokens_and_none_are_no_token() {
        assert_eq!(token(&sent(&[])), None);
        assert_eq!(token(&sent(&["Basic abc"])), None);
        assert_eq!(token(&sent(&["Bearer"])), None);
        assert_eq!(token(&sent(&["Bearer abc", "Bearer abd"])), None);
    }
}
