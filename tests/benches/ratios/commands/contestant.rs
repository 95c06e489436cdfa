//! Whoever takes part in a round of commands, and the round.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use tokio::task::JoinSet;

use super::Cell;
use super::streams::{Slot, Streams, per_client};
use crate::timing::per_second;

/// One way to carry out commands.
pub(crate) trait Contestant: Send + Sync + 'static {
    /// Puts the first events into new columns, outside the clock.
    fn fill(&self, fresh: &[Slot]) -> impl Future<Output = ()> + Send;

    /// Carries out one command that leads to so many events.
    fn act(&self, slot: Slot, events: u64) -> impl Future<Output = ()> + Send;
}

/// Has all clients send commands one after the other until the time is over. Commands per second.
pub(super) async fn round<C: Contestant>(
    contestant: &Arc<C>,
    streams: &mut Streams,
    cell: Cell,
    length: Duration,
) -> f64 {
    let columns = per_client(cell.clients);
    contestant.fill(&streams.renew(cell.clients * columns)).await;

    // Whoever runs out of columns ends the round for all, so that a rate is always one of all clients.
    let over = Arc::new(AtomicBool::new(false));
    let mut clients = JoinSet::new();
    let start = Instant::now();
    for _ in 0..cell.clients {
        let mut lane = streams.lane(columns);
        let (contestant, over) = (Arc::clone(contestant), Arc::clone(&over));
        clients.spawn(async move {
            let mut done = 0_u64;
            while start.elapsed() < length && !over.load(Ordering::Relaxed) {
                let Some(slot) = lane.next_open() else {
                    over.store(true, Ordering::Relaxed);
                    break;
                };
                contestant.act(*slot, cell.events).await;
                slot.version += cell.events;
                done += 1;
            }
            (lane, done)
        });
    }
    let mut done = 0;
    while let Some(client) = clients.join_next().await {
        let (lane, its_own) = client.unwrap();
        streams.give_back(lane);
        done += its_own;
    }
    per_second(done, start.elapsed())
}
