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
        for decision in 1..=DECISIONS {
            match self.attempt(request, use_case, &writes).await {
                Ok(Some(receipt)) => return Ok(receipt),
                Ok(None) => {}
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

    /// `None`: something moved between look and append.
    async fn attempt<U: UseCase>(
        &self,
        request: &Request,
        use_case: &U,
        writes: &[StreamKey],
    ) -> Result<Option<Receipt>, Refusal> {
        let mut work = Work::new(self, request);
        let mut ahead = writes.to_vec();
        ahead.extend(use_case.looks_at());
        if let Actor::Person(person) = request.actor {
            ahead.push(StreamKey::of::<Membership>(person));
        }
        ahead.sort_unstable();
        ahead.dedup();
        work.prefetch(&ahead).await?;
        let decided = use_case.decide(&mut work).await;
        // After the rights and before everything else: a version is told only to those who may see it.
        if !matches!(decided, Err(Refusal::NotFound | Refusal::Forbidden { .. }))
            && let Some((key, seen)) = &request.if_match
        {
            let current = work.version_of(key);
            if current != *seen {
                return Err(Refusal::VersionMoved { current });
            }
        }
        decided?;
        if work.batch.is_empty() && request.idempotency.is_none() {
            return Ok(Some(work.receipt(None)));
        }
        let receipt = work.receipt(None);
        let stored = serde_json::to_string(&receipt).map_err(|error| Refusal::Broken(error.to_string()))?;
        let outcome = self
            .append(request.institution, &work.batch, &work.metadata(), request.idempotency.as_ref(), &stored)
            .await?;
        match outcome {
            Outcome::Appended { positions } => Ok(Some(Receipt { positions, ..receipt })),
            Outcome::Conflict { .. } => Ok(None),
            Outcome::Replayed { .. } | Outcome::OtherRequest => replayed(outcome).map(Some),
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
