//! Who is asking, and the single gate before everything that is not open to all.
//!
//! The gate stands before the router of the guarded routes, so a handler cannot be reached around it;
//! it answers a malformed, unknown, expired and revoked token alike.

use std::collections::HashMap;
use std::future::ready;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap, header};
use axum::middleware::Next;
use axum::response::Response;
use dayek_domain::access::{Action, Reach, Role};
use dayek_domain::id::{InstitutionId, PersonId};
use dayek_domain::membership::Membership;
use dayek_domain::school_class::SchoolClass;
use dayek_projections::directory;
use uuid::Uuid;

use super::App;
use super::problem::Refused;
use super::surroundings::RequestId;
use crate::log::{Actor, Idempotency, Object, Origin, StreamKey};
use crate::refusal::Refusal;
use crate::tokens::{self, Bearer};

/// Who a valid token speaks for, and the request it came with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Caller {
    bearer: Bearer,
    request_id: Uuid,
}

/// How far a read may reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Scope {
    Institution,
    /// These pairs of class and subject.
    Taught(Vec<(Uuid, Uuid)>),
}

/// Lets a request through only with a valid token, and notes whose it is.
pub(super) async fn gate(
    State(app): State<App>,
    mut request: Request,
    next: Next,
) -> Result<Response, Refused> {
    let RequestId(request_id) = RequestId::of(request.extensions())?;
    let sent = token(request.headers()).map(str::to_owned);
    let bearer = match sent {
        Some(text) => tokens::verify(&app.pool, &text).await?,
        None => None,
    };
    let bearer = bearer.ok_or(Refusal::Unauthenticated)?;
    request.extensions_mut().insert(Caller { bearer, request_id });
    Ok(next.run(request).await)
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
    pub(super) fn of(extensions: &Extensions) -> Result<Self, Refused> {
        let caller = extensions.get::<Self>().copied();
        caller.ok_or_else(|| Refused::internal("a handler was reached around the gate"))
    }

    pub(super) const fn institution(self) -> InstitutionId {
        self.bearer.institution
    }

    pub(super) const fn person(self) -> PersonId {
        self.bearer.person
    }

    /// A command of this caller.
    pub(super) fn request(
        self,
        idempotency: Option<Idempotency>,
        if_match: Option<(StreamKey, u64)>,
    ) -> crate::log::Request {
        crate::log::Request {
            institution: self.bearer.institution,
            actor: Actor::Person(self.bearer.person),
            origin: Origin::Api,
            request_id: self.request_id,
            idempotency,
            if_match,
        }
    }

    /// The caller's roles as of now, each with the sequence of its grant.
    pub(super) async fn roles(self, app: &App) -> Result<Vec<(Role, u64)>, Refusal> {
        let key = StreamKey::of::<Membership>(self.person());
        let history = app.log.read(self.institution(), &key).await?;
        let membership: Membership = app.log.fold(self.institution(), key.id, &history, &HashMap::new())?;
        Ok(membership.roles().collect())
    }

    /// How far the caller may read, if at all. What they may not even see is said not to be there.
    pub(super) async fn may(self, app: &App, action: Action, object: Object) -> Result<Scope, Refusal> {
        let mut may_see = false;
        let mut only_taught = false;
        for (role, _) in self.roles(app).await? {
            may_see |= role.reach(Action::ReadSchool).is_some();
            match role.reach(action) {
                Some(Reach::Institution) => return Ok(Scope::Institution),
                Some(Reach::Taught) => only_taught = true,
                None => {}
            }
        }
        if only_taught && let Some(scope) = self.taught(app, object).await? {
            return Ok(scope);
        }
        Err(if may_see { Refusal::Forbidden { action } } else { Refusal::NotFound })
    }

    /// Lets the caller read what cannot be narrowed to the classes they teach.
    pub(super) async fn may_everywhere(self, app: &App, action: Action) -> Result<(), Refusal> {
        match self.may(app, action, Object::Institution).await? {
            Scope::Institution => Ok(()),
            Scope::Taught(_) => Err(Refusal::Forbidden { action }),
        }
    }

    async fn taught(self, app: &App, object: Object) -> Result<Option<Scope>, Refusal> {
        match object {
            Object::Institution => {
                let pairs = directory::taught_by(&app.pool, self.institution().0, self.person().0).await?;
                Ok(Some(Scope::Taught(pairs)))
            }
            Object::Journal { class_id, subject_id } => {
                let key = StreamKey::of::<SchoolClass>(class_id);
                let history = app.log.read(self.institution(), &key).await?;
                let class: SchoolClass =
                    app.log.fold(self.institution(), key.id, &history, &HashMap::new())?;
                let teaches = class.teaches(self.person(), subject_id);
                Ok(teaches.then(|| Scope::Taught(vec![(class_id.0, subject_id.0)])))
            }
        }
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
