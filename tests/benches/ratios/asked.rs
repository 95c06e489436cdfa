//! What this run is to measure, and how much of it.

use std::env;
use std::time::Duration;

/// Rounds of every side. Odd, so that one of them is the median.
pub(crate) const ROUNDS: usize = 3;

pub(crate) struct Asked {
    /// Words that the name of a row must hold.
    words: Vec<String>,
    /// How long a round of commands takes.
    pub(crate) round: Duration,
    /// Results in the imported bundle.
    pub(crate) results: u64,
    /// Whether the long log is to have its full length.
    pub(crate) full: bool,
}

impl Asked {
    pub(crate) fn of_this_run() -> Self {
        // Cargo passes an argument of its own, `--bench`.
        let words = env::args().skip(1).filter(|word| !word.starts_with("--"));
        let seconds = env::var("DAYEK_BENCH_SECONDS").map_or(1.0, |text| text.parse().unwrap());
        Self {
            words: words.map(|word| word.to_lowercase()).collect(),
            round: Duration::from_secs_f64(seconds),
            results: env::var("DAYEK_BENCH_RESULTS").map_or(60_000, |text| text.parse().unwrap()),
            full: env::var("DAYEK_BENCH_FULL").is_ok_and(|text| text == "1"),
        }
    }

    pub(crate) fn picks(&self, name: &str) -> bool {
        self.words.iter().all(|word| name.contains(word.as_str()))
    }

    /// An amount as this run takes it: in proportion to its rounds.
    pub(crate) fn sized(&self, usual: u64) -> u64 {
        let thousandths = u64::try_from(self.round.as_millis()).unwrap();
        (usual * thousandths / 1000).max(1)
    }
}
