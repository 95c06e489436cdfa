//! Counts what comes out of a bundle while it is read: for the digest, for the person waiting, and against
//! archives that unpack to more than anyone asked for. What an archive says about its sizes is not believed.

use std::io::{self, Read};

use sha2::{Digest, Sha256};

use super::limits::{Limits, Progress};

const MIB: u64 = 1024 * 1024;
const RATIO_JUDGED_ABOVE: u64 = 16 * MIB;

/// Why reading was broken off. Travels inside an [`io::Error`], through whatever reads.
#[derive(Debug, thiserror::Error)]
pub(super) enum Stop {
    #[error("the bundle unpacks to more than {0} bytes, reading was stopped here")]
    TooManyBytes(u64),
    #[error("the bundle unpacks to more than {0} times its size, reading was stopped here")]
    TooDense(u64),
    #[error("has a row longer than {0} bytes, which is no table")]
    RowTooLong(u64),
}

impl From<Stop> for io::Error {
    fn from(stop: Stop) -> Self {
        Self::other(stop)
    }
}

/// What is left of the bytes a bundle may unpack to.
#[derive(Debug)]
pub(super) struct Budget {
    spent: u64,
    total: u64,
    dense: u64,
    ratio: u64,
    exceeded: bool,
}

impl Budget {
    /// For a folder, which holds what it holds.
    pub(super) fn of_folder(limits: &Limits) -> Self {
        Self { spent: 0, total: limits.total_bytes, dense: u64::MAX, ratio: limits.ratio, exceeded: false }
    }

    /// For a zip of so many bytes.
    pub(super) fn of_zip(packed: u64, limits: &Limits) -> Self {
        let dense = packed.saturating_mul(limits.ratio).max(RATIO_JUDGED_ABOVE);
        Self { dense, ..Self::of_folder(limits) }
    }

    pub(super) const fn is_exceeded(&self) -> bool {
        self.exceeded
    }

    pub(super) fn spend(&mut self, bytes: u64) -> Result<(), Stop> {
        self.spent = self.spent.saturating_add(bytes);
        self.exceeded = self.spent > self.total.min(self.dense);
        if self.spent > self.total {
            Err(Stop::TooManyBytes(self.total))
        } else if self.spent > self.dense {
            Err(Stop::TooDense(self.ratio))
        } else {
            Ok(())
        }
    }
}

/// One file of the bundle, being read.
pub(super) struct Metered<'a> {
    source: Box<dyn Read + 'a>,
    file: &'static str,
    total: Option<u64>,
    bytes: u64,
    told: u64,
    ended: bool,
    budget: &'a mut Budget,
    digest: &'a mut Sha256,
    progress: &'a dyn Fn(Progress),
}

impl<'a> Metered<'a> {
    pub(super) fn new(
        file: &'static str,
        (source, total): (Box<dyn Read + 'a>, Option<u64>),
        budget: &'a mut Budget,
        digest: &'a mut Sha256,
        progress: &'a dyn Fn(Progress),
    ) -> Self {
        digest.update(file.as_bytes());
        digest.update([0_u8]);
        Self { source, file, total, bytes: 0, told: 0, ended: false, budget, digest, progress }
    }

    fn tell(&mut self) {
        self.told = self.bytes;
        (self.progress)(Progress::Reading { file: self.file, bytes: self.bytes, total: self.total });
    }

    /// The length closes the file in the digest, so that bytes cannot move from one file into the next.
    fn end(&mut self) {
        if !self.ended {
            self.ended = true;
            self.digest.update(self.bytes.to_be_bytes());
            self.tell();
        }
    }
}

impl Read for Metered<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        let count = self.source.read(buffer)?;
        let bytes = u64::try_from(count).unwrap_or(u64::MAX);
        self.budget.spend(bytes)?;
        self.digest.update(buffer.get(..count).unwrap_or_default());
        self.bytes = self.bytes.saturating_add(bytes);
        if count == 0 {
            self.end();
        } else if self.bytes.saturating_sub(self.told) >= MIB {
            self.tell();
        }
        Ok(count)
    }
}
