//! The columns that clients write, and when one of them is full.

use std::collections::VecDeque;

use dayek::entropy::{SystemEntropy, new_id};
use dayek_domain::id::InstitutionId;
use uuid::Uuid;

/// Events in a column before the first command.
pub(crate) const FRESH: u64 = 45;
/// With more events than this a column takes no further command.
const FULL: u64 = 75;

/// A column of marks and how many events it has.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Slot {
    pub(crate) institution: InstitutionId,
    pub(crate) id: Uuid,
    pub(crate) version: u64,
}

/// The columns of one contestant.
pub(crate) struct Streams {
    institutions: Vec<InstitutionId>,
    slots: VecDeque<Slot>,
    made: usize,
}

/// The columns of one client.
pub(super) struct Lane {
    slots: Vec<Slot>,
    at: usize,
}

/// How many columns a client goes round.
pub(super) const fn per_client(clients: usize) -> usize {
    if clients <= 16 { 200 } else { 75 }
}

impl Streams {
    pub(super) fn new(institutions: u64) -> Self {
        let institutions = (0..institutions).map(|_| InstitutionId(random_id())).collect();
        Self { institutions, slots: VecDeque::new(), made: 0 }
    }

    pub(super) fn institutions(&self) -> &[InstitutionId] {
        &self.institutions
    }

    /// Replaces full columns and adds missing ones. Answers the new ones, which are still to be filled.
    pub(super) fn renew(&mut self, wanted: usize) -> Vec<Slot> {
        self.slots.retain(|slot| slot.version <= FULL);
        let mut fresh = Vec::new();
        while self.slots.len() < wanted {
            let institution = self.institutions[self.made % self.institutions.len()];
            self.made += 1;
            let slot = Slot { institution, id: random_id(), version: FRESH };
            fresh.push(slot);
            self.slots.push_back(slot);
        }
        fresh
    }

    /// Takes out what a client is to go round.
    pub(super) fn lane(&mut self, columns: usize) -> Lane {
        Lane { slots: self.slots.drain(..columns).collect(), at: 0 }
    }

    /// Takes back what a client has gone round.
    pub(super) fn give_back(&mut self, lane: Lane) {
        self.slots.extend(lane.slots);
    }
}

impl Lane {
    /// The next column that is not full; `None` when all are.
    pub(super) fn next_open(&mut self) -> Option<&mut Slot> {
        for _ in 0..self.slots.len() {
            self.at = (self.at + 1) % self.slots.len();
            if self.slots[self.at].version <= FULL {
                return self.slots.get_mut(self.at);
            }
        }
        None
    }
}

fn random_id() -> Uuid {
    new_id(&SystemEntropy).unwrap()
}
