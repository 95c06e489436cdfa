//! Running a use case: read, decide, append, and again when something moved in between.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::time::Duration;

use dayek_domain::membership::Membership;
use tokio::sync::{Mutex, MutexGuard};

use super::append::Outcome;
use super::request::{Actor, Request};
use super::work::{Receipt, Work};
use super::{Log, LogError, StreamKey};
use crate::refusal::Refusal;

/// One thing that can be asked of the program, with all its input. Run again when a stream it relies
/// on has moved, so `decide` must not do anything but look and have streams handle commands.
pub trait UseCase: Send + Sync + 'static {
    /// The streams it writes: requests of this process wait for one another in front of them.
    fn writes(&self) -> Vec<StreamKey>;

    /// Further streams it is known to look at, read ahead in the same round trip.
    fn looks_at(&self) -> Vec<StreamKey> {
        Vec::new()
    }

    fn decide(&self, work: &mut Work<'_>) -> impl Future<Output = Result<(), Refusal>> + Send;
}

const DECISIONS: u32 = 6;

impl Log {
    /// Runs a use case to its end, also when whoever asked has gone.
    pub async fn execute<U: UseCase>(&self, request: Request, use_case: U) -> Result<Receipt, Refusal> {
        let log = self.clone();
        match tokio::spawn(async move { log.run(&request, &use_case).await }).await {
            Ok(result) => result,
            Err(broken) => Err(Refusal::Broken(broken.to_string())),
        }
    }

    async fn run<U: UseCase>(&self, request: &Request, use_case: &U) -> Result<Receipt, Refusal> {
        let writes = use_case.writes();
        let _turn = self.turns.wait_for(&writes).await;
        // The first decision may be made on states this process remembers; all later ones read.
        let mut recalls = true;
        let mut decision = 0;
        while decision < DECISIONS {
            decision += 1;
            match self.attempt(request, use_case, &writes, recalls).await {
                Ok(Attempt::Done(receipt)) => return Ok(receipt),
                Ok(Attempt::Unfounded) => {
                    recalls = false;
                    decision -= 1;
                    continue;
                }
                Ok(Attempt::Moved) => recalls = false,
                Err(Refusal::Log(error)) if error.is_passing() && decision < DECISIONS => {
                    tracing::debug!(%error, decision, "the database asks to try again");
                }
                // A refusal may only mean that this same request was carried out before.
                Err(refusal) => return self.earlier_answer(request).await?.ok_or(refusal),
            }
            tokio::time::sleep(self.pause(decision)).await;
        }
        Err(Refusal::Busy)
    }

    async fn attempt<U: UseCase>(
        &self,
        request: &Request,
        use_case: &U,
        writes: &[StreamKey],
        recalls: bool,
    ) -> Result<Attempt, Refusal> {
        let mut work = Work::new(self, request, recalls);
        let decided = decide(&mut work, use_case, writes).await;
        // Only an append proves that a remembered state was the current one.
        let proves_nothing = decided.is_err() || (work.batch.is_empty() && request.idempotency.is_none());
        if proves_nothing && work.relies_on_memory() {
            work.forget();
            return Ok(Attempt::Unfounded);
        }
        decided?;
        let receipt = work.receipt(None);
        if proves_nothing {
            return Ok(Attempt::Done(receipt));
        }
        let stored = serde_json::to_string(&receipt).map_err(|error| Refusal::Broken(error.to_string()))?;
        let metadata = work.metadata();
        let appended = self
            .append(request.institution, &work.batch, &metadata, request.idempotency.as_ref(), &stored)
            .await;
        if let Ok(Outcome::Appended { positions }) = appended {
            work.remember();
            return Ok(Attempt::Done(Receipt { positions, ..receipt }));
        }
        work.forget();
        match appended? {
            // Nobody was in the way just now: this process only remembered an old state. Read, at once.
            Outcome::Conflict { .. } if work.relies_on_memory() => Ok(Attempt::Unfounded),
            Outcome::Conflict { .. } => Ok(Attempt::Moved),
            other @ (Outcome::Appended { .. } | Outcome::Replayed { .. } | Outcome::OtherRequest) => {
                replayed(other).map(Attempt::Done)
            }
        }
    }

    async fn earlier_answer(&self, request: &Request) -> Result<Option<Receipt>, Refusal> {
        let Some(idempotency) = &request.idempotency else { return Ok(None) };
        match self.stored_receipt(request.institution, idempotency).await? {
            None => Ok(None),
            Some(outcome) => replayed(outcome).map(Some),
        }
    }

    /// Doubles with every decision; the jitter keeps two that met from meeting again.
    fn pause(&self, decision: u32) -> Duration {
        let mut byte = [0];
        let jitter = self.entropy.fill(&mut byte).map_or(0, |()| u64::from(byte[0] % 8));
        Duration::from_millis((1 << decision.min(6)) + jitter)
    }
}

/// What came of one decision.
enum Attempt {
    Done(Receipt),
    /// Something moved between look and append.
    Moved,
    /// It was decided on remembered states, and nothing proved that they were current.
    Unfounded,
}

async fn decide<U: UseCase>(work: &mut Work<'_>, use_case: &U, writes: &[StreamKey]) -> Result<(), Refusal> {
    let mut ahead = writes.to_vec();
    ahead.extend(use_case.looks_at());
    if let Actor::Person(person) = work.actor() {
        ahead.push(StreamKey::of::<Membership>(person));
    }
    ahead.sort_unstable();
    ahead.dedup();
    work.prefetch(&ahead).await?;
    let decided = use_case.decide(work).await;
    // After the rights and before everything else: a version is told only to those who may see it.
    if !matches!(decided, Err(Refusal::NotFound | Refusal::Forbidden { .. }))
        && let Some((key, seen)) = &work.request.if_match
    {
        let current = work.version_of(key);
        if current != *seen {
            return Err(Refusal::VersionMoved { current });
        }
    }
    decided
}

fn replayed(outcome: Outcome) -> Result<Receipt, Refusal> {
    match outcome {
        Outcome::Replayed { positions, receipt } => {
            let stored: Receipt =
                serde_json::from_str(&receipt).map_err(|error| Refusal::Broken(error.to_string()))?;
            Ok(Receipt { positions, replayed: true, ..stored })
        }
        Outcome::OtherRequest => Err(Refusal::KeyReused),
        Outcome::Appended { .. } | Outcome::Conflict { .. } => {
            Err(Refusal::Log(LogError::UnknownOutcome(format!("{outcome:?}"))))
        }
    }
}

/// A queue in front of every stream, so that requests of this process do not race one another. The
/// database checks versions all the same; this only saves decisions made in vain.
pub(super) struct Turns(Vec<Mutex<()>>);

impl Default for Turns {
    fn default() -> Self {
        Self((0..1024).map(|_| Mutex::new(())).collect())
    }
}

impl Turns {
    async fn wait_for(&self, keys: &[StreamKey]) -> Vec<MutexGuard<'_, ()>> {
        let mut places: Vec<usize> = keys
            .iter()
            .map(|key| {
                let mut hasher = DefaultHasher::new();
                key.hash(&mut hasher);
                usize::try_from(hasher.finish() % self.0.len() as u64).unwrap_or_default()
            })
            .collect();
        // One order for everybody: no two requests can wait for each other.
        places.sort_unstable();
        places.dedup();
        let mut turns = Vec::with_capacity(places.len());
        for place in places {
            turns.push(self.0[place].lock().await);
        }
        turns
    }
}
