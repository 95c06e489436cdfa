//! The log as the framework's `EventStore`, so that `CqrsFramework` runs on it unchanged.
//!
//! Commands of people go through [`Log::execute`](super::Log::execute), which also returns a receipt,
//! honours idempotency keys and guards. This door is for the framework's own tools and tests.

use std::collections::HashMap;
use std::marker::PhantomData;

use cqrs_es::{AggregateContext, AggregateError, EventEnvelope, EventStore};
use dayek_domain::stream::Stream;
use uuid::Uuid;

use super::append::Outcome;
use super::request::Request;
use super::{Batch, Log, LogError, StreamKey};

/// The log, bound to an institution and to who is asking.
pub struct FrameworkStore<A> {
    log: Log,
    request: Request,
    stream: PhantomData<fn() -> A>,
}

/// A loaded stream with its version.
pub struct Loaded<A> {
    key: StreamKey,
    state: A,
    version: u64,
}

impl<A: Stream> AggregateContext<A> for Loaded<A> {
    fn aggregate(&mut self) -> &mut A {
        &mut self.state
    }
}

impl<A> FrameworkStore<A> {
    pub const fn new(log: Log, request: Request) -> Self {
        Self { log, request, stream: PhantomData }
    }
}

fn unexpected<E: std::error::Error>(error: LogError) -> AggregateError<E> {
    match error {
        LogError::Database(cause) => AggregateError::DatabaseConnectionError(Box::new(cause)),
        LogError::Unreadable { .. } | LogError::Gap { .. } => {
            AggregateError::DeserializationError(Box::new(error))
        }
        LogError::Unwritable { .. }
        | LogError::Unacceptable { .. }
        | LogError::Vault(_)
        | LogError::NoEntropy(_)
        | LogError::UnknownInstitution(_)
        | LogError::UnknownOutcome(_) => AggregateError::UnexpectedError(Box::new(error)),
    }
}

fn parse<E: std::error::Error>(id: &str) -> Result<Uuid, AggregateError<E>> {
    id.parse().map_err(|error| AggregateError::UnexpectedError(Box::new(error)))
}

impl<A: Stream> EventStore<A> for FrameworkStore<A> {
    type AC = Loaded<A>;

    async fn load_events(
        &self,
        aggregate_id: &str,
    ) -> Result<Vec<EventEnvelope<A>>, AggregateError<A::Error>> {
        let id = parse(aggregate_id)?;
        let history =
            self.log.read(self.request.institution, &StreamKey::of::<A>(id)).await.map_err(unexpected)?;
        let keys = self
            .log
            .keys_of(self.request.institution, std::iter::once(&history))
            .await
            .map_err(unexpected)?;
        let mut envelopes = Vec::with_capacity(history.events.len());
        for event in &history.events {
            let payload = Log::decode::<A>(self.request.institution, id, event, &keys).map_err(unexpected)?;
            envelopes.push(EventEnvelope {
                aggregate_id: aggregate_id.to_owned(),
                sequence: usize::try_from(event.sequence).unwrap_or(usize::MAX),
                payload,
                metadata: HashMap::new(),
            });
        }
        Ok(envelopes)
    }

    async fn load_aggregate(&self, aggregate_id: &str) -> Result<Loaded<A>, AggregateError<A::Error>> {
        let key = StreamKey::of::<A>(parse::<A::Error>(aggregate_id)?);
        let mut state = A::default();
        let events = self.load_events(aggregate_id).await?;
        let version = events.len() as u64;
        for event in events {
            state.apply(event.payload);
        }
        Ok(Loaded { key, state, version })
    }

    async fn commit(
        &self,
        events: Vec<A::Event>,
        context: Loaded<A>,
        metadata: HashMap<String, String>,
    ) -> Result<Vec<EventEnvelope<A>>, AggregateError<A::Error>> {
        if events.is_empty() {
            return Ok(vec![]);
        }
        let mut batch = Batch::default();
        let place = batch.stream(context.key.clone(), context.version);
        for event in &events {
            batch.push(place, event).map_err(unexpected)?;
        }
        let stored = self.request.metadata(None);
        let outcome =
            self.log.append(self.request.institution, &batch, &stored, None, "").await.map_err(unexpected)?;
        match outcome {
            Outcome::Appended { .. } => {}
            Outcome::Conflict { .. } | Outcome::Replayed { .. } | Outcome::OtherRequest => {
                return Err(AggregateError::AggregateConflict);
            }
        }
        let first = usize::try_from(context.version).unwrap_or(usize::MAX).saturating_add(1);
        let envelopes = events.into_iter().zip(first..).map(|(payload, sequence)| EventEnvelope {
            aggregate_id: context.key.id.to_string(),
            sequence,
            payload,
            metadata: metadata.clone(),
        });
        Ok(envelopes.collect())
    }
}
