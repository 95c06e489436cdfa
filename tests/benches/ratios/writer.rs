//! Filling a log outside the clock, through the program's own append, a thousand events at a time.

use std::collections::HashMap;
use std::mem;

use cqrs_es::Aggregate;
use dayek::log::{Batch, Log, Outcome, StreamKey};
use dayek_domain::id::InstitutionId;
use uuid::Uuid;

const AT_A_TIME: usize = 1_000;

/// What the program writes of itself with every event of a command.
pub(crate) fn metadata_of_system(request: Uuid) -> String {
    format!(r#"{{"actor":"system","origin":"system","request":"{request}"}}"#)
}

/// Writes events of one institution in the order in which they are given.
pub(crate) struct Writer<'a> {
    log: &'a Log,
    institution: InstitutionId,
    metadata: String,
    batch: Batch,
    versions: HashMap<StreamKey, u64>,
    written: u64,
}

impl<'a> Writer<'a> {
    pub(crate) fn new(log: &'a Log, institution: InstitutionId, metadata: String) -> Self {
        Self { log, institution, metadata, batch: Batch::default(), versions: HashMap::new(), written: 0 }
    }

    pub(crate) async fn add<A: Aggregate>(&mut self, id: Uuid, event: &A::Event) {
        let key = StreamKey::of::<A>(id);
        let version = self.versions.entry(key.clone()).or_insert(0);
        // Only the version at the first naming counts: that of the stream before this batch.
        let stream = self.batch.stream(key, *version);
        *version += 1;
        self.batch.push(stream, event).unwrap();
        self.written += 1;
        if self.batch.len() >= AT_A_TIME {
            self.flush().await;
        }
    }

    pub(crate) const fn written(&self) -> u64 {
        self.written
    }

    pub(crate) async fn finish(mut self) {
        self.flush().await;
    }

    async fn flush(&mut self) {
        let batch = mem::take(&mut self.batch);
        if batch.is_empty() {
            return;
        }
        let outcome = self.log.append(self.institution, &batch, &self.metadata, None, "").await.unwrap();
        assert!(matches!(outcome, Outcome::Appended { .. }), "{outcome:?}");
    }
}
