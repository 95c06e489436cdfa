//! What one execution of a use case reads, relies on and decides.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use dayek_domain::access::{Action, Decision, Ground, Object, Role};
use dayek_domain::assessment::Assessment;
use dayek_domain::id::{ClassId, InstitutionId, LessonId, PersonId, StudyYearId};
use dayek_domain::institution::Institution;
use dayek_domain::lesson::Lesson;
use dayek_domain::membership::Membership;
use dayek_domain::person::Iin;
use dayek_domain::school_class::SchoolClass;
use dayek_domain::stream::Stream;
use dayek_projections::{directory, journal};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::memory::{AnyState, Remembered};
use super::read::History;
use super::request::{Actor, Request};
use super::{Batch, Log, LogError, StreamKey};
use crate::clock;
use crate::refusal::Refusal;

/// What a use case may do: look at streams, and have them handle commands.
///
/// Every stream looked at becomes a guard: if it has moved by the time of the append, the use case is
/// run again on what is true then.
pub struct Work<'a> {
    log: &'a Log,
    pub(super) request: &'a Request,
    fetched: HashMap<StreamKey, History>,
    held: HashMap<StreamKey, Held>,
    /// Whether states this process remembers may stand in for reading.
    recalls: bool,
    pub(super) batch: Batch,
    ground: Option<Ground>,
}

/// A stream as this command sees it.
struct Held {
    /// The version before this command.
    version: u64,
    state: AnyState,
    recalled: bool,
    /// Personal data is not remembered.
    may_be_kept: bool,
}

impl Held {
    /// Brings the state forward; one that is also remembered is copied first, and only then.
    fn apply<A: Stream>(&mut self, key: &StreamKey, events: &[A::Event]) -> Result<(), LogError> {
        let state: AnyState = std::mem::replace(&mut self.state, Arc::new(()));
        let mut state = state.downcast::<A>().map_err(|_| other_type(key))?;
        let own = Arc::make_mut(&mut state);
        for event in events {
            own.apply(event.clone());
        }
        self.state = state;
        Ok(())
    }
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
    pub(super) fn new(log: &'a Log, request: &'a Request, recalls: bool) -> Self {
        Self {
            log,
            request,
            fetched: HashMap::new(),
            held: HashMap::new(),
            recalls,
            batch: Batch::default(),
            ground: None,
        }
    }

    /// Who is asking.
    pub const fn actor(&self) -> Actor {
        self.request.actor
    }

    /// Where it is asked.
    pub const fn institution(&self) -> InstitutionId {
        self.request.institution
    }

    /// Reads streams ahead that this use case is going to look at, in one round trip.
    pub async fn prefetch(&mut self, keys: &[StreamKey]) -> Result<(), LogError> {
        let mut missing: Vec<StreamKey> = Vec::new();
        for key in keys {
            if !self.held.contains_key(key) && !self.fetched.contains_key(key) && !self.recall(key) {
                missing.push(key.clone());
            }
        }
        if !missing.is_empty() {
            self.fetched.extend(self.log.read_many(self.request.institution, &missing).await?);
        }
        Ok(())
    }

    fn recall(&mut self, key: &StreamKey) -> bool {
        if !self.recalls {
            return false;
        }
        let Some(Remembered { version, state }) = self.log.memory.recall(self.request.institution, key)
        else {
            return false;
        };
        self.held.insert(key.clone(), Held { version, state, recalled: true, may_be_kept: true });
        true
    }

    /// Whether anything was decided on a state that may be behind.
    pub(super) fn relies_on_memory(&self) -> bool {
        self.held.values().any(|held| held.recalled)
    }

    /// After an append: every state is as the database has it, and worth remembering.
    pub(super) fn remember(&mut self) {
        let versions: HashMap<StreamKey, u64> =
            self.batch.versions_after().map(|(key, version)| (key.clone(), version)).collect();
        for (key, held) in self.held.drain().filter(|(_, held)| held.may_be_kept) {
            if let Some(version) = versions.get(&key) {
                let remembered = Remembered { version: *version, state: held.state };
                self.log.memory.keep(self.request.institution, key, remembered);
            }
        }
    }

    /// After anything else: what this command held may be behind or ahead of the database.
    pub(super) fn forget(&self) {
        for key in self.held.keys() {
            self.log.memory.forget(self.request.institution, key);
        }
    }

    pub(super) fn version_of(&self, key: &StreamKey) -> u64 {
        let held = self.held.get(key).map(|held| held.version);
        held.or_else(|| self.fetched.get(key).map(History::version)).unwrap_or_default()
    }

    /// The state of a stream as of now, which from here on this command relies on.
    pub async fn look_at<A: Stream>(&mut self, id: impl Into<Uuid>) -> Result<&A, LogError> {
        let key = StreamKey::of::<A>(id);
        self.hold::<A>(&key).await?;
        let held = self.held.get(&key).and_then(|held| held.state.downcast_ref::<A>());
        held.ok_or_else(|| other_type(&key))
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
        self.hold::<A>(&key).await?;
        let Some(held) = self.held.get_mut(&key) else { return Err(other_type(&key).into()) };
        let version = held.version;
        let Some(state) = held.state.downcast_ref::<A>() else { return Err(other_type(&key).into()) };
        let events = state.decide(command)?;
        if !events.is_empty() {
            held.apply::<A>(&key, &events)?;
        }
        let place = self.batch.stream(key, version);
        for event in &events {
            self.batch.push(place, event)?;
            self.batch.judge_length()?;
        }
        Ok(events.len())
    }

    /// Lets the command go on only if something the asker holds reaches its object; remembers the ground.
    ///
    /// The membership alone answers for most of the staff. Only if it does not are the classes asked that
    /// the object lies in.
    pub async fn permit(&mut self, action: Action, object: &Object) -> Result<(), Refusal> {
        let Actor::Person(person) = self.request.actor else { return Ok(()) };
        let two_factors = self.request.two_factors;
        let mut standing = self.look_at::<Membership>(person).await?.standing(person, two_factors);
        let mut decision = standing.decide(action, object);
        if !matches!(decision, Decision::Allowed(_)) {
            let institution = self.institution();
            let day = clock::today(self.look_at::<Institution>(institution).await?.time_zone());
            for class_id in classes_of(object) {
                self.look_at::<SchoolClass>(*class_id).await?.add_to(&mut standing, *class_id, day);
            }
            decision = standing.decide(action, object);
            if let (Object::Lesson { lesson_id, .. }, false) =
                (object, matches!(decision, Decision::Allowed(_)))
            {
                self.look_at::<Lesson>(*lesson_id).await?.add_to(&mut standing, *lesson_id, day);
                decision = standing.decide(action, object);
            }
        }
        match decision {
            Decision::Allowed(ground) => {
                self.ground = Some(ground);
                Ok(())
            }
            Decision::Forbidden => Err(Refusal::Forbidden { action }),
            Decision::Unseen => Err(Refusal::NotFound),
        }
    }

    /// The stream in which it stands who bears a number.
    pub fn claim_of(&self, iin: &Iin) -> Uuid {
        claim_of(self.log, self.request.institution, iin)
    }

    /// The classes somebody is or was a pupil of. The read models say only where to look.
    pub async fn classes_of_pupil(&self, person: PersonId) -> Result<Vec<ClassId>, LogError> {
        let institution = self.request.institution.0;
        let ties = directory::ties(&self.log.pool, institution, person.0).await?;
        Ok(ties.classes.into_iter().map(ClassId).collect())
    }

    /// The classes of a study year with their names, groups left out. The read models say so, and may be
    /// a moment behind.
    pub async fn classes_of_year(
        &self,
        study_year_id: StudyYearId,
    ) -> Result<Vec<(ClassId, String)>, LogError> {
        let mut classes = directory::classes(&self.log.pool, self.request.institution.0, None).await?;
        classes.retain(|row| row.study_year_id == study_year_id.0 && row.kind == "class");
        Ok(classes.into_iter().map(|row| (ClassId(row.class_id), row.name)).collect())
    }

    /// How many people hold a role besides one. Each of them becomes a guard, so that two who take the
    /// role from one another cannot both be told that the other still has it.
    pub async fn others_holding(&mut self, role: Role, except: PersonId) -> Result<u32, LogError> {
        let mut others = 0;
        for person in holders(self.log, self.request.institution.0, role).await? {
            if person != except.0 && self.look_at::<Membership>(person).await?.holds(role) {
                others += 1;
            }
        }
        Ok(others)
    }

    /// Which of these lessons have a column with marks in it. The read model says where to look, and the
    /// columns it names become guards.
    pub async fn lessons_with_marks(&mut self, lessons: &[LessonId]) -> Result<HashSet<LessonId>, LogError> {
        let mut found = HashSet::new();
        let ids: Vec<Uuid> = lessons.iter().map(|lesson| lesson.0).collect();
        let columns = journal::columns_of_lessons(&self.log.pool, self.request.institution.0, &ids).await?;
        for (lesson, column) in columns {
            if self.look_at::<Assessment>(column).await?.has_marks() {
                found.insert(LessonId(lesson));
            }
        }
        Ok(found)
    }

    /// Makes sure the stream's state is at hand and named in the batch.
    async fn hold<A: Stream>(&mut self, key: &StreamKey) -> Result<(), LogError> {
        if !self.held.contains_key(key) {
            self.prefetch(std::slice::from_ref(key)).await?;
        }
        if let Some(history) = self.fetched.remove(key) {
            let institution = self.request.institution;
            let keys = if A::READS_PERSONAL_DATA {
                self.log.keys_of(institution, std::iter::once(&history)).await?
            } else {
                HashMap::new()
            };
            let state: A = self.log.fold(institution, key.id, &history, &keys)?;
            let held = Held {
                version: history.version(),
                state: Arc::new(state),
                recalled: false,
                may_be_kept: !A::READS_PERSONAL_DATA,
            };
            self.held.insert(key.clone(), held);
        }
        if let Some(held) = self.held.get(key) {
            self.batch.stream(key.clone(), held.version);
        }
        Ok(())
    }

    pub(super) fn metadata(&self) -> String {
        self.request.metadata(self.ground)
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

/// The stream of an institution in which it stands who bears a number.
pub(crate) fn claim_of(log: &Log, institution: InstitutionId, iin: &Iin) -> Uuid {
    log.derived_id(institution, "iin", iin.as_str())
}

fn other_type(key: &StreamKey) -> LogError {
    LogError::Unwritable {
        stream: key.to_string(),
        cause: "the stream is already in use under another type".to_owned(),
    }
}

/// Everybody whom the read models know to hold a role. They say only where to look.
async fn holders(log: &Log, institution: Uuid, role: Role) -> Result<Vec<Uuid>, LogError> {
    Ok(directory::holders(&log.pool, institution, role.as_ref()).await?)
}

/// The classes that may give rights over an object.
fn classes_of(object: &Object) -> &[ClassId] {
    match object {
        Object::Institution | Object::OtherInstitution { .. } => &[],
        Object::Class(class_id) | Object::Journal { class_id, .. } | Object::Lesson { class_id, .. } => {
            std::slice::from_ref(class_id)
        }
        Object::Person { classes, .. } => classes,
    }
}
