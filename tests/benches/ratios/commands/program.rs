//! The program itself: `Log::execute` with a use case that gives marks in one column.

use std::collections::BTreeMap;

use dayek::entropy::new_id;
use dayek::log::{Log, Request, StreamKey, UseCase, Work};
use dayek::refusal::Refusal;
use dayek_domain::assessment::Assessment;
use dayek_domain::id::InstitutionId;
use tokio::task::JoinSet;
use uuid::Uuid;

use super::contestant::Contestant;
use super::streams::{FRESH, Slot};
use crate::marks::{command, event};
use crate::writer::{Writer, metadata_of_system};

pub(crate) struct Program {
    log: Log,
}

/// Marks that continue a column, each of them a change.
struct GiveMarks {
    assessment: Uuid,
    /// How many events the column has.
    version: u64,
    marks: u64,
}

impl UseCase for GiveMarks {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Assessment>(self.assessment)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        for n in self.version..self.version + self.marks {
            work.handle::<Assessment>(self.assessment, command(n)).await?;
        }
        Ok(())
    }
}

impl Program {
    pub(crate) const fn new(log: Log) -> Self {
        Self { log }
    }
}

impl Contestant for Program {
    async fn fill(&self, fresh: &[Slot]) {
        let mut of_institution: BTreeMap<InstitutionId, Vec<Uuid>> = BTreeMap::new();
        for slot in fresh {
            of_institution.entry(slot.institution).or_default().push(slot.id);
        }
        let mut writing = JoinSet::new();
        for (institution, ids) in of_institution {
            let log = self.log.clone();
            writing.spawn(async move {
                let metadata = metadata_of_system(new_id(log.entropy()).unwrap());
                let mut writer = Writer::new(&log, institution, metadata);
                for id in ids {
                    for n in 0..FRESH {
                        writer.add::<Assessment>(id, &event(n)).await;
                    }
                }
                writer.finish().await;
            });
        }
        while let Some(written) = writing.join_next().await {
            written.unwrap();
        }
    }

    async fn act(&self, slot: Slot, events: u64) {
        let request = Request::of_system(slot.institution, new_id(self.log.entropy()).unwrap());
        let use_case = GiveMarks { assessment: slot.id, version: slot.version, marks: events };
        let receipt = self.log.execute(request, use_case).await.unwrap();
        let (first, last) = receipt.positions.unwrap();
        assert_eq!(last - first + 1, events, "every mark of a command is a change");
    }
}
