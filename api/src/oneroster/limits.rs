//! What reading a bundle may cost, and how a person waiting for it is kept informed.

const MIB: u64 = 1024 * 1024;

/// The most a bundle may ask of the machine. Beyond any of these it is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Unpacked bytes of all files together, counted while reading.
    pub total_bytes: u64,
    /// Entries of the zip or the folder.
    pub entries: usize,
    /// Unpacked bytes for each byte of the zip; judged only above 16 MiB unpacked, since small files
    /// full of repetition pack well without any ill will.
    pub ratio: u64,
    /// Bytes of one field.
    pub field_bytes: usize,
    /// Rows of all files together.
    pub rows: usize,
    /// Refusals told one by one; the rest is only counted.
    pub refusals: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            total_bytes: 4096 * MIB,
            entries: 1000,
            ratio: 200,
            field_bytes: 64 * 1024,
            rows: 20_000_000,
            refusals: 1000,
        }
    }
}

/// How far the reader has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Told after about every MiB of a file and at its end. `total` is what the archive claims the file
    /// to hold, which may be untrue.
    Reading { file: &'static str, bytes: u64, total: Option<u64> },
}
