//! One pass over a bundle: read the streams of a chunk, decide its commands, append what came of it.
//!
//! A check does the same without appending. While one chunk is being appended the next one is decided.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use dayek_domain::access::{Action, Decision, Object};
use dayek_domain::assessment::Assessment;
use dayek_domain::id::{InstitutionId, PersonId};
use dayek_domain::institution::Institution;
use dayek_domain::membership::Membership;
use dayek_domain::person::Person;
use dayek_domain::school_class::SchoolClass;
use dayek_domain::stream::Stream;
use dayek_domain::study_year::StudyYear;
use dayek_domain::subject::Subject;
use tokio::task::JoinHandle;
use uuid::Uuid;

use super::ImportError;
use super::asked::{Asked, Task};
use super::gradebook::Gradebook;
use super::places::{PROGRAM, SessionIndex, founding, frame};
use super::resolve::{Resolved, School, kind};
use super::roster::{classes, memberships, people};
use super::summary::{Counted, Tally};
use crate::log::{Actor, Batch, History, Log, LogError, Origin, Outcome, Request, StreamKey};
use crate::oneroster::{Refusal, Rejected};
use crate::store::Store;
use crate::vault::PersonKey;

/// Events in one append, and commands in one chunk.
const CHUNK: usize = 1_000;
/// Refusals told one by one; the rest is only counted.
const TOLD: usize = 1_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    Check,
    Append,
}

/// One pass, and what it has counted.
pub(super) struct Pass<'a> {
    store: &'a Store,
    mode: Mode,
    run: Uuid,
    pub(super) tallies: BTreeMap<&'static str, Tally>,
    refusals: Vec<Refusal>,
    refused: usize,
    pub(super) events: u64,
    pub(super) events_of: HashMap<InstitutionId, u64>,
    rows: usize,
}

/// What the appends of one institution have in common.
struct Desk {
    school: InstitutionId,
    /// Nothing stands there yet, so there is nothing to read.
    fresh: bool,
    metadata: Arc<str>,
    guard: Option<(StreamKey, u64)>,
    batch: Batch,
    under_way: Option<JoinHandle<Result<(u64, Outcome), LogError>>>,
}

impl<'a> Pass<'a> {
    pub(super) fn new(store: &'a Store, mode: Mode, run: Uuid) -> Self {
        Self {
            store,
            mode,
            run,
            tallies: BTreeMap::new(),
            refusals: Vec::new(),
            refused: 0,
            events: 0,
            events_of: HashMap::new(),
            rows: 0,
        }
    }

    pub(super) fn rejected(&mut self) -> Option<Rejected> {
        (self.refused > 0).then(|| Rejected::Refused(std::mem::take(&mut self.refusals), self.refused))
    }

    /// What an attempt before this one appended.
    pub(super) fn add_events_of(&mut self, earlier: &Self) {
        self.events += earlier.events;
        for (school, events) in &earlier.events_of {
            *self.events_of.entry(*school).or_default() += events;
        }
    }

    pub(super) async fn run(
        &mut self,
        resolved: &Resolved,
        progress: &(dyn Fn(usize, usize) + Sync),
    ) -> Result<(), ImportError> {
        let of = resolved.rows();
        for school in &resolved.schools {
            self.school(resolved, school, &|rows| progress(rows.min(of), of)).await?;
        }
        progress(of, of);
        Ok(())
    }

    async fn school(
        &mut self,
        resolved: &Resolved,
        school: &School,
        progress: &(dyn Fn(usize) + Sync),
    ) -> Result<(), ImportError> {
        let fresh = self.is_fresh(school.id).await?;
        let mut desk = Desk {
            school: school.id,
            fresh,
            metadata: Arc::from(self.request(school.id, Actor::System).metadata(None)),
            guard: None,
            batch: Batch::default(),
            under_way: None,
        };
        if fresh {
            self.chunk(&mut desk, founding(resolved, school)).await?;
            self.flush(&mut desk).await?;
            self.settle(&mut desk).await?;
        }
        self.sit_down(resolved, &mut desk).await?;

        let sessions = SessionIndex::of(resolved);
        let mut refusals = Vec::new();
        let mut tasks = Vec::new();
        if !fresh {
            tasks.extend(
                founding(resolved, school).into_iter().filter(|task| matches!(task, Task::Institution(..))),
            );
        }
        tasks.extend(frame(resolved, school));
        tasks.extend(people(resolved, school));
        tasks.extend(memberships(resolved, school));
        tasks.extend(classes(resolved, &sessions, school, &mut refusals));
        let gradebook = Gradebook::of(resolved, &sessions, school);
        let mut refused_items = Vec::new();
        let all = tasks.into_iter().chain(gradebook.tasks(&mut refused_items));
        let mut chunk = Vec::new();
        let mut size = 0;
        for task in all {
            size += task.rows().max(1);
            chunk.push(task);
            if size >= CHUNK {
                self.chunk(&mut desk, std::mem::take(&mut chunk)).await?;
                size = 0;
                progress(self.rows);
            }
        }
        self.chunk(&mut desk, chunk).await?;
        self.flush(&mut desk).await?;
        self.settle(&mut desk).await?;
        for refused in refusals.into_iter().chain(refused_items) {
            self.refuse(refused);
        }
        Ok(())
    }

    async fn is_fresh(&self, school: InstitutionId) -> Result<bool, ImportError> {
        let head: Option<(i64,)> =
            sqlx::query_as("SELECT last_position FROM institution_head WHERE institution_id = $1")
                .bind(school.0)
                .fetch_optional(&self.store.pool)
                .await?;
        Ok(head.is_none_or(|(position,)| position == 0))
    }

    /// From here on the import acts under its own account, and every append relies on its role.
    async fn sit_down(&self, resolved: &Resolved, desk: &mut Desk) -> Result<(), ImportError> {
        let program = PersonId(resolved.id(desk.school, kind::PROGRAM, PROGRAM));
        let actor = Actor::Person(program);
        let key = StreamKey::of::<Membership>(program);
        let history = self.store.log.read(desk.school, &key).await?;
        let membership: Membership =
            self.store.log.fold(desk.school, program.0, &history, &HashMap::new())?;
        let standing = membership.standing(program, true);
        let ground = match standing.decide(Action::ImportData, &Object::Institution) {
            Decision::Allowed(ground) => ground,
            // A check of a school that is not there yet: the account will be made first.
            Decision::Forbidden | Decision::Unseen if desk.fresh && self.mode == Mode::Check => return Ok(()),
            Decision::Forbidden | Decision::Unseen => {
                return Err(ImportError::NotAllowed(desk.school.to_string()));
            }
        };
        desk.metadata = Arc::from(self.request(desk.school, actor).metadata(Some(ground)));
        desk.guard = Some((key, history.version()));
        Ok(())
    }

    fn request(&self, school: InstitutionId, actor: Actor) -> Request {
        let request = Request::of_system(school, self.run);
        Request { actor, origin: Origin::Import, ..request }
    }

    async fn chunk(&mut self, desk: &mut Desk, tasks: Vec<Task>) -> Result<(), ImportError> {
        let keys: Vec<StreamKey> = tasks.iter().map(Task::key).collect();
        let histories = if desk.fresh || keys.is_empty() {
            HashMap::new()
        } else {
            self.store.log.read_many(desk.school, &keys).await?
        };
        let personal = self.store.log.keys_of(desk.school, histories.values()).await?;
        for task in tasks {
            let history = histories.get(&task.key());
            match task {
                Task::Institution(id, rows) => {
                    self.stream::<Institution>(desk, id, history, &personal, rows).await?;
                }
                Task::StudyYear(id, rows) => {
                    self.stream::<StudyYear>(desk, id, history, &personal, rows).await?;
                }
                Task::Subject(id, rows) => self.stream::<Subject>(desk, id, history, &personal, rows).await?,
                Task::Person(id, rows) => self.stream::<Person>(desk, id, history, &personal, rows).await?,
                Task::Membership(id, rows) => {
                    self.stream::<Membership>(desk, id, history, &personal, rows).await?;
                }
                Task::SchoolClass(id, rows) => {
                    self.stream::<SchoolClass>(desk, id, history, &personal, rows).await?;
                }
                Task::Assessment(id, rows) => {
                    self.stream::<Assessment>(desk, id, history, &personal, rows).await?;
                }
            }
        }
        Ok(())
    }

    async fn stream<A: Stream<Event: Counted>>(
        &mut self,
        desk: &mut Desk,
        id: Uuid,
        history: Option<&History>,
        personal: &HashMap<PersonId, PersonKey>,
        rows: Vec<Asked<A::Command>>,
    ) -> Result<(), ImportError> {
        let mut version = history.map_or(0, History::version);
        let mut state: A = match history {
            Some(history) => self.store.log.fold(desk.school, id, history, personal)?,
            None => A::default(),
        };
        let key = StreamKey::of::<A>(id);
        for Asked { file, row, commands } in rows {
            let mut effect = None;
            for command in commands {
                let events = match state.decide(command) {
                    Ok(events) => events,
                    Err(error) => {
                        self.refuse(Refusal {
                            file: file.to_owned(),
                            row,
                            field: None,
                            reason: error.to_string(),
                        });
                        continue;
                    }
                };
                for event in events {
                    // Found before the first event is appended, and told with its row.
                    if self.mode == Mode::Check
                        && let Err(error) = Batch::would_take(&event)
                    {
                        self.refuse(Refusal {
                            file: file.to_owned(),
                            row,
                            field: None,
                            reason: error.to_string(),
                        });
                    }
                    effect = effect.or(Some(event.effect()));
                    state.apply(event.clone());
                    if self.mode == Mode::Append {
                        let place = desk.batch.stream(key.clone(), version);
                        desk.batch.push(place, &event)?;
                        if desk.batch.len() >= CHUNK {
                            version += desk.batch.added_to(place);
                            self.flush(desk).await?;
                        }
                    }
                }
            }
            if row.is_some() {
                self.tallies.entry(file).or_default().count(effect);
                self.rows += 1;
            }
        }
        Ok(())
    }

    fn refuse(&mut self, refusal: Refusal) {
        self.refused += 1;
        if self.refusals.len() < TOLD {
            self.refusals.push(refusal);
        }
    }

    /// Sends the batch off, after the one before it has arrived.
    async fn flush(&mut self, desk: &mut Desk) -> Result<(), ImportError> {
        self.settle(desk).await?;
        let mut batch = std::mem::take(&mut desk.batch);
        if batch.is_empty() {
            return Ok(());
        }
        if let Some((key, version)) = &desk.guard {
            batch.stream(key.clone(), *version);
        }
        let log: Log = self.store.log.clone();
        let (school, metadata) = (desk.school, Arc::clone(&desk.metadata));
        desk.under_way = Some(tokio::spawn(async move {
            let count = batch.len() as u64;
            log.append(school, &batch, &metadata, None, "").await.map(|outcome| (count, outcome))
        }));
        Ok(())
    }

    async fn settle(&mut self, desk: &mut Desk) -> Result<(), ImportError> {
        let Some(under_way) = desk.under_way.take() else { return Ok(()) };
        match under_way.await {
            Ok(Ok((count, Outcome::Appended { .. }))) => {
                self.events += count;
                *self.events_of.entry(desk.school).or_default() += count;
                Ok(())
            }
            Ok(Ok((_, Outcome::Conflict { .. } | Outcome::Replayed { .. } | Outcome::OtherRequest))) => {
                Err(ImportError::Moved)
            }
            Ok(Err(error)) => Err(error.into()),
            Err(broken) => Err(ImportError::Broken(broken.to_string())),
        }
    }
}
