//! From counts and durations to figures.

use std::time::Duration;

pub(crate) fn per_second(count: u64, elapsed: Duration) -> f64 {
    count as f64 / elapsed.as_secs_f64()
}

/// The median of the rounds, of which there is an odd number.
pub(crate) fn median(rounds: &[f64]) -> f64 {
    let mut sorted = rounds.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}

/// The duration below which so many of a hundred lie, in milliseconds.
pub(crate) fn percentile(durations: &mut [Duration], of_hundred: usize) -> f64 {
    durations.sort_unstable();
    let place = durations.len() * of_hundred / 100;
    durations[place.min(durations.len() - 1)].as_secs_f64() * 1000.0
}
