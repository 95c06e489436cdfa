//! What one execution of a use case reads, relies on and decides.

use std::any::Any;
use std::collections::HashMap;

use dayek_domain::access::{Action, Reach};
use dayek_domain::id::{ClassId, PersonId, SubjectId};
use dayek_domain::membership::Membership;
use dayek_domain::school_class::SchoolClass;
use dayek_domain::stream::Stream;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::read::History;
use super::request::{Actor, Request, Rule};
use super::{Batch, Log, LogError, StreamKey};
use crate::refusal::Refusal;

/// What a use case may do: look at streams, and have them handle commands.
///
/// Every stream looked at becomes a guard: if it has moved by the time of the append, the use case is
/// run again on what is true then.
pub struct Work<'a> {
    log: &'a Log,
    pub(super) request: &'a Request,
    fetched: HashMap<StreamKey, History>,
    states: HashMap<StreamKey, Box<dyn Any + Send + Sync>>,
    pub(super) batch: Batch,
    rule: Option<Rule>,
}

/// The version a stream has after a command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StreamVersion {
    pub stream: String,
    pub id: Uuid,
    pub version: u64,
}

/// What a command led to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// First and last position of the new events in the institution's log; `None`: nothing changed.
    #[serde(skip)]
    pub positions: Option<(u64, u64)>,
    pub streams: Vec<StreamVersion>,
    /// Whether this is the stored answer to an earlier sending of the same request.
    #[serde(skip)]
    pub replayed: bool,
}

impl Receipt {
    /// The version of a stream after the command.
    pub fn version_of(&self, key: &StreamKey) -> Option<u64> {
        let found =
            self.streams.iter().find(|known| known.stream == key.aggregate_type && known.id == key.id);
        found.map(|known| known.version)
    }
}

impl<'a> Work<'a> {
    pub(super) fn new(log: &'a Log, request: &'a Request) -> Self {
        Self {
            log,
            request,
            fetched: HashMap::new(),
            states: HashMap::new(),
            batch: Batch::default(),
            rule: None,
        }
    }

    /// Who is asking.
    pub const fn actor(&self) -> Actor {
        self.request.actor
    }

    /// Reads streams ahead that this use case is going to look at, in one round trip.
    pub async fn prefetch(&mut self, keys: &[StreamKey]) -> Result<(), LogError> {
        let missing: Vec<StreamKey> =
            keys.iter().filter(|key| !self.fetched.contains_key(key)).cloned().collect();
        if !missing.is_empty() {
            self.fetched.extend(self.log.read_many(self.request.institution, &missing).await?);
        }
        Ok(())
    }

    pub(super) fn version_of(&self, key: &StreamKey) -> u64 {
        self.fetched.get(key).map_or(0, History::version)
    }

    /// The state of a stream as of now, which from here on this command relies on.
    pub async fn look_at<A: Stream>(&mut self, id: impl Into<Uuid>) -> Result<&A, LogError> {
        let key = StreamKey::of::<A>(id);
        self.state::<A>(&key).await.map(|state| &*state)
    }

    /// Has a stream handle a command. Answers how many events came of it.
    pub async fn handle<A: Stream>(
        &mut self,
        id: impl Into<Uuid>,
        command: A::Command,
    ) -> Result<usize, Refusal>
    where
        Refusal: From<A::Error>,
    {
        let key = StreamKey::of::<A>(id);
        let version = {
            self.state::<A>(&key).await?;
            self.version_of(&key)
        };
        let state = self.state::<A>(&key).await?;
        let events = state.decide(command)?;
        for event in &events {
            state.apply(event.clone());
        }
        let place = self.batch.stream(key, version);
        for event in &events {
            self.batch.push(place, event)?;
        }
        Ok(events.len())
    }

    /// Lets the command go on only if a role of the asker reaches its object; remembers the ground.
    pub async fn permit(&mut self, action: Action, object: Object) -> Result<(), Refusal> {
        let person = match self.request.actor {
            Actor::System => return Ok(()),
            Actor::Person(person) => person,
        };
        let roles: Vec<_> = self.look_at::<Membership>(person).await?.roles().collect();
        let mut may_see = false;
        for (role, grant) in roles {
            may_see |= role.reach(Action::ReadSchool).is_some();
            let reached = match role.reach(action) {
                None => false,
                Some(Reach::Institution) => true,
                Some(Reach::Taught) => self.is_taught_by(person, object).await?,
            };
            if reached {
                self.rule = Some(Rule { role, action, grant });
                return Ok(());
            }
        }
        Err(if may_see { Refusal::Forbidden { action } } else { Refusal::NotFound })
    }

    async fn is_taught_by(&mut self, person: PersonId, object: Object) -> Result<bool, LogError> {
        match object {
            Object::Institution => Ok(false),
            Object::Journal { class_id, subject_id } => {
                Ok(self.look_at::<SchoolClass>(class_id).await?.teaches(person, subject_id))
            }
        }
    }

    async fn state<A: Stream>(&mut self, key: &StreamKey) -> Result<&mut A, LogError> {
        if !self.states.contains_key(key) {
            self.prefetch(std::slice::from_ref(key)).await?;
            let history = self.fetched.get(key).cloned().unwrap_or_default();
            let keys = if A::READS_PERSONAL_DATA {
                self.log.keys_of(self.request.institution, std::iter::once(&history)).await?
            } else {
                HashMap::new()
            };
            let state: A = self.log.fold(self.request.institution, key.id, &history, &keys)?;
            self.batch.stream(key.clone(), history.version());
            self.states.insert(key.clone(), Box::new(state));
        }
        let state = self.states.get_mut(key).and_then(|state| state.downcast_mut::<A>());
        state.ok_or_else(|| LogError::Unwritable {
            stream: key.to_string(),
            cause: "the stream is already in use under another type".to_owned(),
        })
    }

    pub(super) fn metadata(&self) -> String {
        self.request.metadata(self.rule)
    }

    pub(super) fn receipt(&self, positions: Option<(u64, u64)>) -> Receipt {
        let streams = self
            .batch
            .versions_after()
            .map(|(key, version)| StreamVersion {
                stream: key.aggregate_type.to_owned(),
                id: key.id,
                version,
            })
            .collect();
        Receipt { positions, streams, replayed: false }
    }
}

/// What an action is about, as far as rights go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Object {
    Institution,
    Journal { class_id: ClassId, subject_id: SubjectId },
}
